"""Months and days over which runs are summed up, all runs of a scenario at once."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.measures.measure import Kind
from marketsim.results.run import Run

FEWEST_MONTHS = 3
"""Whole months below which a course is by day."""


class Periods(NamedTuple):
    """The periods of a run: its whole months, or its days where there are few months."""

    first: int
    """Row of the first day that counts in the days of the run."""
    starts: NDArray[np.intp]
    """Rows behind it with which periods begin."""
    kept: NDArray[np.bool_]
    """Which of these periods are whole."""
    days: pd.DatetimeIndex
    """The days that count."""
    by_day: bool
    """Whether a period is a day."""

    def months(self) -> pd.PeriodIndex:
        """Return the whole months."""
        return self.days[self.starts[self.kept]].to_period("M")


def periods_of(run: Run) -> Periods:
    """Return the periods of a run, burn-in left out."""
    days = pd.DatetimeIndex(run.daily.index)
    first = int(days.searchsorted(pd.Timestamp(run.manifest["measures_from"])))
    counted = days[first:]
    months = counted.to_period("M")
    starts = np.flatnonzero(np.r_[True, months[1:] != months[:-1]][: len(counted)])
    kept = np.diff(np.r_[starts, len(counted)]) == months[starts].days_in_month
    if kept.sum() < FEWEST_MONTHS:
        return Periods(first, np.arange(len(counted)), np.ones(len(counted), np.bool_), counted, True)
    return Periods(first, starts, kept, counted, False)


def over_periods(runs: tuple[Run, ...], measure: str, kind: Kind, periods: Periods) -> NDArray[np.float64]:
    """Return a measure, runs by kept periods, each figure as `Measure.over` returns it."""
    days = np.stack([run.daily[measure].to_numpy(np.float64)[periods.first :] for run in runs])
    starts = periods.starts
    if periods.by_day:
        return days
    if kind is Kind.STOCK:
        return days[:, np.r_[starts[1:], days.shape[1]] - 1][:, periods.kept]
    if kind is Kind.FLOW:
        return np.add.reduceat(days, starts, axis=1)[:, periods.kept]
    sums = np.add.reduceat(np.nan_to_num(days), starts, axis=1)
    known = np.add.reduceat(np.isfinite(days).astype(np.float64), starts, axis=1)
    means = np.divide(sums, known, out=np.full(sums.shape, math.nan), where=known > 0.0)
    return means[:, periods.kept]
