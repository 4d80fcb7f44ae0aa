"""Readings of 2021 to 2023: the middle one changes nothing, and all keep the totals before and after."""

import pytest

from marketsim.rules.police.courier_arrest import CourierArrest
from marketsim.rules.police.patrol_movement import PatrolMovement
from marketsim.rules.police.test_purchase import TestPurchase
from marketsim.world.attribution import GROWN, Attribution

READINGS = [0.0, 0.25, 0.5, 0.75, 1.0]
SHARES = (0.1, 0.4, 0.8, 0.9)


def test_the_middle_reading_changes_nothing() -> None:
    middle = Attribution()
    assert middle.by_grade(SHARES) == pytest.approx(SHARES)
    assert middle.level(3.0, 0.6) == 3.0
    assert middle.growth(13.0, 0.6) == pytest.approx(13.0)


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
def test_totals_before_and_in_2023_are_the_same_whatever_the_reading(reading: float) -> None:
    """Before, all weights count as medium; in 2023 all count as large and capacity has grown."""
    attribution, level, growth = Attribution(threshold_share=reading), 2.0, 9.0
    medium, large = SHARES[1], SHARES[2]
    before = medium / large
    now = attribution.by_grade(SHARES)
    assert attribution.level(level, before) * now[1] == pytest.approx(level * medium)
    grown = 1.0 + (attribution.growth(growth, before) - 1.0) * GROWN
    assert attribution.level(level, before) * grown * now[2] == pytest.approx(
        level * (1 + (growth - 1) * GROWN) * large
    )


@pytest.mark.parametrize("rule", [CourierArrest, PatrolMovement, TestPurchase])
def test_no_reading_asks_for_a_share_above_one_or_for_shrinking_officers(rule: type) -> None:
    for reading in READINGS:
        attribution, words = Attribution(threshold_share=reading), rule()
        for shares in (getattr(words, "held", None), getattr(words, "opens_case", None)):
            assert shares is None or all(0.0 <= share <= 1.0 for share in attribution.by_grade(shares))
        if growth := getattr(words, "growth", None):
            before = getattr(words, "held_before", 0.22 / 0.45)
            assert attribution.growth(growth, before) > 1.0
