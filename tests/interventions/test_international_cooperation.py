"""People abroad handed over: cases end higher, groups fall and are replaced."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.international_cooperation import InternationalCooperation
from tests.interventions.trial import Trial

TRIAL = Trial(
    {"kind": "international_cooperation", "handed_over": 1.0},
    settings={"parameters.test_purchase.purchases": 6e-3, "parameters.case_climbing.courier_to_keeper": 0.8},
    seeds=12,
)
"""Where many cases climb, so that a thinned run has people abroad to ask for."""


def test_it_sets_the_chance(moved: Callable[..., dict[str, Any]]) -> None:
    policy = InternationalCooperation(start=date(2021, 1, 1), handed_over=0.42)
    assert moved(policy) == {"international_cooperation": 0.42}
    assert moved(policy, 0.5)["international_cooperation"] == pytest.approx(0.22)


def test_cases_reach_administrators_and_owners() -> None:
    assert TRIAL.change("detained_administrators").rises()


def test_more_groups_fall() -> None:
    assert TRIAL.change("organised_groups_suppressed").rises()


def test_shops_hire_anew() -> None:
    assert TRIAL.change("hires").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
