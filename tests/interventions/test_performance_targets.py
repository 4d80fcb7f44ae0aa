"""Targets: easy cases instead of hard ones in the same time, and couriers who give way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.performance_targets import PerformanceTargets
from tests.interventions.trial import Trial

SETTINGS = {
    "parameters.courier_arrest.detection": 5e-5,
    "parameters.buyer_arrest.detection": 6e-4,
    "parameters.test_purchase.purchases": 6e-3,
}
"""Police several times as watchful as usual, so that a thinned run has arrests to compare."""
TRIAL = Trial({"kind": "performance_targets", "share": 1.0, "days": 92}, settings=SETTINGS, seeds=12)


def test_it_sets_the_pull_and_its_days(moved: Callable[..., dict[str, Any]]) -> None:
    policy = PerformanceTargets(start=date(2021, 1, 1), share=0.6, days=24)
    assert moved(policy) == {"performance_targets": 0.6, "target_days": 24.0}
    assert moved(policy, 0.5) == pytest.approx({"performance_targets": 0.3, "target_days": 19.0})


def test_more_couriers_and_buyers_are_detained() -> None:
    assert TRIAL.change("test_purchases_made").rises()
    assert TRIAL.change("detained_couriers").rises()
    assert TRIAL.change("detained_buyers").rises()


def test_those_behind_them_and_laboratories_are_left_alone() -> None:
    assert TRIAL.change("detained_operators_packers_stashers").falls()
    assert TRIAL.change("labs_dismantled_police").falls()


def test_the_committee_has_no_such_targets() -> None:
    committee = TRIAL.change("labs_dismantled_knb")
    assert not committee.falls()


def test_couriers_give_way() -> None:
    assert TRIAL.change("parcels_displaced").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
