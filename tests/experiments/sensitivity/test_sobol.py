"""Shares of variance."""

import numpy as np
import pytest

from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.sensitivity.sobol import Sobol
from tests.experiments.sensitivity.known import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, SLOPES, at, ishigami, linear


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_analytic_indices_of_ishigami_lie_in_their_intervals(seed: int):
    method = Sobol(3, count=1024, seed=seed)
    found = method.analyse(at(method, ishigami)).columns
    for true, low, high in zip(ISHIGAMI_TOTAL, found["low"], found["high"], strict=True):
        assert low - 0.005 <= true <= high + 0.005
    for true, low, high in zip(ISHIGAMI_FIRST, found["first_low"], found["first_high"], strict=True):
        assert low - 0.005 <= true <= high + 0.005
    assert found["total"] == pytest.approx(ISHIGAMI_TOTAL, abs=0.08)


def test_shares_of_a_sum_are_those_of_its_squared_slopes():
    method = Sobol(4, count=512)
    found = method.analyse(at(method, linear)).columns
    shares = np.square(SLOPES) / np.square(SLOPES).sum()
    assert found["first"] == pytest.approx(shares, abs=0.03)
    assert found["total"] == pytest.approx(shares, abs=0.03)


def test_a_block_with_a_missing_figure_is_left_out_and_said():
    method = Sobol(3, count=64)
    outputs = at(method, ishigami, seeds=2)
    whole = method.analyse(outputs).columns["total"]
    outputs[11, 1] = np.nan
    found = method.analyse(outputs)
    assert found.note == "1 of 64 blocks left out: a figure is missing"
    assert found.columns["total"] == pytest.approx(whole, abs=0.1)
    outputs[:200] = np.nan
    with pytest.raises(ExperimentError, match="40 of 64 blocks"):
        method.analyse(outputs)


def test_an_output_that_never_moves_has_no_shares():
    found = Sobol(2, count=16).analyse(np.full((64, 1), 0.1))
    assert np.isnan(found.columns["total"]).all()
    assert found.note == "it is the same at every point"


@pytest.mark.parametrize(("count", "near"), [(100, 128), (8, 16), (0, 16), (-4, 16), (1000, 1024)])
def test_only_powers_of_two_are_even(count: int, near: int):
    with pytest.raises(WrongCallError, match=f"power of 2 .* Take {near}"):
        Sobol(3, count=count)


def test_intervals_are_the_same_again_and_seed_0_is_a_seed():
    for seed in (0, 5):
        method = Sobol(3, count=32, seed=seed)
        first, again = (method.analyse(at(method, ishigami)).columns["low"] for _ in range(2))
        assert (first == again).all()
