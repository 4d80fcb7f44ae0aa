"""Figures of a sweep by point and seed: measures of chosen years, or of all that is measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from marketsim.experiments.designs import Design
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.sensitivity.method import Floats
from marketsim.experiments.sweep import Sweep
from marketsim.measures.registry import all_measures
from marketsim.scenario.faults import guess, shorten

USUAL = (
    "detained_couriers",
    "convictions_trafficking",
    "poisonings",
    "orders",
    "active_users",
    "retail_price_alpha_pvp",
    "public_money_bn_kzt",
)
"""Measures that are analysed where none is named: justice, health, the market, and who pays."""

Years = tuple[int, int]
"""First and last year."""


def checked_measures(names: Sequence[str]) -> tuple[str, ...]:
    """Return measures that there are.

    Raises:
        WrongCallError: There is no such measure, or it is named twice.
    """
    known = all_measures()
    for name in names:
        if name not in known:
            raise WrongCallError(f"There is no measure '{shorten(name)}'. {guess(name, known)}")
    if len(set(names)) != len(names) or not names:
        raise WrongCallError("Name each measure once, and one at least: detained_couriers,poisonings.")
    return tuple(names)


def check_years(design: Design, years: Years | None) -> None:
    """Refuse years that the runs do not measure whole.

    Raises:
        WrongCallError: They do not.
    """
    if years is None:
        return
    first, last = years
    if not 2000 <= first <= last <= 2099:
        raise WrongCallError(f"{first}-{last} are no years; write 2023 or 2021-2023.")
    for scenario in design.scenarios.values():
        if scenario.measures_from > date(first, 1, 1) or scenario.end < date(last, 12, 31):
            days = f"{scenario.measures_from} to {scenario.end}"
            raise WrongCallError(f"The runs are measured from {days}, which does not hold all of {first}-{last}.")


def outputs_of(made: Sweep, design: Design, measures: Sequence[str], years: Years | None) -> dict[str, Floats]:
    """Return each measure by point and seed, shape (point, seed); NaN where a run failed.

    Args:
        made: The sweep.
        design: Its design.
        measures: Which measures.
        years: First and last year, over which yearly figures are averaged; none is all that is measured.
    """
    if years is None:
        table = made.runs[["point", "seed", *measures]]
    else:
        yearly = made.yearly
        held = yearly[(yearly["year"] >= years[0]) & (yearly["year"] <= years[1]) & yearly["complete"]]
        groups = held.groupby(["point", "seed"])[list(measures)]
        table = groups.mean().where(groups.count() == years[1] - years[0] + 1).reset_index()
    index = pd.MultiIndex.from_product([range(1, len(design.points) + 1), design.seeds])
    placed = table.set_index(["point", "seed"]).astype(np.float64).reindex(index)
    shape = (len(design.points), len(design.seeds))
    return {name: placed[name].to_numpy(np.float64).reshape(shape) for name in measures}
