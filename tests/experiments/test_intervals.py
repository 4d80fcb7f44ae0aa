"""Intervals of pairs against known answers and against chance."""

import math

import numpy as np
import pytest
from scipy import stats

from marketsim.experiments.intervals import Interval, mean_of_pairs, ratio_of_pairs


def test_the_interval_of_a_mean_is_students():
    pairs = np.array([1.0, 2.0, 4.0, 7.0])
    low, high = stats.t.interval(0.95, 3, pairs.mean(), stats.sem(pairs))
    assert mean_of_pairs(pairs) == pytest.approx((3.5, low, high))


def test_one_pair_has_no_interval():
    found = mean_of_pairs(np.array([3.0]))
    assert found.mean == 3.0
    assert math.isnan(found.low)
    assert not found.known
    assert found.holds_zero


def test_equal_pairs_have_an_interval_of_no_width():
    assert mean_of_pairs(np.array([2.0, 2.0])) == (2.0, 2.0, 2.0)
    assert not mean_of_pairs(np.array([2.0, 2.0])).holds_zero
    assert Interval(0.0, 0.0, 0.0).holds_zero


def test_a_ratio_with_a_constant_below_is_the_mean_over_it():
    cost = np.array([10.0, 14.0, 18.0])
    whole = mean_of_pairs(cost)
    assert ratio_of_pairs(cost, np.full(3, 2.0)) == pytest.approx((7.0, whole.low / 2.0, whole.high / 2.0))


def test_nineteen_of_twenty_intervals_of_a_ratio_hold_it():
    dice = np.random.default_rng(5)
    held, tries = 0, 2_000
    for _ in range(tries):
        effect = dice.normal(10.0, 4.0, 8)
        found = ratio_of_pairs(3.0 * effect + dice.normal(0.0, 6.0, 8), effect)
        held += found.low <= 3.0 <= found.high
    assert abs(held / tries - 0.95) < 5 * np.sqrt(0.95 * 0.05 / tries)
