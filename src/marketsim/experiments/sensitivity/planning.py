"""From a design and a method to the points that are to be run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from marketsim.experiments.design_reading import load_design
from marketsim.experiments.designs import Design
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.sensitivity.method import Floats, Method
from marketsim.experiments.sensitivity.morris import Morris
from marketsim.experiments.sensitivity.prcc import Prcc
from marketsim.experiments.sensitivity.sobol import Sobol
from marketsim.experiments.sensitivity.tornado import Tornado
from marketsim.experiments.substituting import Value
from marketsim.scenario.faults import guess, shorten
from marketsim.scenario.scenario import Scenario

METHODS = ("morris", "sobol", "tornado", "prcc")
OPTIONS = {"morris": ("count", "levels", "resamples"), "sobol": ("count", "resamples"), "prcc": ("count", "resamples")}
"""Settings of each method, beside the seed of its points; those of a tornado are none."""
MOST_RUNS = 1_000_000
"""Runs that are made only if somebody says that so many are meant."""


def method_of(name: str, dimensions: int, seed: int = 1, **settings: int | None) -> Method:
    """Return a method by its name.

    Args:
        name: One of `METHODS`.
        dimensions: How many dimensions are varied.
        seed: Seed of the choice of points and of resamples.
        settings: Settings of the method; those that are none have their usual values.

    Raises:
        WrongCallError: There is no such method, or a setting cannot work.
    """
    makers: Mapping[str, Callable[..., Method]] = {"morris": Morris, "sobol": Sobol, "prcc": Prcc}
    if name not in METHODS:
        raise WrongCallError(f"There is no method '{shorten(name)}'. {guess(name, METHODS)}")
    said = {key: value for key, value in settings.items() if value is not None}
    for key in said:
        if key not in OPTIONS.get(name, ()):
            known = " or ".join(method for method, keys in OPTIONS.items() if key in keys)
            raise WrongCallError(f"The method {name} has no {key}; leave it out, or take {known}.")
    if said.get("resamples", 100) < 100:
        raise WrongCallError(f"An interval wants 100 resamples at least, not {said['resamples']}.")
    return Tornado(dimensions) if name == "tornado" else makers[name](dimensions, seed=seed, **said)


def prepared(
    design: Design | Path | str, method: str, seed: int = 1, yes: bool = False, **settings: int | None
) -> tuple[Method, Design]:
    """Return a method and a design with its points.

    Args:
        design: A design or its file.
        method: One of `METHODS`.
        seed: Seed of the choice of points and of resamples.
        yes: More than a million runs are meant.
        settings: Settings of the method; those that are none have their usual values.

    Raises:
        ScenarioError: The design is not valid.
        WrongCallError: The method cannot work so.
    """
    whole = design if isinstance(design, Design) else load_design(design, yes)
    said = settings | {"count": count_of(whole, method, settings.get("count"))}
    chosen = method_of(method, len(whole.dimensions), seed, **said)
    return chosen, planned(whole, chosen, yes)


def count_of(design: Design, method: str, count: int | None) -> int | None:
    """Return how many points a method takes: for PRCC as many as the design's own Latin hypercube if nobody says."""
    return len(design.points) if count is None and (method, design.kind) == ("prcc", "latin_hypercube") else count


def planned(design: Design, method: Method, yes: bool = False) -> Design:
    """Return a design with the points of a method, in a folder of its own.

    Raises:
        WrongCallError: A dimension has no range or no base value, or there are too many runs.
    """
    _check(design)
    for key in design.dimensions:
        if not design.ranges[key].low < design.ranges[key].high:  # type: ignore[operator]
            raise WrongCallError(f"The range of {key} is empty: give a high that is above low.")
    shares = method.shares()
    scenario = next(iter(design.scenarios.values()))
    base = {key: base_value(scenario, key) for key in design.dimensions} if math.isnan(shares.min()) else {}
    found = replace(
        design.at(_points(design, shares, base), method.name), name=f"{design.name}-{method.name}", reference={}
    )
    if found.runs > MOST_RUNS and not yes:
        raise WrongCallError(f"These are {found.runs:,} runs, more than {MOST_RUNS:,}. Take fewer, or say --yes.")
    return found


def base_value(scenario: Scenario, key: str) -> Value:
    """Return what a scenario has at a dotted key.

    Raises:
        WrongCallError: It has nothing there.
    """
    held: Any = scenario.resolved()
    for step in key.split("."):
        if isinstance(held, list):
            held = {entry["name"]: entry for entry in held if isinstance(entry, dict) and "name" in entry}
        held = held.get(step) if isinstance(held, dict) else None
    if held is None or isinstance(held, dict | list):
        raise WrongCallError(f"{key} has no base value in the scenario, from which a tornado begins. Set one.")
    return held if isinstance(held, bool | int | float) else _day_or(str(held))


def _check(design: Design) -> None:
    if len(design.scenarios) != 1:
        names = ", ".join(design.scenarios)
        raise WrongCallError(f"A sensitivity analysis is of one scenario, not of {names}. Name one in the design.")
    without = [key for key in design.dimensions if key not in design.ranges]
    if without or not design.dimensions:
        which = ", ".join(without) or "the design"
        raise WrongCallError(
            f"A sensitivity analysis wants a range of each dimension, and {which} has none. "
            "Write kind: latin_hypercube and {low: 1, high: 9} for each dimension."
        )


def _points(design: Design, shares: Floats, base: Mapping[str, Value]) -> list[tuple[Value, ...]]:
    spans = [(key, design.ranges[key]) for key in design.dimensions]
    return [
        tuple(
            base[key] if math.isnan(share) else span.value(share) for (key, span), share in zip(spans, row, strict=True)
        )
        for row in shares.tolist()
    ]


def _day_or(text: str) -> Value:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
