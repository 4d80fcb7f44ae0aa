"""The calendar: a week adds up, and a surge adds to it."""

from datetime import date

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.rules.calendar.calendar_day import CalendarDay
from marketsim.world.world import World


def factors(world: World, first: date, days: int, **words: float) -> list[float]:
    found = []
    for day in range(days):
        world.today.day = day_number(first) + day
        CalendarDay(**words)(world)
        found.append(world.today.wish_factor)
    return found


def test_the_weekend_is_the_peak_and_a_week_adds_up_to_seven(world: World) -> None:
    week = factors(world, date(2023, 5, 1), 7, season=0.0)  # a Monday
    assert sum(week) == pytest.approx(7.0)
    assert sorted(np.argsort(week)[-2:]) == [4, 5]


def test_a_year_has_one_wave_of_the_stated_height(world: World) -> None:
    year = np.array(factors(world, date(2023, 1, 1), 364, season=0.1)).reshape(-1, 7).mean(axis=1)
    assert year.mean() == pytest.approx(1.0, abs=0.01)
    assert (year.max() - year.min()) / 2 == pytest.approx(0.1, abs=0.005)


def test_stockpiling_adds_to_the_wish(world: World) -> None:
    plain = factors(world, date(2020, 3, 16), 1)[0]
    world.levers.stockpiling = 0.3
    assert factors(world, date(2020, 3, 16), 1)[0] == pytest.approx(1.3 * plain)
