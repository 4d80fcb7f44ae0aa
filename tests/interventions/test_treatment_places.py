"""More places treat more people; some of them come back to use."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.treatment_places import TreatmentPlaces
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial({"kind": "treatment_places", "places": 4, "adolescents": 4}, seeds=5)


def test_it_moves_places(moved: Moved) -> None:
    assert moved(TreatmentPlaces(start=START, adolescents=3.0)) == {"adolescent_places": 3.0}
    assert moved(TreatmentPlaces(start=START, places=4.0), 0.5) == {"treatment_places": 2.5}
    assert moved(TreatmentPlaces(start=START, places=1.0, adolescents=1.0)) == {}


def test_more_are_treated_and_fewer_find_no_place() -> None:
    assert TRIAL.change("patients_public").rises()
    assert TRIAL.change("treatment_refused").falls()


def test_use_falls_by_less_than_was_treated_because_many_return() -> None:
    entries, dependent = TRIAL.change("treatment_entries"), TRIAL.change("dependent_users")
    assert TRIAL.change("relapses").rises()
    assert dependent.falls()
    assert -dependent.mean < 0.8 * entries.mean


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
