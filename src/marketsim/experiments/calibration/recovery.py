"""Do intervals hold the truth, and are parameters identified? Asked of runs whose parameters are known.

Runs are taken in turn for the reported figures, the others for what is simulated: no new run is needed. Source: Talts
et al. (2018) for ranks; Prangle et al. (2014) for coverage, and for truths near what was observed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.adjustment import adjusted, kernel
from marketsim.experiments.calibration.summaries import Summaries

DRAWS = 400
"""Draws from a posterior of which a truth's rank is told."""
PRIOR_VARIANCE = 1.0 / 12.0
"""Of a point of the unit cube."""


@dataclass(frozen=True, eq=False)
class Table:
    """Finished runs from which posteriors are made."""

    shares: NDArray[np.float64]
    """Points of the prior's unit cube, shape (run, parameter)."""
    outputs: NDArray[np.float64]
    """Their outputs with their reporting error, shape (run, output)."""
    weights: NDArray[np.float64]
    """Prior density over the density that each was drawn from, shape (run,)."""
    learned_from: int
    """The first so many runs are of the prior: summaries are learned from them."""

    def without(self, row: int) -> "Table":
        """Return all runs but one."""
        others = np.delete(np.arange(len(self.shares)), row)
        of_prior = self.learned_from - int(row < self.learned_from)
        return Table(self.shares[others], self.outputs[others], self.weights[others], of_prior)

    def summaries(self) -> Summaries:
        """Return what runs of the prior tell of each parameter."""
        return Summaries.learned(self.outputs[: self.learned_from], self.shares[: self.learned_from])


def of_prior(shares: NDArray[np.float64], outputs: NDArray[np.float64]) -> Table:
    """Return runs that are all drawn from the prior."""
    return Table(shares, outputs, np.ones(len(shares)), len(shares))


def recovery(
    names: Sequence[str], table: Table, truths: NDArray[np.int64], keep: int, level: float = 0.9
) -> pd.DataFrame:
    """Return one row a truth and parameter: `rank` (0 to 1), whether the interval `covered` it, and `contraction`.

    Contraction is 1 - posterior variance / prior variance, of shares of the prior.

    Args:
        names: Parameters.
        table: Finished runs.
        truths: Rows that are taken for the truth.
        keep: Nearest runs that make a posterior.
        level: Of the central interval.
    """
    rows: list[dict[str, object]] = []
    for truth in truths:
        others, true = table.without(int(truth)), table.shares[truth]
        draws = posterior(others.summaries(), others, table.outputs[truth], keep)
        low, high = np.quantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0)
        rows.extend(
            {
                "truth": int(truth),
                "parameter": name,
                "rank": float((draws[:, i] < true[i]).mean()),
                "covered": bool(low[i] <= true[i] <= high[i]),
                "contraction": float(1.0 - draws[:, i].var() / PRIOR_VARIANCE),
            }
            for i, name in enumerate(names)
        )
    return pd.DataFrame(rows)


def posterior(learned: Summaries, table: Table, observed: NDArray[np.float64], keep: int) -> NDArray[np.float64]:
    """Return draws from the posterior by rejection from finished runs and regression, shape (DRAWS, parameter)."""
    distance = learned.distance(table.outputs, observed)
    near = np.argsort(distance, kind="stable")[:keep]
    probability = table.weights[near] / table.weights[near].sum()
    summaries = learned.of(table.outputs[near])
    moved = adjusted(table.shares[near], probability, summaries, learned.of(observed), distance[near])
    running = np.cumsum(probability * kernel(distance[near]))
    places = np.searchsorted(running / running[-1], (np.arange(DRAWS) + 0.5) / DRAWS)
    return moved[np.minimum(places, len(near) - 1)]
