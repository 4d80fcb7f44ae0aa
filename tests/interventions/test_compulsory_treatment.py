"""Orders fill places with people who did not seek them; some evade, and volunteers wait."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.compulsory_treatment import CompulsoryTreatment
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial(
    {"kind": "compulsory_treatment", "detained": 1, "registered": 1},
    seeds=5,
    settings={"parameters.buyer_arrest.detection": 1e-3},
)
"""Many users are brought in, so that courts have whom to order."""


def test_it_moves_the_shares_ordered(moved: Moved) -> None:
    assert moved(CompulsoryTreatment(start=START, detained=0.4)) == {"compulsory_detained": 0.4}
    assert moved(CompulsoryTreatment(start=START, registered=0.4), 0.5) == {"compulsory_registered": 0.2}
    assert moved(CompulsoryTreatment(start=START, detained=0, registered=0)) == {}


def test_people_are_treated_under_orders() -> None:
    assert TRIAL.change("patients_compulsory").rises()


def test_some_evade_and_volunteers_are_crowded_out() -> None:
    assert TRIAL.change("treatment_orders_evaded").rises()
    assert TRIAL.change("patients_public").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
