"""The judge of patterns: what it takes for one to hold."""

import numpy as np
import pytest

from tests.patterns.check import Check, by_chance, interval, power, surely_positive

CLEAR = [1.0, 1.2, 0.9, 1.1, 1.0, 1.3]


def check(found: list[float], **more: object) -> Check:
    return Check("P00", "a pattern", "an effect", found, **more)


def test_a_clear_effect_holds_with_its_interval_and_power() -> None:
    row = check(CLEAR).row()
    assert row.holds and row.replicates == 6
    assert row.low < row.effect < row.high
    assert row.effect == pytest.approx(np.mean(CLEAR))
    assert row.power > 0.9


def test_an_effect_of_the_wrong_sign_fails_and_says_so() -> None:
    row = check([-value for value in CLEAR]).row()
    assert not row.holds
    assert row.note == "not shown: an effect"


@pytest.mark.parametrize(
    "more", [{"also": {"another": [-1.0, 1.0, 0.0, 1.0, -1.0, 0.0]}}, {"within": {"a rank": False}}]
)
def test_everything_else_that_is_asked_must_be_met(more: dict[str, object]) -> None:
    assert not check(CLEAR, **more).row().holds


def test_a_test_that_shuffled_labels_pass_too_often_is_no_test() -> None:
    few = CLEAR[:4]
    assert surely_positive(np.array(few))
    assert by_chance(np.array(few)) >= 0.05
    assert not check(few).row().holds


def test_chance_passes_about_once_in_a_hundred() -> None:
    noise = np.random.default_rng(1).normal(size=(4_000, 6))
    passed = np.mean([surely_positive(values) for values in noise])
    assert 0.005 < passed < 0.017


def test_power_is_that_of_half_the_effect_found() -> None:
    found = np.array([0.2, 1.4, 0.7, 1.6, -0.1, 1.2])
    low, high = interval(found)
    error = found.std(ddof=1) / np.sqrt(6)
    drawn = np.random.default_rng(1).normal(found.mean() / 2, error * np.sqrt(6), size=(20_000, 6))
    assert high - low == pytest.approx(2 * 2.5706 * error, rel=1e-4)
    assert power(found) == pytest.approx(np.mean([surely_positive(values) for values in drawn]), abs=0.01)
