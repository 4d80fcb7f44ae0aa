"""Holding anything a crime, and patrols that look for use: users before court, less for couriers and doctors."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.use_liability import UseLiability
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
ROOM = {"parameters.treatment_entry.places": 20_000}
TRIAL = Trial({"kind": "use_liability", "crime_from": "small", "public_use_hours": 0.5}, settings=ROOM)
LENIENT = Trial({"kind": "use_liability", "crime_from": "never"}, settings=ROOM, seeds=6)
Moved = Callable[..., dict[str, Any]]


def test_it_moves_the_grade_and_the_hours(moved: Moved) -> None:
    policy = UseLiability(start=START, crime_from="small", public_use_hours=0.4)
    assert moved(policy) == {"possession_from": 0, "public_use_hours": 0.4}
    assert moved(policy, 0.5) == {"possession_from": 0, "public_use_hours": 0.2}
    assert moved(UseLiability(start=START, crime_from="never")) == {"possession_from": 4}
    assert moved(UseLiability(start=START, crime_from="large", public_use_hours=0.0)) == {}


@pytest.mark.parametrize("grade", ["tiny", "Small", 2])
def test_only_grades_and_never_are_grades(grade: Any) -> None:
    with pytest.raises(ValueError, match="crime_from"):
        UseLiability(start=START, crime_from=grade)


def test_users_are_detained_and_convicted() -> None:
    assert TRIAL.change("detained_for_public_use").rises()
    assert TRIAL.change("convictions_possession").rises()


def test_custody_fills() -> None:
    assert TRIAL.change("awaiting_verdict").rises()


def test_hours_are_lost_to_parcels() -> None:
    assert TRIAL.change("detained_couriers_on_patrol").falls()


def test_fewer_seek_treatment() -> None:
    assert TRIAL.change("treatment_entries").falls()


def test_without_liability_more_seek_treatment() -> None:
    assert LENIENT.change("treatment_entries").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
