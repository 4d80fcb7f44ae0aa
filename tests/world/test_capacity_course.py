"""Growth of capacities: one course to the end of 2023, then held or continued."""

from datetime import date

import pytest

from marketsim.core.units import day_number
from marketsim.world.capacity_course import LAST_KNOWN, MIDPOINT, CapacityCourse

HELD, TREND = CapacityCourse(), CapacityCourse(after="trend")


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2021, 6, 1), date(2023, 12, 31)])
def test_to_the_end_of_2023_both_readings_are_the_same(day: date):
    assert HELD.grown(day_number(day)) == TREND.grown(day_number(day))


def test_half_of_the_growth_has_happened_at_the_midpoint():
    assert HELD.grown(MIDPOINT) == 0.5
    assert HELD.grown(day_number(date(2017, 1, 1))) < 0.01


def test_after_2023_capacities_are_held_unless_a_scenario_says_otherwise():
    assert HELD.grown(LAST_KNOWN + 1_000) == HELD.grown(LAST_KNOWN) == pytest.approx(0.92, abs=0.01)


def test_the_trend_goes_on_by_as_much_a_year_as_in_2023():
    in_2023 = TREND.grown(LAST_KNOWN) - TREND.grown(day_number(date(2022, 12, 31)))
    for years in (1, 2, 3):
        grown = TREND.grown(day_number(date(2023 + years, 12, 31))) - TREND.grown(LAST_KNOWN)
        assert grown == pytest.approx(years * in_2023, rel=0.01)


def test_the_trend_leaves_the_held_course_on_the_first_day_of_2024():
    assert TREND.grown(LAST_KNOWN + 1) > HELD.grown(LAST_KNOWN + 1)
