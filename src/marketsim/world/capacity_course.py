"""The course on which the capacity of all units of the police grows."""

import math
from datetime import date
from enum import StrEnum

from marketsim.core.parameters import Grade, ParameterSet, param
from marketsim.core.units import DAYS_PER_YEAR, day_number

MIDPOINT = day_number(date(2022, 1, 1))
"""Day on which half of the growth has happened (assumed: laboratories found and cases rise fastest in 2021-2022)."""
WIDTH = 0.8 * DAYS_PER_YEAR
"""Days over which it happens: logistic, 2 % by 2019, 92 % by the end of 2023 (assumed; the same figures)."""
LAST_KNOWN = day_number(date(2023, 12, 31))
"""Last day that figures reach; what comes after it is one of two readings."""


class After(StrEnum):
    """What capacities do after 2023."""

    HELD = "held"
    """They stay as they are on the last day of 2023."""
    TREND = "trend"
    """They go on growing by as much a year as in 2023."""


class CapacityCourse(ParameterSet):
    """How far capacities have grown by a day."""

    after: After = param(
        After.HELD, unit="reading", grade=Grade.ASSUMED, source="no figure after 2023; the trend is the second reading"
    )
    """After 2023 capacities are held, or their trend is continued."""

    def grown(self, day: int) -> float:
        """Return the share of all growth that has happened by a day: 0 to 1, and beyond 1 where the trend goes on."""
        if day <= LAST_KNOWN:
            return _logistic(day)
        reached = _logistic(LAST_KNOWN)
        if self.after is After.HELD:
            return reached
        a_year = reached - _logistic(LAST_KNOWN - round(DAYS_PER_YEAR))
        return reached + a_year * (day - LAST_KNOWN) / DAYS_PER_YEAR


def _logistic(day: int) -> float:
    return 1.0 / (1.0 + math.exp((MIDPOINT - day) / WIDTH))
