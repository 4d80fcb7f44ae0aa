"""Fewer take medicines of pharmacies along; some turn to illicit sellers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.medicine_control import MedicineControl
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial(
    {"kind": "medicine_control", "availability": 0.05},
    seeds=5,
    settings={"parameters.poisoning.hazard": 0.02, "parameters.poisoning.death": 0.0},
)
"""Poisonings are many and kill nobody, so that the part that medicines have in them shows."""


def test_it_moves_availability(moved: Moved) -> None:
    assert moved(MedicineControl(start=START, availability=0.2)) == {"medicine_availability": 0.2}
    assert moved(MedicineControl(start=START, availability=0.2), 0.5) == {"medicine_availability": pytest.approx(0.5)}
    assert moved(MedicineControl(start=START, availability=0.8)) == {}


def test_fewer_take_medicines_along_and_fewer_are_poisoned() -> None:
    assert TRIAL.change("uses_with_medicines").falls()
    assert TRIAL.change("poisonings").falls()


def test_some_turn_to_illicit_sellers() -> None:
    assert TRIAL.change("uses_with_illicit_medicines").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
