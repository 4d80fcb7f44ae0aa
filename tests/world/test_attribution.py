"""Readings of 2021 to 2023: the middle one changes nothing, and all keep the totals before and after."""

from datetime import date

import pytest

from marketsim.core.units import day_number
from marketsim.rules.police.courier_arrest import CourierArrest
from marketsim.rules.police.test_purchase import TestPurchase
from marketsim.world.attribution import Attribution
from marketsim.world.capacity_course import CapacityCourse

READINGS = [0.0, 0.25, 0.5, 0.75, 1.0]
SHARES = (0.1, 0.4, 0.8, 0.9)


def test_the_middle_reading_changes_nothing() -> None:
    middle = Attribution()
    assert middle.by_grade(SHARES) == pytest.approx(SHARES)
    assert [middle.effort(0.6, grown) for grown in (0.0, 0.3, 1.0)] == [1.0, 1.0, 1.0]


def test_if_all_is_capacity_a_medium_weight_is_as_good_as_a_large_one() -> None:
    assert Attribution(threshold_share=0.0).by_grade(SHARES) == pytest.approx((0.1, 0.8, 0.8, 0.9))


def test_if_all_is_threshold_medium_weights_fall_as_far_again_behind_large_ones() -> None:
    assert Attribution(threshold_share=1.0).by_grade(SHARES) == pytest.approx((0.1, 0.2, 0.8, 0.9))


@pytest.mark.parametrize("reading", READINGS)
def test_small_large_and_especially_large_weights_stay_as_they_are(reading: float) -> None:
    small, _, large, especially = Attribution(threshold_share=reading).by_grade(SHARES)
    assert (small, large, especially) == (0.1, 0.8, 0.9)
    assert Attribution(threshold_share=reading).by_grade((0.1, 0.0, 0.8, 0.9)) == (0.1, 0.0, 0.8, 0.9)


@pytest.mark.parametrize("reading", READINGS)
def test_totals_before_and_after_are_the_same_whatever_the_reading(reading: float) -> None:
    """Before, all weights count as medium; in 2023 all count as large and capacity has grown."""
    attribution = Attribution(threshold_share=reading)
    before, now = SHARES[1] / SHARES[2], attribution.by_grade(SHARES)
    assert attribution.effort(before, 0.0) * now[1] == pytest.approx(SHARES[1])
    assert attribution.effort(before, 1.0) * now[2] == pytest.approx(SHARES[2])
    course = CapacityCourse()
    for day, grade in ((date(2020, 7, 1), 1), (date(2023, 7, 1), 2)):
        found = attribution.effort(before, course.grown(day_number(day))) * now[grade]
        assert found == pytest.approx(SHARES[grade], rel=0.05)


def test_effort_moves_one_way_as_capacity_grows() -> None:
    steps = [grown / 10 for grown in range(11)]
    rising = [Attribution(threshold_share=0.0).effort(0.5, grown) for grown in steps]
    assert rising == sorted(rising)
    assert (rising[0], rising[-1]) == (0.5, 1.0)


@pytest.mark.parametrize("rule", [CourierArrest, TestPurchase])
def test_no_reading_asks_for_a_share_above_one(rule: type) -> None:
    for reading in READINGS:
        words = rule()
        shares = getattr(words, "held", None) or words.opens_case
        assert all(0.0 <= share <= 1.0 for share in Attribution(threshold_share=reading).by_grade(shares))
