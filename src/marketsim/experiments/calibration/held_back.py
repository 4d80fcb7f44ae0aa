"""What a figure that was held back tests: the model, or only arithmetic and what was assumed of its source.

What happened in runs over the prior is regressed on what happened of all figures that are learned from. A figure that
these leave no room, less than its own report is off, follows from them: it is right because they are. One that is about
the same over the whole prior hangs on no number that is calibrated.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.summaries import ridge

SAME = 0.03
"""Standard deviation of a logarithm over the prior below which a figure hangs on no calibrated number."""
FEWEST = 20
"""Runs below which nothing is told of it, and every figure counts as a test."""
FOLLOWS, FIXED, TESTS = "follows", "fixed", "tests"


def what_is_tested(held: Sequence[Target], fitted: Sequence[Target], reference: pd.DataFrame) -> pd.DataFrame:
    """Return one row a held-back figure: what it tests.

    Args:
        held: Figures that were held back.
        fitted: Figures that were learned from.
        reference: Runs over the prior, a column `truth:` a figure; figures without one are left out.

    Returns:
        `id`; standard deviation of the logarithm of what happened over the prior (`over_prior`) and what is left of it
        by the fitted figures (`left_over`), cross-validated; and what it `tests`: the model, or nothing of it, as it
        `follows` from the fitted ones or is `fixed`.
    """
    held = [target for target in held if f"truth:{target.id}" in reference]
    known, asked = _logarithms(fitted, reference), _logarithms(held, reference)
    whole = np.isfinite(known).all(axis=1) & np.isfinite(asked).all(axis=1)
    if whole.sum() < FEWEST or not held:
        over = left = np.full(len(held), np.nan)
    else:
        over, left = asked[whole].std(axis=0), _left_over(known[whole], asked[whole])
    rows = [
        {"id": target.id, "over_prior": o, "left_over": rest, "tests": _tests(target, o, rest)}
        for target, o, rest in zip(held, over.tolist(), left.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["id", "over_prior", "left_over", "tests"])


def _left_over(known: NDArray[np.float64], asked: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation of what a regression on what is known leaves of each figure, shape (figure,)."""
    features = np.column_stack((known, np.square(known - known.mean(axis=0))))
    spread = features.std(axis=0)
    moved = spread > 1e-12
    features = (features - features.mean(axis=0))[:, moved] / spread[moved]
    return np.asarray(np.sqrt(ridge(features, asked - asked.mean(axis=0))[1]), np.float64)


def _tests(target: Target, over_prior: float, left_over: float) -> str:
    if over_prior < SAME:
        return FIXED
    return FOLLOWS if left_over < target.off else TESTS


def _logarithms(targets: Sequence[Target], reference: pd.DataFrame) -> NDArray[np.float64]:
    """Return logarithms of what happened, shape (run, target); of nothing a hundredth of the report is added to all."""
    truths = reference[[f"truth:{target.id}" for target in targets]].to_numpy(np.float64)
    return np.log(truths + 0.01 * np.array([target.reported for target in targets]))
