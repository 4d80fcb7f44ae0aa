"""Which policy is best when neither the parameters nor the reading of 2021 to 2023 is known.

Every sample is a draw of parameters under one reading, in which all policies are run with the same seed. A ranking
holds only as far as it holds over the samples; what it would be worth to know a parameter is told beside it.

Source: Strong, Oakley and Brennan (2014), Estimating multiparameter partial expected value of perfect information from
a probabilistic sensitivity analysis sample: a nonparametric regression approach.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.one_thread import one_thread

MOST_DEGREE = 3
"""Of the polynomial by which a value depends on a parameter; how far it goes is left to cross-validation."""


def standing(values: NDArray[np.float64], arms: Sequence[str]) -> pd.DataFrame:
    """Return how each arm stands, a row an arm in the order of its mean, the best first.

    `chance` is the share of samples in which the arm is the best (shared where several are), `regret` what is lost on
    average by having it in the place of the best of each sample, and `most_regret` what is lost in the worst twentieth.

    Args:
        values: What arms are worth, more of it is better, shape (arm, sample).
        arms: Their names.
    """
    best = values.max(axis=0)
    is_best = values == best
    chance = (is_best / is_best.sum(axis=0)).mean(axis=1)
    lost = best - values
    rows = [
        {
            "arm": arm,
            "mean": float(values[i].mean()),
            "low_90": float(np.quantile(values[i] - values[0], 0.05)),
            "high_90": float(np.quantile(values[i] - values[0], 0.95)),
            "chance": float(chance[i]),
            "regret": float(lost[i].mean()),
            "most_regret": float(np.quantile(lost[i], 0.95)),
        }
        for i, arm in enumerate(arms)
    ]
    return pd.DataFrame(rows).sort_values("mean", ascending=False, kind="stable", ignore_index=True)


@one_thread()
def worth_of_knowing(values: NDArray[np.float64], parameters: Mapping[str, NDArray[np.float64]]) -> pd.DataFrame:
    """Return what knowing each parameter would be worth, in the unit of the values, the most first.

    A row `everything` tells what knowing all of a sample would be worth, the chance of its run included: no parameter
    is worth more.

    Args:
        values: What arms are worth, more of it is better, shape (arm, sample).
        parameters: Values of each parameter, shape (sample,).
    """
    now = float(values.mean(axis=1).max())
    rows = [{"parameter": "everything", "worth": float(values.max(axis=0).mean()) - now}]
    differences = values - values[0]
    for name, held in parameters.items():
        fitted = np.stack([expected_at(held, difference) for difference in differences])
        worth = float(fitted.max(axis=0).mean() - fitted.mean(axis=1).max())
        rows.append({"parameter": name, "worth": max(0.0, worth)})
    return pd.DataFrame(rows).sort_values("worth", ascending=False, kind="stable", ignore_index=True)


def expected_at(parameter: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a value is on average at each sample's parameter, by the polynomial that foretells it best.

    The mean over all samples is kept. Where no polynomial foretells left-out samples better than the mean does, the
    parameter tells nothing and the mean is returned.
    """
    levels = np.unique(parameter)
    if len(levels) < 2 or not np.any(values != values[0]):
        return np.full(len(values), values.mean())
    spread = parameter.std()
    line = (parameter - parameter.mean()) / spread
    best = np.inf, np.full(len(values), values.mean())
    for degree in range(min(MOST_DEGREE, len(levels) - 1, len(values) // 10) + 1):
        basis, _ = np.linalg.qr(np.vander(line, degree + 1, increasing=True))
        fitted = basis @ (basis.T @ values)
        leverage = np.square(basis).sum(axis=1)
        error = float(np.square((values - fitted) / np.maximum(1.0 - leverage, 1e-9)).mean())
        if error < best[0] * (1.0 - 1e-9):
            best = error, fitted
    return best[1]
