"""What methods share."""

import numpy as np
import pytest

from marketsim.experiments.sensitivity.method import chance, chance_of_variance, interval, varies, whole_blocks


def test_last_digits_are_no_variation():
    assert not varies(np.array([0.1 + 0.2, 0.3]))
    assert varies(np.array([0.3, 0.3001]))
    assert not varies(np.zeros(3))


def test_a_block_is_whole_or_left_out():
    means, kept, note = whole_blocks(np.array([[1.0, 3.0], [2.0, 2.0]] * 10), 2, "blocks", 4)
    assert means.tolist() == [[2.0, 2.0]] * 10
    assert kept.all()
    assert note == ""


def test_intervals_are_of_the_stated_confidence():
    low, high = interval(np.linspace(0.0, 1.0, 1001)[:, None])
    assert (low[0], high[0]) == pytest.approx((0.025, 0.975))


def test_chance_is_what_seeds_do_not_do_to_all_points_alike():
    rng = np.random.default_rng(1)
    points, seeds = np.arange(400.0)[:, None], 50.0 * np.arange(4)[None, :]
    assert chance(points + seeds) == 0.0
    noisy = points + seeds + rng.normal(0.0, 6.0, (400, 4))
    assert chance(noisy) == pytest.approx(3.0, rel=0.1)
    assert np.isnan(chance(points))
    missing = noisy.copy()
    missing[7, 2] = np.nan
    assert chance(missing) == pytest.approx(chance(np.delete(noisy, 7, axis=0)))
    assert chance_of_variance(noisy) == "chance makes 0% of the variance"
    assert chance_of_variance(noisy - points).startswith("chance makes 9")
    assert chance_of_variance(points + seeds) == ""
