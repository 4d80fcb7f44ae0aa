"""Intervals that hold one draw more with the chance that they say, from order statistics.

Of n independent draws of one continuous law the k-th smallest exceeds one draw more with a chance of k / (n + 1),
whatever the law is (Weibull plotting positions). Quantiles of the sample itself lie further inside: of 30 draws what
they call 90 % holds one more in some 84 of 100 cases.

Source: Hyndman and Fan (1996), Sample quantiles in statistical packages (type 6); Weibull (1939).
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Predictive(NamedTuple):
    """Ends of an interval, in the unit of the draws, and the chance that it holds one draw more."""

    low: float
    high: float
    holds: float


def interval_of(values: NDArray[np.float64], level: float, each: int = 1) -> Predictive:
    """Return the central interval that holds one draw more with a chance of `level`.

    Where draws are too few for that, it is their range, which holds one more with a chance of (n - 1) / (n + 1). One
    draw has no interval.

    Args:
        values: What was drawn, in any order.
        level: Chance, above 0 and below 1.
        each: Values that each draw has, which are no draws of their own.
    """
    draws = values.size // each
    if draws < 2:
        return Predictive(math.nan, math.nan, 0.0)
    low, high = (value_at(values, share, each) for share in (0.5 - level / 2.0, 0.5 + level / 2.0))
    return Predictive(low, high, min(level, range_holds(draws)))


def value_at(values: NDArray[np.float64], share: float, each: int = 1) -> float:
    """Return the value below which one draw more falls with a chance of `share`, between neighbours in a straight line.

    Beyond the sample's range it is the lowest or the highest value.

    Args:
        values: What was drawn, one at least.
        share: Chance, 0 to 1.
        each: Values that each draw has.
    """
    draws = values.size // each
    place = min(max((draws + 1) * share, 1.0), float(draws))
    # Values of one draw share its place: the middle of theirs is where the draw itself would stand.
    return float(np.interp(each * (place - 0.5) + 0.5, np.arange(1, values.size + 1), np.sort(values)))


def range_holds(draws: int) -> float:
    """Return the chance that the range of some draws, one at least, holds one more."""
    return (draws - 1) / (draws + 1)


def draws_for(level: float) -> int:
    """Return the fewest draws of which an interval holds one more with a chance of `level`, above 0 and below 1."""
    return math.ceil((1.0 + level) / (1.0 - level) - 1e-9)
