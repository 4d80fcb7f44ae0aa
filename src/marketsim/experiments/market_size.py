"""How large the market of each seed is: what it sold before the policies began, when all arms are one market.

Why then and not later is told in `effects_by_size.py`. What was sold is what parameters make one expect and the chance
of a run: where a run is small or the days are few, a slope over it is flatter than over what was to be expected, never
one where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.experiments.compared_runs import days_of
from marketsim.scenario.difference import difference
from marketsim.scenario.scenario import Scenario

MEASURE = "retail_t"
SIZE = "market_t_per_year"
FEWEST_DAYS = 7
"""Days before the policies below which they tell no size."""
MOST_DAYS = 365
"""Days before the policies that count: the last year."""


def days_before(scenarios: Mapping[str, Scenario]) -> tuple[date, date] | None:
    """Return the first and last day that tell a market's size; none where the policies begin within a week.

    They end on the day before any two scenarios can differ, and may lie in the burn-in.

    Args:
        scenarios: Scenarios by name, the base first.
    """
    base, *others = scenarios.values()
    apart = [found.since for other in others if (found := difference(other, base)) is not None]
    last = min(apart, default=base.start) - timedelta(days=1)
    first = max(base.start, last - timedelta(days=MOST_DAYS - 1))
    return (first, last) if (last - first).days + 1 >= FEWEST_DAYS else None


def market_sizes(
    bases: Iterable[Scenario], seeds: Sequence[int], keep: Path | str, days: tuple[date, date] | None
) -> pd.DataFrame:
    """Return the size of each seed's market: one row a seed, sales in t a year, the mean over readings.

    Args:
        bases: The scenario that does nothing new under each reading; its runs are finished and kept.
        seeds: Seeds.
        keep: Folder of results in which runs are kept.
        days: First and last day that tell; without them there are no rows.
    """
    if days is None:
        return pd.DataFrame({"seed": pd.Series(dtype="int64"), SIZE: pd.Series(dtype="float64")})
    first, last = (pd.Timestamp(day) for day in days)
    sold = [
        [float(table.loc[first:last, MEASURE].mean()) for table in days_of(base, seeds, keep, (MEASURE,))]
        for base in bases
    ]
    return pd.DataFrame({"seed": list(seeds), SIZE: DAYS_PER_YEAR * np.mean(sold, axis=0)})
