"""A calibration of a toy market: it finds the truth, resumes, and is the same however it was run."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from marketsim.experiments.calibration.generations import Calibration, Plan, calibrate
from marketsim.experiments.calibration.observation import Error, Side, Target
from marketsim.experiments.calibration.prior import Prior, Shape, at
from marketsim.experiments.errors import ExperimentError

PRIORS = (Prior("users", 1_000.0, 100_000.0, Shape.LOG_UNIFORM), Prior("hazard", 0.0, 0.1))
SALES = Target("sales", "retail_t", date(2023, 1, 1), date(2023, 12, 31), 10.0, "t", Error.MASS, Side.ABOUT, 0.1)
ARRESTS = replace(SALES, id="arrests", reported=500.0, unit="persons", error=Error.COUNT, off=0.05)
TARGETS = (SALES, ARRESTS)
"""Sold is a kilogram a user, arrested the hazard times users: 10,000 users and a hazard of 0.05 meet both."""
PLAN = Plan(design=256, keep=100, new=100, most=6)


def simulate(values: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
    users = values[:, 0]
    chance = np.stack([np.random.default_rng(int(seed)).standard_normal(2) for seed in seeds])
    return np.column_stack((users / 1_000.0, users * values[:, 1])) * np.exp(0.02 * chance)


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return calibrate(PRIORS, TARGETS, simulate, PLAN)


def test_the_truth_lies_in_the_middle_of_the_posterior(calibration: Calibration) -> None:
    last = calibration.path[-1]
    values = at(PRIORS, last.shares)
    mean = last.probability @ np.log(values)
    np.testing.assert_allclose(np.exp(mean), [10_000, 0.05], rtol=0.15)
    assert last.tolerance < calibration.path[0].tolerance / 2


def test_it_is_the_same_when_resumed_and_nothing_is_run_twice(calibration: Calibration, tmp_path: Path) -> None:
    counted: list[int] = []

    def counting(values: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
        counted.append(len(seeds))
        if sum(counted) > 400:
            raise KeyboardInterrupt
        return simulate(values, seeds)

    with pytest.raises(KeyboardInterrupt):
        calibrate(PRIORS, TARGETS, counting, PLAN, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["generation-00.parquet", "generation-01.parquet"]
    counted.clear()
    counted.append(-10_000)
    resumed = calibrate(PRIORS, TARGETS, counting, PLAN, tmp_path)
    assert counted[1:] == [100] * (len(calibration.path) - 2)
    np.testing.assert_array_equal(resumed.path[-1].shares, calibration.path[-1].shares)
    np.testing.assert_array_equal(resumed.path[-1].weights, calibration.path[-1].weights)
    assert len(list(tmp_path.iterdir())) == len(calibration.path)


def test_figures_that_came_into_the_evidence_later_are_unknown_and_cannot_be_learned_from(tmp_path: Path) -> None:
    plan = replace(PLAN, most=0)
    first = calibrate(PRIORS, TARGETS, simulate, plan, tmp_path)
    again = calibrate(PRIORS, TARGETS, simulate, plan, tmp_path, beside=("later",))
    assert again.particles["truth:later"].isna().all()
    np.testing.assert_array_equal(again.path[-1].shares, first.path[-1].shares)
    with pytest.raises(ExperimentError, match=r"says nothing of later\. It was asked for after"):
        calibrate(PRIORS, (*TARGETS, replace(SALES, id="later")), simulate, plan, tmp_path)


def test_failed_runs_count_nothing_and_too_many_stop_it() -> None:
    def failing(values: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
        truths = simulate(values, seeds)
        truths[seeds % 3 == 0] = np.nan
        return truths

    found = calibrate(PRIORS, TARGETS, failing, replace(PLAN, most=1))
    assert ((found.path[-1].numbers + 1_000_000) % 3 != 0).all()
    with pytest.raises(ExperimentError, match="came to an end"):
        calibrate(PRIORS, TARGETS, failing, replace(PLAN, keep=200, most=1))


def test_low_counts_alone_have_the_chance_of_a_whole_market_added() -> None:
    """Four agents of two are low and go by what is expected; 24 that stand for themselves are as they happened."""
    low = replace(ARRESTS, id="low", reported=8.0)
    alone = replace(ARRESTS, id="alone", reported=24.0)
    generator = np.random.default_rng(1)
    truths = np.column_stack((2.0 * generator.poisson(4.0, 512), 24.0 + np.arange(512) % 2))
    made = calibrate(PRIORS, (low, alone), lambda values, seeds: truths, replace(PLAN, design=512, most=0), scale=0.1)
    reported = np.exp(made.outputs) - 1.0
    assert made.expected.columns == (0,)
    assert reported[:, 0].var() == pytest.approx(8.0, rel=0.3)  # Not 16, as of twice four agents, nor 24 with both.
    assert reported[:, 1].std() == pytest.approx(np.hypot(0.5, 0.05 * 24.5), rel=0.15)  # Not five, as of chance.
