"""Priors as they are written, checked against what the model accepts at their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from pydantic import BaseModel

from marketsim.experiments.calibration.outline import WrittenPrior
from marketsim.experiments.calibration.prior import Prior
from marketsim.experiments.calibration.wanted import Calibrated, is_reporting
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.substituting import substituted
from marketsim.measures.registry import all_measures
from marketsim.scenario.building import build
from marketsim.scenario.changing import layer_at
from marketsim.scenario.extending import lay
from marketsim.scenario.faults import Fault, ScenarioError, guess
from marketsim.scenario.node import Node, from_plain
from marketsim.scenario.recorded import MOST_RECORDED, REPORTING
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.translating import described, join

CAN_BE_DRAWN = re.compile(r"(parameters|interventions)\.[^.]+\.[^.]+")
"""Keys of which a scenario takes draws (`scenario/posterior.py`)."""


FACTOR = "factor"
"""Unit of what scales all that a scenario says at a key."""


class Keys:
    """A scenario that knows what can be calibrated in it."""

    def __init__(self, tree: Node, scenario: Scenario, faults: list[Fault]) -> None:
        """Keep a scenario with what it says."""
        self.tree, self.scenario, self.faults = tree, scenario, faults
        self._resolved = scenario.resolved()

    def calibrated(self, key: str, node: Node, written: WrittenPrior) -> Calibrated | None:
        """Return what is learned of a key, or none with faults noted.

        Args:
            key: Dotted key.
            node: Where its prior is written.
            written: What is written there.
        """
        before = len(self.faults)
        if key.startswith(REPORTING):
            return self._reporting(key, node, written)
        if not CAN_BE_DRAWN.fullmatch(key):
            what = "a scenario can draw nothing there from a posterior"
            self._fault(node, key, what, "Name parameters.<rule>.<key> or interventions.<name>.<key>.")
            return None
        base = self._base(key)
        if base is None:
            self._locate(key, node.children()["low"], node, written.low)
            if len(self.faults) == before:
                self._fault(node, key, "the scenario says nothing there that could be learned", "Name another key.")
            return None
        if not self._is_good(key, node, written, base):
            return None
        least, most, unit = _accepted(self.scenario, key)
        for end in ("low", "high") if not written.factor else ():
            self._locate(key, node.children()[end], node, getattr(written, end))
        if len(self.faults) > before:
            return None
        whole = _is_whole(base)
        ends = (0.0, np.inf) if written.factor else (least, most)
        prior = self._prior(key, node, written, *ends)
        if prior is None:
            return None
        unit = FACTOR if written.factor else unit
        return Calibrated(prior, base, written.factor, least, most, whole, written.source, unit)

    def _reporting(self, key: str, node: Node, written: WrittenPrior) -> Calibrated | None:
        name = key.removeprefix(REPORTING)
        if not is_reporting(key) or name not in all_measures():
            self._fault(node, key, f"there is no measure '{name}'", guess(name, all_measures()))
        if written.factor:
            self._fault(node, key, "a share recorded is no factor", "Take factor out.")
        prior = self._prior(key, node, written, 0.0, MOST_RECORDED)
        if prior is None:
            return None
        return Calibrated(prior, 1.0, False, 0.0, MOST_RECORDED, False, written.source, "share")

    def _prior(self, key: str, node: Node, written: WrittenPrior, least: float, most: float) -> Prior | None:
        try:
            return Prior(key, written.low, written.high, written.shape, least, most)
        except ExperimentError as error:
            self._fault(node, key, str(error), "Write {low: 1, high: 9, shape: log_uniform}.")
            return None

    def _is_good(self, key: str, node: Node, written: WrittenPrior, base: Any) -> bool:
        before = len(self.faults)
        if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in _entries(base)):
            self._fault(node, key, f"only numbers are learned, and this is {described(base)}", "Name another key.")
        elif isinstance(base, list) and not written.factor:
            what = f"the scenario has a list of {len(base)} numbers there"
            self._fault(node, key, what, "Add factor: true, and ends of a factor on all of them.")
        elif written.factor and not written.low > 0.0:
            self._fault(node.children()["low"], key, "a factor is above zero", "Give another low.")
        elif written.factor and not any(_entries(base)):
            self._fault(node, key, "the scenario says 0 there, which no factor changes", "Leave factor out.")
        return len(self.faults) == before

    def _fault(self, node: Node, key: str, what: str, mend: str) -> None:
        self.faults.append(Fault(node.key or node.place, join("priors", key), what, mend))

    def _base(self, key: str) -> Any:
        held: Any = self._resolved
        for step in key.split("."):
            if isinstance(held, list):
                held = {entry["name"]: entry for entry in held if isinstance(entry, dict)}
            held = held.get(step) if isinstance(held, dict) else None
        return None if isinstance(held, dict) else held

    def _locate(self, key: str, end: Node, node: Node, value: float) -> None:
        """Note what is wrong with an end of a prior, at the place where it was written."""
        try:
            substituted(self.scenario, {key: round(value) if _is_whole(self._base(key)) else value})
        except ScenarioError:
            found: list[Fault] = []
            try:
                build(lay(self.tree, layer_at(key, from_plain(value, end.place), found), found), found)
            except ScenarioError as error:
                found = list(error.faults)
            place = end.place if self._base(key) is not None else node.key or node.place
            self.faults += [replace(fault, place=place, path=join("priors", key)) for fault in found]


def _entries(base: Any) -> Iterator[Any]:
    if isinstance(base, list):
        for entry in base:
            yield from _entries(entry)
    else:
        yield base


def _is_whole(base: Any) -> bool:
    return isinstance(base, int) and not isinstance(base, bool)


def _accepted(scenario: Scenario, key: str) -> tuple[float, float, str]:
    """Return the smallest and the largest number that a field accepts, infinite where it says nothing, and its unit."""
    steps = key.split(".")
    held: BaseModel | None = None
    if len(steps) == 3:
        held = scenario.parameters.get(steps[1]) if steps[0] == "parameters" else scenario.policies.get(steps[1])
    field = type(held).model_fields.get(steps[2]) if held is not None else None
    if field is None:
        return -np.inf, np.inf, ""
    facts = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    low, high = facts.get("low"), facts.get("high")
    for bound in field.metadata:
        low, high = getattr(bound, "ge", low), getattr(bound, "le", high)
    return (
        float(low) if isinstance(low, int | float) else -np.inf,
        float(high) if isinstance(high, int | float) else np.inf,
        str(facts.get("unit", "")),
    )
