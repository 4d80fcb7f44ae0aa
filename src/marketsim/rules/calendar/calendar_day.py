"""The calendar: what day of the week and of the year it is, and how much people wish to buy on it."""

import math
from typing import Self

from pydantic import model_validator

from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.world import World


class CalendarDay(Rule):
    """Weekday and season set how much people wish to buy.

    Who     everybody
    When    first thing in the morning
    Chance  none
    Reads   today.day; levers.stockpiling
    Writes  today.wish_factor
    Source  weekday profile (DrugStat 2020, Friday and Saturday highest); a yearly wave around it is assumed
    """

    weekday_factors: tuple[float, ...] = param(
        (0.92, 0.9, 0.92, 0.97, 1.17, 1.22, 0.9),
        unit="factor",
        low=0,
        high=3,
        grade=Grade.BORROWED,
        source="weekday: DrugStat 2020",
    )
    """Wishes on Monday to Sunday relative to the mean day."""
    season: float = param(0.05, unit="share", low=0, high=0.5, grade=Grade.ASSUMED, source="no series; small")
    """Half the difference between the best and the worst time of the year."""
    peak_day: float = param(200.0, unit="day of the year", low=0, high=366, grade=Grade.ASSUMED, source="summer")
    """Day on which wishes are highest, counted from 1 January."""

    @model_validator(mode="after")
    def _some_day_has_wishes(self) -> Self:
        if not any(self.weekday_factors):
            raise ValueError("weekday_factors are all 0; give one day more than 0 at least")
        return self

    def __call__(self, world: World) -> None:
        """Set today's wish factor."""
        today = world.today
        week = self.weekday_factors[today.weekday] * 7.0 / sum(self.weekday_factors)
        angle = 2.0 * math.pi * (today.day_of_year - self.peak_day) / 365.25
        today.wish_factor = week * (1.0 + self.season * math.cos(angle)) * (1.0 + world.levers.stockpiling)
