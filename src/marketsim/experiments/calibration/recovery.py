"""Do intervals hold the truth, and are parameters identified? Asked of runs whose parameters are known.

Every run of the reference table is taken in turn for the reported figures, the others for what is simulated: no new run
is needed. Source: Talts et al. (2018) for ranks; Prangle et al. (2014) for coverage.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.adjustment import adjusted, kernel
from marketsim.experiments.calibration.summaries import Summaries

DRAWS = 400
"""Draws from a posterior of which a truth's rank is told."""


def recovery(
    names: Sequence[str],
    shares: NDArray[np.float64],
    outputs: NDArray[np.float64],
    truths: NDArray[np.int64],
    keep: int,
    level: float = 0.9,
) -> pd.DataFrame:
    """Return one row a truth and parameter: `rank` (0 to 1), whether the interval `covered` it, and `contraction`.

    Contraction is 1 - posterior variance / prior variance, of shares of the prior.

    Args:
        names: Parameters.
        shares: Reference table: points of the prior's unit cube, shape (run, parameter).
        outputs: Its outputs with their reporting error, shape (run, output).
        truths: Rows that are taken for the truth.
        keep: Nearest runs that make a posterior.
        level: Of the central interval.
    """
    rows: list[dict[str, object]] = []
    for truth in truths:
        others = np.delete(np.arange(len(shares)), truth)
        learned = Summaries.learned(outputs[others], shares[others])
        draws = posterior(learned, shares[others], outputs[others], outputs[truth], keep)
        low, high = np.quantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0)
        rows.extend(
            {
                "truth": int(truth),
                "parameter": name,
                "rank": float((draws[:, i] < shares[truth, i]).mean()),
                "covered": bool(low[i] <= shares[truth, i] <= high[i]),
                "contraction": float(1.0 - draws[:, i].var() / shares[others, i].var()),
            }
            for i, name in enumerate(names)
        )
    return pd.DataFrame(rows)


def posterior(
    learned: Summaries,
    shares: NDArray[np.float64],
    outputs: NDArray[np.float64],
    observed: NDArray[np.float64],
    keep: int,
) -> NDArray[np.float64]:
    """Return draws from the posterior by rejection from a reference table and regression, shape (DRAWS, parameter)."""
    distance = learned.distance(outputs, observed)
    near = np.argsort(distance, kind="stable")[:keep]
    probability = np.full(keep, 1.0 / keep)
    moved = adjusted(shares[near], probability, learned.of(outputs[near]), learned.of(observed), distance[near])
    weights = kernel(distance[near])
    running = np.cumsum(weights) / weights.sum()
    return moved[np.minimum(np.searchsorted(running, (np.arange(DRAWS) + 0.5) / DRAWS), keep - 1)]
