"""Means of pairs and their intervals: Student's for a difference, Fieller's for a ratio of two."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special  # much quicker to import than scipy.stats, which calls these

LEVEL = 0.95
"""Confidence of intervals."""
FEW_PAIRS = 5
"""Pairs below which intervals are rough."""


def caution(pairs: int) -> str:
    """Return what is to be said beside intervals that rest on few pairs; nothing where there are enough, or one."""
    if not 1 < pairs < FEW_PAIRS:
        return ""
    return f"Only {pairs} pairs: intervals are rough, and too narrow where counts are low."


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


def mean_of_pairs(changes: NDArray[np.float64], level: float = LEVEL) -> Interval:
    """Return the mean of paired differences with Student's interval."""
    mean, count = float(changes.mean()), changes.size
    if count < 2 or not np.isfinite(changes).all():
        return Interval(mean, math.nan, math.nan)
    half = _student(count, level) * float(changes.std(ddof=1)) / math.sqrt(count)
    return Interval(mean, mean - half, mean + half)


def pairs_needed(spread: float, half_width: float, level: float = 0.90) -> float:
    """Return how many pairs make Student's interval no wider than `half_width` to either side of the mean.

    Args:
        spread: Standard deviation of the differences.
        half_width: Precision that is wanted, in the unit of the differences.
        level: Confidence of the interval.
    """
    if not (math.isfinite(spread) and half_width > 0.0):
        return math.nan
    count = max(2, math.ceil((float(special.ndtri((1.0 + level) / 2.0)) * spread / half_width) ** 2))
    while _student(count, level) * spread > half_width * math.sqrt(count):
        count += 1
    return float(count)


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


def _student(count: int, level: float = LEVEL) -> float:
    return float(special.stdtrit(count - 1, (1.0 + level) / 2.0))
