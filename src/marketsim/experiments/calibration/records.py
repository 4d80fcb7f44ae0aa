"""Reported records against the largest of their kind in each run: upper tails of distributions, never their centres."""

import numpy as np
import pandas as pd

from marketsim.experiments.calibration.posterior_runs import LARGEST
from marketsim.results.evidence import records

TAIL = 0.05
"""Share of runs that must have had as large a one by then, and of those that must not, for a record to be no wonder."""


def against_records(truths: pd.DataFrame) -> pd.DataFrame:
    """Return one row a record that runs of the posterior were held against.

    `chance` is the share of runs that had as large a one by then; `median`, `low90` and `high90` are of the largest.

    Args:
        truths: What happened in runs, a column `largest:` a record.
    """
    rows = []
    for record in records():
        column = f"{LARGEST}{record.id}"
        largest = truths[column].dropna().to_numpy(np.float64) if column in truths else np.zeros(0)
        if not len(largest):
            continue
        low, median, high = np.quantile(largest, (0.05, 0.5, 0.95))
        chance = float((largest >= record.number).mean())
        rows.append(
            {
                "id": record.id,
                "until": record.end,
                "unit": record.unit.partition("/")[0],
                "reported": record.number,
                "median": median,
                "low90": low,
                "high90": high,
                "chance": chance,
                "within": TAIL <= chance <= 1.0 - TAIL,
            }
        )
    names = ["id", "until", "unit", "reported", "median", "low90", "high90", "chance", "within"]
    return pd.DataFrame(rows, columns=names)
