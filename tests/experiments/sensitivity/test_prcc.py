"""Partial rank correlation."""

import numpy as np
import pytest

from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.sensitivity.prcc import Prcc
from tests.experiments.sensitivity.known import at, linear


def rising(shares: np.ndarray) -> np.ndarray:
    """Rise steeply with the first dimension, fall with the second, and not move with the third."""
    return np.exp(5.0 * shares[:, 0]) - 20.0 * shares[:, 1] ** 3


def test_ranks_follow_what_rises_and_falls_however_bent():
    method = Prcc(3, count=200)
    found = method.analyse(at(method, rising)).columns
    assert found["prcc"][0] > 0.9
    assert found["prcc"][1] < -0.7
    assert abs(found["prcc"][2]) < 0.2
    assert (found["low"] <= found["prcc"]).all() and (found["prcc"] <= found["high"]).all()
    assert found["low"][2] < 0.0 < found["high"][2]
    assert found["p"][0] < 1e-6 < found["p"][2]


def test_one_that_follows_a_dimension_exactly_has_1():
    method = Prcc(1, count=20)
    assert method.analyse(at(method, lambda shares: shares[:, 0] ** 5)).columns["prcc"] == pytest.approx([1.0])
    assert method.analyse(at(method, lambda shares: -shares[:, 0])).columns["prcc"] == pytest.approx([-1.0])


def test_it_is_the_correlation_of_what_the_others_leave_of_the_ranks():
    method = Prcc(4, count=100)
    outputs = at(method, linear)
    ranks = np.argsort(np.argsort(np.column_stack([method.shares(), outputs]), axis=0), axis=0).astype(float)
    others = np.column_stack([np.ones(100), ranks[:, 1:4]])
    rests = [column - others @ np.linalg.lstsq(others, column, rcond=None)[0] for column in (ranks[:, 0], ranks[:, 4])]
    expected = np.corrcoef(*rests)[0, 1]
    assert method.analyse(outputs).columns["prcc"][0] == pytest.approx(expected, abs=1e-5)


def test_points_without_a_figure_are_left_out_up_to_a_tenth():
    method = Prcc(3, count=100)
    outputs = at(method, rising)
    outputs[:10] = np.nan
    found = method.analyse(outputs)
    assert found.note == "10 of 100 points left out: a figure is missing"
    assert found.columns["prcc"][0] > 0.9
    outputs[:11] = np.nan
    with pytest.raises(ExperimentError, match="11 of 100 points have no figure"):
        method.analyse(outputs)


def test_an_output_that_never_moves_has_no_correlation():
    found = Prcc(2, count=20).analyse(np.full((20, 1), 4.0))
    assert np.isnan(found.columns["prcc"]).all()
    assert found.note == "it is the same at every point"


def test_too_few_points_are_refused():
    with pytest.raises(WrongCallError, match="PRCC wants 20 points at least for 4 dimensions"):
        Prcc(4, count=19)


def test_values_in_steps_are_ranked_as_they_are():
    method = Prcc(2, count=60)
    values = np.floor(method.shares() * [3.0, 1000.0])
    outputs = (values[:, 0] * 10.0 + values[:, 1] / 1e4)[:, None]
    assert method.analyse(outputs, values).columns["prcc"][0] > method.analyse(outputs).columns["prcc"][0]
    values[:, 0] = 4.0
    assert method.analyse(outputs, values).note == "a dimension has the same value at every point"
