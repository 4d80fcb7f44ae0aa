"""Intervals hold what they say, scores are proper, and bounds have one side."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats

from marketsim.experiments.calibration.observation import Error, Side, Target
from marketsim.experiments.calibration.predictive import crps, predictive, quantiles, score_of

MASS = Target("m", "imports_t", date(2023, 1, 1), date(2023, 12, 31), 80.0, "t", Error.MASS, Side.ABOUT, 0.2)
ALIKE = np.full(500, 1 / 500)


def test_of_what_is_reported_of_the_truth_nine_in_ten_lie_inside() -> None:
    reports = MASS.report(np.full(300, 50.0), np.random.default_rng(1))
    targets = [replace(MASS, reported=float(report)) for report in reports]
    inside = predictive(targets, np.full((500, 300), 50.0), ALIKE)["inside"]
    assert stats.binomtest(int(inside.sum()), 300, 0.9).pvalue > 1e-3


def test_reporting_error_is_part_of_the_interval() -> None:
    row = predictive([MASS], np.full((500, 1), 80.0), ALIKE).iloc[0]
    assert np.log(row["high90"] / row["low90"]) == pytest.approx(2 * 1.645 * 0.2, rel=0.05)
    assert row["median"] == pytest.approx(80.0, rel=0.02)


@pytest.mark.parametrize(("side", "kept", "broken"), [(Side.AT_LEAST, 200.0, 20.0), (Side.AT_MOST, 20.0, 200.0)])
def test_a_bound_holds_on_one_side_only(side: Side, kept: float, broken: float) -> None:
    bound = replace(MASS, side=side)
    assert predictive([bound], np.full((500, 1), kept), ALIKE)["inside"].all()
    assert not predictive([bound], np.full((500, 1), broken), ALIKE)["inside"].any()


def test_what_no_run_reaches_is_told() -> None:
    reached = predictive([MASS, MASS], np.column_stack((np.full(500, 80.0), np.full(500, 2.0))), ALIKE)["reached"]
    assert reached.tolist() == [True, False]


def test_weights_are_what_runs_stand_for() -> None:
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([0.0, 1.0, 3.0])
    np.testing.assert_array_equal(quantiles(values, weights, [0.1, 0.25, 0.5, 0.99]), [1.0, 1.0, 2.0, 2.0])


def test_the_score_is_that_of_the_definition_and_best_for_the_true_law() -> None:
    generator = np.random.default_rng(1)
    values, weights = generator.standard_normal(300), generator.random(300)
    share = weights / weights.sum()
    pairs = share @ np.abs(values[:, None] - values[None, :]) @ share
    assert crps(values, weights, 0.3) == pytest.approx(share @ np.abs(values - 0.3) - pairs / 2)
    sample, truth = generator.standard_normal(2_000), generator.standard_normal(400)
    score = [np.mean([crps(sample * s, np.ones(2_000), y) for y in truth]) for s in (0.3, 1.0, 3.0)]
    assert score[1] < min(score[0], score[2])


def test_one_report_of_nothing_does_not_outweigh_all_else() -> None:
    few = replace(MASS, metric="labs_dismantled", reported=3.0, unit="labs", error=Error.COUNT, off=0.06)
    reports = np.array([3.0] * 19 + [0.0])
    assert score_of(few, reports, np.ones(20)) < 0.1
    assert score_of(few, np.full(20, 3.0), np.ones(20)) == pytest.approx(0.0, abs=1e-12)


def test_chance_is_added_to_what_is_expected_and_not_to_what_happened() -> None:
    few = replace(MASS, metric="labs_dismantled", reported=24.0, unit="labs", error=Error.COUNT, off=0.06)
    truths = np.full((500, 1), 24.0)
    happened, expected = (predictive([few], truths, ALIKE, expected=ids).iloc[0] for ids in ((), ("m",)))
    assert happened["high90"] - happened["low90"] <= 6.0  # 24 with an error of 6 %.
    assert expected["high90"] - expected["low90"] >= 14.0  # And that of a count of 24 beside.
