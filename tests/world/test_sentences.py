"""Ranges of sentences, as they are written and moved."""

import numpy as np
import pytest

from marketsim.world.levers import BUYER, Levers
from marketsim.world.sentences import checked_years, move_sentences
from marketsim.world.states import Charge, Role


@pytest.fixture
def levers() -> Levers:
    """The law of 2017."""
    return Levers(3)


def ends(levers: Levers, charge: Charge, role: int) -> tuple[float, float]:
    return float(levers.sentence_low[charge, role]), float(levers.sentence_high[charge, role])


def test_a_range_replaces_the_range(levers: Levers):
    move_sentences(levers, Charge.SALE, (5.0, 15.0), 1.0)
    assert ends(levers, Charge.SALE, Role.COURIER) == ends(levers, Charge.SALE, BUYER) == (5.0, 15.0)
    assert ends(levers, Charge.ONLINE_SALE, Role.COURIER) == (3.5, 10.5)


def test_a_mean_moves_the_middle_and_keeps_the_shape(levers: Levers):
    move_sentences(levers, Charge.SALE, 10.0, 1.0)
    assert ends(levers, Charge.SALE, Role.OWNER) == pytest.approx((5.0, 15.0))
    move_sentences(levers, Charge.ADVERTISING, 2.0, 1.0)
    assert ends(levers, Charge.ADVERTISING, Role.TAGGER) == (2.0, 2.0)


def test_half_strength_goes_half_way(levers: Levers):
    move_sentences(levers, Charge.SALE, (5.5, 20.5), 0.5)
    assert ends(levers, Charge.SALE, Role.COURIER) == (4.5, 15.5)


def test_only_the_roles_named_are_meant(levers: Levers):
    before = levers.sentence_high.copy()
    move_sentences(levers, Charge.ONLINE_SALE, (1.0, 2.0), 1.0, [Role.COURIER, Role.PACKER])
    changed = np.argwhere(levers.sentence_high != before).tolist()
    assert changed == [[Charge.ONLINE_SALE, Role.PACKER], [Charge.ONLINE_SALE, Role.COURIER]]


def test_the_mean_that_is_there_moves_no_byte(levers: Levers):
    before = levers.sentence_low.tobytes() + levers.sentence_high.tobytes()
    for strength in (0.1, 1 / 3, 1.0):
        for charge in Charge:
            low, high = ends(levers, charge, Role.COURIER)
            move_sentences(levers, charge, 0.5 * (low + high), strength)
    assert levers.sentence_low.tobytes() + levers.sentence_high.tobytes() == before


@pytest.mark.parametrize("value", [7, 0, 25.0, [5, 15], (3, 3)])
def test_a_mean_and_a_range_in_order_are_sentences(value: object):
    checked_years(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([15, 5], r"\[15, 5\] runs backwards; write the shorter"),
        (26, "26 is out of range; give a mean, or a range"),
        ([-1, 5], "-1 is out of range"),
        (float("nan"), "nan is out of range"),
        ([5], "it is no sentence"),
        ([1, 2, 3], "it is no sentence"),
        ("long", "it is no sentence"),
        (True, "it is no sentence"),
        ([1, "x"], "it is no sentence"),
    ],
)
def test_anything_else_is_refused_with_a_way_to_mend_it(value: object, words: str):
    with pytest.raises(ValueError, match=words):
        checked_years(value)
