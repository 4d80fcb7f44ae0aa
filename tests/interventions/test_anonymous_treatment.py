"""Anonymous places bring people whom the register keeps away; some would have come anyway, some return to use."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.anonymous_treatment import AnonymousTreatment
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial({"kind": "anonymous_treatment", "places": 1_000}, seeds=5)


def test_it_adds_places(moved: Moved) -> None:
    assert moved(AnonymousTreatment(start=START, places=300)) == {"anonymous_places": 300.0}
    assert moved(AnonymousTreatment(start=START, places=300), 0.5) == {"anonymous_places": 150.0}
    assert moved(AnonymousTreatment(start=START, places=0)) == {}


def test_more_people_begin_treatment() -> None:
    assert TRIAL.change("patients_anonymous").rises()
    assert TRIAL.change("treatment_entries").rises()


def test_part_of_them_leaves_public_places_empty_and_more_relapse() -> None:
    assert TRIAL.change("patients_public").falls()
    assert TRIAL.change("relapses").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
