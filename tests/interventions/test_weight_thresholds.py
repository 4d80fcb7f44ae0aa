"""A higher weight for a large find: fewer people held and charged; couriers risk less and work for less pay."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.weight_thresholds import WeightThresholds
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
TRIAL = Trial({"kind": "weight_thresholds", "large": 50.0})
"""Back to the weight before October 2021: law-threshold-old."""
Moved = Callable[..., dict[str, Any]]


def test_it_moves_the_thresholds(moved: Moved) -> None:
    assert moved(WeightThresholds(start=START, large=1.0)) == {"threshold_mg": [[500, 1_000, 250_000]] * 3}
    policy = WeightThresholds(start=START, medium=0.1, large=2.0, especially_large=50.0)
    assert moved(policy) == {"threshold_mg": [[100, 2_000, 50_000]] * 3}
    assert moved(policy, 0.5) == {"threshold_mg": [[300, 26_000, 150_000]] * 3}
    assert moved(WeightThresholds(start=START, medium=0.5, large=50.0, especially_large=250.0)) == {}


def test_thresholds_move_for_the_products_named_alone(moved: Moved) -> None:
    policy = WeightThresholds(start=START, products=("mephedrone",), large=1.0)
    assert moved(policy)["threshold_mg"] == [[500, 50_000, 250_000], [500, 1_000, 250_000], [500, 50_000, 250_000]]


def test_no_grade_begins_above_a_graver_one(moved: Moved) -> None:
    assert moved(WeightThresholds(start=START, large=0.2))["threshold_mg"][0] == [200, 200, 250_000]
    assert moved(WeightThresholds(start=START, medium=400.0))["threshold_mg"][0] == [50_000, 50_000, 250_000]


@pytest.mark.parametrize(
    "weights",
    [{"medium": 5, "large": 1}, {"medium": 5, "especially_large": 1}, {"medium": 1, "large": 5, "especially_large": 2}],
)
def test_thresholds_out_of_order_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="is above"):
        WeightThresholds(start=START, **weights)


def test_equal_thresholds_are_in_order() -> None:
    WeightThresholds(start=START, medium=1, large=1, especially_large=1)


def test_fewer_couriers_are_held_and_fewer_years_given() -> None:
    assert TRIAL.change("detained_couriers").falls()
    assert TRIAL.change("sentenced_years").falls()


def test_holding_ceases_to_be_a_crime_for_nearly_all_buyers() -> None:
    """Patrols meet buyers ten times as often and courts are quick in both arms, so that thinned runs have counts."""
    settings = {
        "parameters.buyer_arrest.detection": 1.2e-3,
        "parameters.charge_laying.fixed_delay": 30,
        "parameters.charge_laying.mean_delay": 30,
    }
    busy = Trial(TRIAL.policy, settings=settings)
    assert busy.change("detained_buyers").falls()
    assert busy.change("convictions_possession").falls()


def test_couriers_work_for_less() -> None:
    assert TRIAL.change("courier_wage").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
