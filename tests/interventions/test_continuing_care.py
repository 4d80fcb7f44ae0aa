"""Observation keeps some from relapse, and keeps some others from treatment."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.continuing_care import ContinuingCare
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial(
    {"kind": "continuing_care", "share": 1, "days": 730},
    seeds=6,
    settings={"parameters.treatment_entry.places": 5_000},
)
"""There is a place for everybody who comes, so that who stays away shows."""


def test_it_moves_share_and_period(moved: Moved) -> None:
    assert moved(ContinuingCare(start=START, share=0.5)) == {"continuing_care": 0.5}
    assert moved(ContinuingCare(start=START, days=465.0), 0.5) == {"observation_days": 415.0}
    assert moved(ContinuingCare(start=START, share=0.0, days=365.0)) == {}


def test_the_observed_relapse_less() -> None:
    assert TRIAL.change("people_under_observation").rises()
    assert TRIAL.change("relapses").falls()


def test_some_stay_away_from_treatment() -> None:
    assert TRIAL.change("treatment_entries").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
