"""Ranges of sentences: how a policy moves them. A mean keeps the shape of a range, a range replaces it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from marketsim.world.levers import Levers
from marketsim.world.states import Charge, Role

Years = float | tuple[float, float]
"""A mean sentence, or the shortest and the longest, years."""
LONGEST = 25.0
"""Longest sentence that a law can state, years; it stands for life too."""


def checked_years(value: object) -> object:
    """Return a written sentence if it is a number or a range of two, in order.

    Raises:
        ValueError: It is neither; the message says how to mend it.
    """
    wanted = f"give a mean, or a range such as [5, 15], from 0 to {LONGEST:g} years"
    written = list(value) if isinstance(value, list | tuple) else [value, value]
    years = [float(end) for end in written if isinstance(end, int | float) and not isinstance(end, bool)]
    if not len(written) == len(years) == 2:
        raise ValueError(f"it is no sentence; {wanted}")
    for end in years:
        if not 0.0 <= end <= LONGEST:
            raise ValueError(f"{end:g} is out of range; {wanted}")
    if years[0] > years[1]:
        raise ValueError(f"the range [{years[0]:g}, {years[1]:g}] runs backwards; write the shorter sentence first")
    return tuple(years) if isinstance(value, list | tuple) else years[0]


def move_sentences(levers: Levers, charge: Charge, years: Years, strength: float, roles: Sequence[Role] = ()) -> None:
    """Move the range of a charge towards a mean or a range, for some roles or, if none is named, for everybody."""
    columns = np.array(roles, np.int64) if roles else slice(None)
    low, high = levers.sentence_low[charge, columns], levers.sentence_high[charge, columns]
    ends = years if isinstance(years, tuple) else _around(low, high, years)
    levers.sentence_low[charge, columns] = low + strength * (ends[0] - low) if strength < 1.0 else ends[0]
    levers.sentence_high[charge, columns] = high + strength * (ends[1] - high) if strength < 1.0 else ends[1]


def _around(
    low: NDArray[np.float64], high: NDArray[np.float64], mean: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ranges with another middle and the same shape; where there was no sentence yet, the mean alone."""
    middle = 0.5 * (low + high)
    ratio = mean / np.where(middle > 0.0, middle, 1.0)
    return np.where(middle > 0.0, low * ratio, mean), np.where(middle > 0.0, high * ratio, mean)
