"""Better laboratories: fewer cases end without a charge; custody fills, and new formulas follow sooner."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.forensic_capacity import ForensicCapacity
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
NOVELTIES = {"parameters.substance_listing.rate": 8, "parameters.substance_listing.lag": 30}
"""New formulas of every product come often."""
TRIAL = Trial({"kind": "forensic_capacity", "analyses": 3, "days": 2, "unlisted": 1}, settings=NOVELTIES, seeds=12)
FEWER = Trial({"kind": "forensic_capacity", "analyses": 0.1}, settings=NOVELTIES)
Moved = Callable[..., dict[str, Any]]


def test_it_moves_capacity_days_and_the_chance(moved: Moved) -> None:
    policy = ForensicCapacity(start=START, analyses=3.0, days=4.0, unlisted=0.7)
    assert moved(policy) == {"forensic_capacity": 45.0, "forensic_days": 4.0, "forensic_unlisted": 0.7}
    half = {"forensic_capacity": 30.0, "forensic_days": 9.0, "forensic_unlisted": 0.5}
    assert moved(policy, 0.5) == pytest.approx(half)
    assert moved(ForensicCapacity(start=START, analyses=1.0, days=14.0, unlisted=0.3)) == {}


def test_fewer_cases_end_without_a_charge() -> None:
    assert TRIAL.change("charges_dropped").falls()


def test_new_formulas_are_listed_and_follow_each_other_sooner() -> None:
    assert TRIAL.change("formulas_listed").rises()
    assert TRIAL.change("formulas_appeared").rises()


def test_a_queue_lets_cases_run_out_of_time() -> None:
    assert FEWER.change("charges_expired").rises()
    assert FEWER.change("convictions_trafficking").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
