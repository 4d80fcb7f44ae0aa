"""Elementary effects."""

import numpy as np
import pytest
from SALib.analyze import morris

from marketsim.experiments.designs import Range
from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.sensitivity.morris import Morris
from tests.experiments.sensitivity.known import SLOPES, at, ishigami, linear


@pytest.mark.parametrize("levels", [4, 6, 8])
def test_effects_of_a_sum_are_its_slopes(levels: int):
    method = Morris(4, count=8, levels=levels)
    found = method.analyse(at(method, linear))
    assert found.columns["mu_star"] == pytest.approx(np.abs(SLOPES))
    assert found.columns["mu"] == pytest.approx(SLOPES)
    assert found.columns["sigma"] == pytest.approx(np.zeros(4), abs=1e-9)
    assert found.columns["low"] == pytest.approx(np.abs(SLOPES))
    assert found.columns["high"] == pytest.approx(np.abs(SLOPES))
    assert found.note == ""


def test_intervals_hold_the_mean_and_what_acts_together_spreads():
    method = Morris(3, count=30)
    found = method.analyse(at(method, ishigami)).columns
    assert (found["low"] <= found["mu_star"]).all() and (found["mu_star"] <= found["high"]).all()
    assert found["sigma"][0] > 1.0


def test_the_indices_are_those_of_salib():
    method = Morris(3, count=10)
    outputs = at(method, ishigami)
    found = method.analyse(outputs).columns
    theirs = morris.analyze(method._problem(), method.shares(), outputs.ravel(), num_resamples=2, num_levels=4)
    for name in ("mu_star", "mu", "sigma"):
        assert found[name] == pytest.approx(np.asarray(theirs[name], float))


@pytest.mark.parametrize("most", [1, 2, 4, 9])
def test_of_few_whole_numbers_an_effect_is_that_of_the_whole_range(most: int):
    method, span = Morris(2, count=10), Range(0, most, whole=True)
    shares = method.shares()
    values = np.array([[span.value(share) for share in point] for point in shares], float)
    inputs = np.array([[span.share(value) for value in point] for point in values])
    found = method.analyse((3.0 * values[:, 0] - values[:, 1])[:, None], inputs).columns
    assert found["mu"] == pytest.approx([3.0 * most, -most])
    assert found["sigma"] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_a_trajectory_with_a_missing_figure_is_left_out_and_said():
    method = Morris(4, count=20)
    outputs = at(method, linear)
    outputs[7] = np.nan
    found = method.analyse(outputs)
    assert found.columns["mu_star"] == pytest.approx(np.abs(SLOPES))
    assert found.note == "1 of 20 trajectories left out: a figure is missing"


def test_too_many_missing_figures_are_refused():
    method = Morris(4, count=20)
    outputs = at(method, linear)
    outputs[:15] = np.inf
    with pytest.raises(ExperimentError, match="3 of 20 trajectories have a point without a figure"):
        method.analyse(outputs)


def test_an_output_that_never_moves_has_no_effects():
    method = Morris(2, count=5)
    found = method.analyse(np.full((15, 2), 7.5))
    assert (found.columns["mu_star"] == 0).all()
    assert found.note == "it is the same at every point"


@pytest.mark.parametrize("settings", [{"count": 3}, {"levels": 5}, {"levels": 2}])
def test_a_wrong_design_is_refused(settings: dict[str, int]):
    with pytest.raises(WrongCallError, match="Morris wants"):
        Morris(3, **settings)


def test_one_dimension_is_enough_and_seeds_choose_points():
    method = Morris(1, count=6)
    assert method.analyse(at(method, lambda shares: 3.0 * shares[:, 0])).columns["mu_star"] == pytest.approx([3.0])
    assert (Morris(3, seed=1).shares() == Morris(3, seed=1).shares()).all()
    assert (Morris(3, seed=1).shares() != Morris(3, seed=2).shares()).any()


@pytest.mark.parametrize("levels", [4, 8])
def test_what_chance_alone_does_is_said_and_is_so(levels: int):
    method = Morris(3, count=200, levels=levels)
    outputs = 100.0 + np.random.default_rng(3).normal(0.0, 2.0, (800, 4))
    found = method.analyse(outputs)
    said = float(found.note.removeprefix("chance alone gives a mu_star of about "))
    assert found.columns["mu_star"] == pytest.approx([said] * 3, rel=0.15)
