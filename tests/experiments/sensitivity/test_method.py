"""What methods share."""

import numpy as np
import pytest

from marketsim.experiments.sensitivity.method import interval, varies, whole_blocks


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
