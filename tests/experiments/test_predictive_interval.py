"""Intervals hold one draw more as often as they say, whatever the law, and say so where draws are too few."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from marketsim.experiments.predictive_interval import draws_for, interval_of, range_holds, value_at

LAWS = {"normal": stats.norm(), "uniform": stats.uniform(), "skewed": stats.lognorm(1.0)}
TRIALS = 4_000
EXACT = 0.01
"""How far coverage may be off: 1.5 standard errors or more of the mean of so many trials."""


def covers(law: str, draws: int, level: float) -> float:
    """Return the chance that intervals hold one draw more: known exactly in each trial, averaged over trials."""
    samples = LAWS[law].rvs((TRIALS, draws), random_state=np.random.default_rng(draws))
    held = [interval_of(sample, level) for sample in samples]
    return float(np.mean([LAWS[law].cdf(one.high) - LAWS[law].cdf(one.low) for one in held]))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("draws", [20, 30, 100])
@pytest.mark.parametrize("level", [0.5, 0.9])
def test_one_draw_more_is_held_as_often_as_is_said(law: str, draws: int, level: float) -> None:
    assert covers(law, draws, level) == pytest.approx(level, abs=EXACT)


def test_quantiles_of_the_sample_do_not_hold_it() -> None:
    samples = np.random.default_rng(1).standard_normal((TRIALS, 30))
    low, high = np.quantile(samples, (0.05, 0.95), axis=1)
    assert float((stats.norm.cdf(high) - stats.norm.cdf(low)).mean()) < 0.86


@pytest.mark.parametrize("draws", [2, 5, 18])
def test_of_few_draws_it_is_the_range_and_says_what_that_holds(draws: int) -> None:
    sample = np.random.default_rng(2).standard_normal(draws)
    made = interval_of(sample, 0.9)
    assert made == (sample.min(), sample.max(), pytest.approx((draws - 1) / (draws + 1)))
    assert made.holds < 0.9
    assert covers("normal", draws, 0.9) == pytest.approx(made.holds, abs=EXACT)


def test_nineteen_are_enough_for_nine_in_ten() -> None:
    assert draws_for(0.9) == 19 and draws_for(0.5) == 3
    assert range_holds(19) == pytest.approx(0.9) and range_holds(18) < 0.9
    assert interval_of(np.arange(19.0), 0.9) == (0.0, 18.0, 0.9)


def test_none_and_one_have_no_interval() -> None:
    for sample in (np.array([]), np.array([3.0])):
        made = interval_of(sample, 0.9)
        assert math.isnan(made.low) and math.isnan(made.high) and made.holds == 0.0


def test_the_middle_is_the_median() -> None:
    for sample in (np.array([3.0, 1.0, 2.0]), np.array([4.0, 1.0, 2.0, 3.0])):
        assert value_at(sample, 0.5) == np.median(sample)


def test_values_of_one_draw_are_no_draws_of_their_own() -> None:
    def held(each: int) -> float:
        """Return the coverage of one draw more where each draw has some values, nearly alike."""
        chance = np.random.default_rng(3)
        draws: NDArray[np.float64] = chance.standard_normal((1_000, 30))
        ends = [interval_of(np.tile(one, 2) + 0.01 * chance.standard_normal(60), 0.9, each) for one in draws]
        return float(np.mean([stats.norm.cdf(one.high) - stats.norm.cdf(one.low) for one in ends]))

    assert held(2) == pytest.approx(0.9, abs=0.012)
    assert held(1) < 0.885
