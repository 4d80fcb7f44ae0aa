"""Can the reported figures be reached at all? Asked of the first runs over the prior, before anything is learned."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.observation import Side, Target, target_of
from marketsim.experiments.calibration.predictive import predictive
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.results.evidence import answered

PRIOR_PREDICTIVE = "prior_predictive.csv"
CHECKED = 256
"""Runs of the design that are looked at first: a power of 2, so that they are spread evenly too."""
COLUMNS = (
    "id",
    "use",
    "metric",
    "start",
    "end",
    "unit",
    "side",
    "reported",
    "low",
    "median",
    "high",
    "below",
    "verdict",
)


def reached_by(wanted: Wanted, truths: Mapping[str, NDArray[np.float64]]) -> pd.DataFrame:
    """Return `prior_predictive` of a calibration, but for records, which say what happens at most.

    Args:
        wanted: The calibration.
        truths: What happened in its first runs, by id of the figure, each of shape (run,).
    """
    known = {figure.id: figure for figure in answered()}
    asked = tuple(name for name in truths if name in known and known[name].use != "tail")
    learned = {target.id: target for target in wanted.targets}
    targets = tuple(learned.get(name) or target_of(known[name]) for name in asked)
    uses = {name: known[name].use for name in asked}
    return prior_predictive(targets, uses, np.column_stack([truths[name] for name in asked]), wanted.plan.seed)


def prior_predictive(
    targets: tuple[Target, ...], uses: Mapping[str, str], truths: NDArray[np.float64], seed: int = 1
) -> pd.DataFrame:
    """Return one row a reported figure: what runs over the prior would report, and whether the figure is among it.

    `low` and `high` hold nine tenths of reports, `below` is the share of reports below the figure that was reported.

    Args:
        targets: Reported figures.
        uses: What each is used for, by id.
        truths: What happened, shape (run, target); runs without a figure are left out of its row.
        seed: Of reporting errors.
    """
    rows = []
    for i, target in enumerate(targets):
        known = truths[np.isfinite(truths[:, i]), i : i + 1]
        if not len(known):
            continue
        row = predictive((target,), known, np.ones(len(known)), seed).iloc[0]
        rows.append(
            {
                **{name: row[name] for name in ("id", "metric", "start", "end", "unit", "side", "reported", "median")},
                "use": uses[target.id],
                "low": row["low90"],
                "high": row["high90"],
                "below": row["below"],
                "verdict": _verdict(target, row),
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _verdict(target: Target, row: pd.Series[float]) -> str:
    if target.side is not Side.ABOUT:
        return "holds" if row["inside"] else "broken: nine tenths of reports lie on the wrong side"
    if row["inside"]:
        return "reached"
    side = "below" if row["below"] > 0.5 else "above"
    if not row["reached"]:
        return f"not reached: every report lies {side}"
    return f"at the edge: {max(row['below'], 1.0 - row['below']):.0%} of reports lie {side}"
