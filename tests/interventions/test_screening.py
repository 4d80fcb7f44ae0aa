"""Screening refers people to treatment; they meet those who came by themselves in the queue."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.screening import Screening
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial({"kind": "screening", "schools": 0.8, "clinics": 0.5, "work": 0.3}, seeds=5)


def test_schools_find_the_young_employers_the_others_and_clinics_both(moved: Moved) -> None:
    levers = moved(Screening(start=START, schools=0.4, clinics=0.5, work=0.2))
    assert levers.keys() == {"screening"}
    assert levers["screening"] == pytest.approx([0.7, 0.6, 0.6, 0.6])
    assert moved(Screening(start=START, schools=0.4), 0.5)["screening"] == pytest.approx([0.2, 0.0, 0.0, 0.0])
    assert moved(Screening(start=START, schools=0.0, clinics=0.0)) == {}


def test_users_are_found_and_referred() -> None:
    assert TRIAL.change("screening_referrals").rises()


def test_the_queue_grows_and_so_does_the_register() -> None:
    assert TRIAL.change("treatment_refused").rises()
    assert TRIAL.change("registrations").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
