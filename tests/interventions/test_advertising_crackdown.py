"""Advertising as an offence: cases, taggers in custody, and new ones in their places; tried by taking it back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.advertising_crackdown import AdvertisingCrackdown
from marketsim.world.levers import Levers
from marketsim.world.states import Charge
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
PATROLS = {"parameters.advertising_case.cases": 5.4e-3}
"""Fifteen times the usual cases, so that enough taggers are detained to see."""
TRIAL = Trial({"kind": "advertising_crackdown", "is_offence": False}, settings=PATROLS, seeds=12)
HARSHER = Trial({"kind": "advertising_crackdown", "years": 10}, settings=PATROLS, seeds=4)
Moved = Callable[..., dict[str, Any]]


def test_it_moves_the_offence_and_its_sentence(moved: Moved) -> None:
    low, high = Levers(3).sentence_low, Levers(3).sentence_high
    low[Charge.ADVERTISING] = high[Charge.ADVERTISING] = 3.0
    expected = {"advertising_is_offence": True, "sentence_low": low.tolist(), "sentence_high": high.tolist()}
    assert moved(AdvertisingCrackdown(start=START, is_offence=True, years=3.0)) == expected
    assert moved(AdvertisingCrackdown(start=START, is_offence=False, years=0.0)) == {}


def test_half_strength_is_the_whole_offence_and_half_the_sentence(moved: Moved) -> None:
    half = moved(AdvertisingCrackdown(start=START, is_offence=True, years=3.0), 0.5)
    assert half["advertising_is_offence"] is True
    assert set(half["sentence_high"][Charge.ADVERTISING]) == {1.5}


def test_without_the_offence_no_cases_are_opened_and_no_taggers_detained() -> None:
    assert TRIAL.change("advertising_cases").falls()
    assert TRIAL.change("detained_taggers").falls()


def test_shops_need_not_hire_others_then() -> None:
    assert TRIAL.change("hires").falls()


def test_a_longer_sentence_is_given() -> None:
    assert HARSHER.change("sentenced_years").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
