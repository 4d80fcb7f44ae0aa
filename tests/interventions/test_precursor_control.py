"""Liability dries up purchases at home; precursor is smuggled instead, and making gets dearer by what that costs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.precursor_control import PrecursorControl
from tests.interventions.trial import Trial

LIABILITY = Trial({"kind": "precursor_control", "liability": 1}, seeds=7, days=300)
EQUIPMENT = Trial({"kind": "precursor_control", "equipment": 1}, seeds=4, days=240)


def test_checks_of_equipment_sales_are_a_setting_of_their_own(moved: Callable[..., dict[str, Any]]) -> None:
    assert moved(PrecursorControl(start=date(2021, 1, 1), equipment=0.4)) == {"equipment_control": 0.4}


def test_liability_dries_up_purchases_at_home() -> None:
    assert LIABILITY.change("precursors_bought_t").falls()


def test_precursor_is_smuggled_instead() -> None:
    assert LIABILITY.change("precursors_smuggled_t").rises()


def test_openings_fall_by_little_as_makers_reckon_with_what_they_pay() -> None:
    """Moves abroad are a handful then: makers no longer reckon with a price at home that few pay."""
    assert -0.12 < LIABILITY.change("labs_opened").share < 0.0


def test_checks_of_equipment_sales_keep_laboratories_from_opening() -> None:
    assert EQUIPMENT.change("labs_opened").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert LIABILITY.placebo_is_nothing()
