"""What a change does, from the pairs that are done so far."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from marketsim.app.pairs import Pair
from marketsim.experiments.an_agent import an_agent
from marketsim.experiments.effects import ALONE, CLEAR, FEW, MISSING, NONE, UNCLEAR, verdict
from marketsim.experiments.figures_of_run import consequences, plain_figures
from marketsim.experiments.intervals import Interval, mean_of_pairs
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.consequences import PRICE, Column
from marketsim.results.readable import readable
from marketsim.results.run import Run

KEYS = {CLEAR: "clear", UNCLEAR: "unclear", NONE: "none", ALONE: "alone", FEW: "few", MISSING: "missing"}
"""Keys of the catalogue for what can be said of a difference."""


class Effect(NamedTuple):
    """One consequence: its level without the change, and the change with its interval."""

    column: Column
    base: float
    change: Interval
    verdict: str
    """Key of the catalogue."""

    @property
    def share(self) -> float:
        """The change as a share of the base; NaN where there is none."""
        return self.change.mean / self.base if self.base else float("nan")


Figures = tuple[dict[str, float], dict[str, float]]
"""The figures of a pair, base and arm."""


def figures_of(pair: Pair, since: date, until: date) -> Figures:
    """Return every consequence of both runs of a pair."""
    return plain_figures(pair.base.daily, since, until), plain_figures(pair.arm.daily, since, until)


def effects(figures: Sequence[Figures], weight: int, days: int = 1) -> list[Effect]:
    """Return what changes, consequence by consequence.

    Args:
        figures: Those of each pair.
        weight: Persons for whom one agent stands.
        days: Days that count.
    """
    found = []
    for column in consequences():
        base = np.array([one[column.name] for one, _ in figures])
        arm = np.array([other[column.name] for _, other in figures])
        change = mean_of_pairs(arm - base)
        counted = float(max(base.mean(), arm.mean()))
        said = KEYS[
            verdict(arm - base, change, column.domain, counted, an_agent(column.name, column.unit, weight, days))
        ]
        found.append(Effect(column, float(base.mean()), change, said))
    return found


def monthly(runs: Sequence[Run], column: Column, since: date, until: date) -> pd.DataFrame:
    """Return a consequence by whole month, one column a run: flows summed, stocks averaged."""
    return pd.concat([_months(run.daily, column, since, until) for run in runs], axis=1)


def _months(daily: pd.DataFrame, column: Column, since: date, until: date) -> "pd.Series[float]":
    days = daily.loc[pd.Timestamp(since) : pd.Timestamp(until)]
    months = pd.DatetimeIndex(days.index).to_period("M")
    sizes = days.groupby(months).size()
    whole = sizes.to_numpy() == pd.PeriodIndex(sizes.index).days_in_month
    if column.name == PRICE:
        sums = days[["revenue_bn_kzt", "retail_t"]].groupby(months).sum()
        table = sums["revenue_bn_kzt"] * 1e9 / (sums["retail_t"] * 1e6)
    else:
        held = days[column.measure].groupby(months)
        flow = all_measures()[column.measure].kind is Kind.FLOW
        table = (held.sum() if flow else held.mean()) * column.times / readable(column.unit)[0]
    table = table[whole].astype(float)
    return table.set_axis(pd.PeriodIndex(table.index).to_timestamp())


def regional(runs: Sequence[Run], column: Column, since: date, until: date) -> "pd.Series[float] | None":
    """Return the mean over runs of a consequence by region, over the whole months of some days.

    None where only the country has it; empty where there is no whole month.
    """
    if column.name == PRICE or column.measure not in runs[0].regions:
        return None
    tables = [_over_months(run.regions, column, since, until) for run in runs]
    mean: pd.Series[float] = pd.concat(tables, axis=1).mean(axis=1)
    return mean


def _over_months(regions: pd.DataFrame, column: Column, since: date, until: date) -> "pd.Series[float]":
    first = pd.DatetimeIndex(regions["month"])
    ends = first + pd.offsets.MonthEnd(0)
    whole = (first >= pd.Timestamp(since)) & (ends <= pd.Timestamp(until))
    held = regions[whole].groupby("region", sort=False)[column.measure]
    flow = all_measures()[column.measure].kind is Kind.FLOW
    table: pd.Series[float] = (held.sum() if flow else held.mean()) * column.times / readable(column.unit)[0]
    return table
