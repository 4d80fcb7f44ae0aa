"""Means of pairs and their intervals: Student's for a difference, Fieller's for a ratio of two."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

LEVEL = 0.95
"""Confidence of intervals."""


class Interval(NamedTuple):
    """A mean with its interval; the ends are NaN where there is only one pair."""

    mean: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Tell whether there is an interval."""
        return not math.isnan(self.low)

    @property
    def holds_zero(self) -> bool:
        """Tell whether zero, no change, lies in the interval; also where there is none."""
        return not self.known or self.low <= 0.0 <= self.high


def mean_of_pairs(changes: NDArray[np.float64]) -> Interval:
    """Return the mean of paired differences with Student's interval."""
    mean, count = float(changes.mean()), changes.size
    if count < 2 or not np.isfinite(changes).all():
        return Interval(mean, math.nan, math.nan)
    half = _student(count) * float(changes.std(ddof=1)) / math.sqrt(count)
    return Interval(mean, mean - half, mean + half)


def ratio_of_pairs(part: NDArray[np.float64], whole: NDArray[np.float64]) -> Interval:
    """Return mean part over mean whole with Fieller's interval, which is bounded where that of the whole lacks zero.

    Args:
        part: One difference a pair.
        whole: The same pairs; its own interval must not hold zero.
    """
    count = part.size
    covariance = np.cov(part, whole, ddof=1) / count
    square = _student(count) ** 2
    over, under = float(part.mean()), float(whole.mean())
    a = under**2 - square * float(covariance[1, 1])
    b = over * under - square * float(covariance[0, 1])
    c = over**2 - square * float(covariance[0, 0])
    root = math.sqrt(max(0.0, b * b - a * c))
    return Interval(over / under, (b - root) / a, (b + root) / a)


def _student(count: int) -> float:
    return float(stats.t.ppf((1.0 + LEVEL) / 2.0, count - 1))
