"""What day it is."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from marketsim.core.units import day_date, day_number


@dataclass
class Today:
    """The calendar of one day; the first stage of the day fills in the factors."""

    day: int
    """Days since 2000-01-01."""
    wish_factor: float = 1.0
    """Wish to buy relative to a mean day: weekday and season."""
    turns: NDArray[np.int32] | None = None
    """Rows of the buyers who have their turn on the day and in the table of `turns_of` (see `turns.py`)."""
    turns_of: tuple[int, int] = (-1, -1)
    """Day and number of buyers for which `turns` was looked up."""

    @property
    def date(self) -> date:
        """The date."""
        return day_date(self.day)

    @property
    def day_of_year(self) -> int:
        """1 for 1 January."""
        date = self.date
        return self.day - day_number(date.replace(month=1, day=1)) + 1

    @property
    def weekday(self) -> int:
        """0 for Monday to 6 for Sunday (day 0 was a Saturday)."""
        return (self.day + 5) % 7
