"""What a ranking rests on: outcomes of every policy in each draw, under both readings and between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.comparable import first_difference
from marketsim.experiments.compared_runs import days_of
from marketsim.experiments.comparing import Comparison
from marketsim.experiments.effects import pairs_table
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.figures_of_run import asked, plain_figures
from marketsim.experiments.readings import BOTH, DRAWN, READINGS, SHARE
from marketsim.results.consequences import BETTER, COLUMNS, Better
from marketsim.scenario.posterior import Posterior
from marketsim.scenario.scenario import Scenario

READING = "threshold or capacity"
"""Name of the reading among the parameters."""


def first_day(scenarios: Mapping[str, Scenario], since: date | None, until: date | None) -> date:
    """Return the first day that counts: the one asked for, or the first measured one on which scenarios can differ.

    Args:
        scenarios: Scenarios by name, the base first.
        since: First day, if it is asked for.
        until: Last day, if it is asked for.

    Raises:
        WrongCallError: A day is not measured, or the first one comes after the last.
    """
    base = next(iter(scenarios.values()))
    for day in (since, until):
        if day is not None and not base.measures_from <= day <= base.end:
            raise WrongCallError(f"{day} is not measured: runs are from {base.measures_from} to {base.end}.")
    first = since or first_difference(scenarios)
    if until is not None and first > until:
        raise WrongCallError(f"The first day that counts, {first}, comes after the last, {until}. Move one of them.")
    return first


def pairs_between(
    found: Comparison, seeds: Sequence[int], keep: Path, days: tuple[date, date], outcomes: Sequence[str]
) -> pd.DataFrame:
    """Return one row an arm, seed and outcome over other days than a comparison took, from its runs.

    Args:
        found: The comparison; its runs are kept.
        seeds: Seeds.
        keep: Folder of results.
        days: First and last day that count.
        outcomes: Names of consequences.
    """
    columns = asked(outcomes)
    measures = tuple(dict.fromkeys(column.measure for column in (*COLUMNS, *columns) if column.measure))
    plain = {
        (name, seed): plain_figures(daily, *days, columns)
        for name, scenario in found.scenarios.items()
        for seed, daily in zip(seeds, days_of(scenario, seeds, keep, measures), strict=True)
    }
    return pairs_table(plain, columns, found.base, [name for name in found.scenarios if name != found.base], seeds)


def samples_of(reading: str, base: str, pairs: pd.DataFrame, seeds: Sequence[int]) -> pd.DataFrame:
    """Return one row an outcome, seed and arm, the base among them.

    Args:
        reading: Name of the reading.
        base: Name of the base.
        pairs: One row an arm, seed and consequence.
        seeds: Seeds that count.
    """
    held = pairs[pairs["seed"].isin(seeds)].rename(columns={"consequence": "outcome"})
    first = held[held["arm"] == held["arm"].iloc[0]]
    whole = pd.concat(
        (first.assign(arm=base, value=first["base"]), held.assign(value=held["with_policy"])), ignore_index=True
    )
    return whole.assign(reading=reading)[["outcome", "unit", "reading", "seed", "arm", "value"]]


def values_of(
    held: pd.DataFrame, outcome: str, arms: Sequence[str], reading: str, shares: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return what arms are worth, more is better, shape (arm, sample): by reading, then by seed.

    Args:
        held: Samples of one outcome.
        outcome: Its name.
        arms: Names of arms.
        reading: One of the readings, both, or as drawn.
        shares: Share of the threshold in the draw of each seed in ascending order, which `as drawn` wants.
    """
    sign = -1.0 if BETTER[outcome] is Better.LOWER else 1.0
    seeds = sorted(set(held["seed"]))
    table = held.pivot_table(index="arm", columns=["reading", "seed"], values="value").reindex(index=list(arms))
    capacity, threshold = (
        sign * table.reindex(columns=[(name, seed) for seed in seeds]).to_numpy(np.float64) for name in READINGS
    )
    if reading == BOTH:
        return np.concatenate((capacity, threshold), axis=1)
    if reading == DRAWN:
        assert shares is not None
        return (1.0 - shares) * capacity + shares * threshold
    return capacity if READINGS[reading] == 0.0 else threshold


def drawn_shares(posterior: Posterior, seeds: Sequence[int]) -> NDArray[np.float64] | None:
    """Return the threshold's share in the draw of each seed in ascending order; none where it is not drawn."""
    if SHARE not in posterior.keys:
        return None
    return np.array([posterior.at(posterior.number(seed))[SHARE] for seed in sorted(seeds)], np.float64)


def parameters_of(posterior: Posterior, seeds: Sequence[int]) -> dict[str, NDArray[np.float64]]:
    """Return values of each parameter, shape (sample,), in the order of samples: by reading, then by seed."""
    draws = [posterior.at(posterior.number(seed)) for seed in sorted(seeds)]
    found = {READING: np.repeat(list(READINGS.values()), len(draws))}
    for key in posterior.keys:
        if key == SHARE:
            continue
        numbers = [next(_numbers(draw[key]), float("nan")) for draw in draws]
        if np.isfinite(numbers).all():
            found[key] = np.tile(np.array(numbers), len(READINGS))
    return found


def _numbers(value: Any) -> Iterator[float]:
    """Yield the numbers above zero in a value; entries of a list move together, so that the first stands for all."""
    if isinstance(value, list):
        for entry in value:
            yield from (number for number in _numbers(entry) if number)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
