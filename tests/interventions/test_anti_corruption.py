"""Without corruption nobody is warned or bought off; the trade hires and moves more."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.anti_corruption import AntiCorruption
from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "anti_corruption", "remaining": 0.0}, settings={"parameters.first_day.corrupt_officers": 0.5})
"""In a country where half of the officers can be bought."""


def test_it_leaves_a_share_of_corruption(moved: Callable[..., dict[str, Any]]) -> None:
    policy = AntiCorruption(start=date(2021, 1, 1), remaining=0.2)
    assert moved(policy) == {"corruption": 0.2}
    assert moved(policy, 0.5) == pytest.approx({"corruption": 0.6})


def test_warnings_and_bribes_end() -> None:
    for ended in ("resources_tipped_off", "test_purchases_tipped_off", "bribes_bn_kzt"):
        change = TRIAL.change(ended)
        assert change.falls()
        assert change.share == -1.0


def test_more_is_blocked_and_more_people_are_detained() -> None:
    assert TRIAL.change("resources_blocked").rises()
    assert TRIAL.change("detained_couriers").rises()
    assert TRIAL.change("labs_dismantled").rises()


def test_the_police_gain_more_than_the_committee() -> None:
    assert TRIAL.change("labs_dismantled_police").share > 3 * TRIAL.change("labs_dismantled_knb").share


def test_shops_hire_anew_and_buyers_look_for_other_shops() -> None:
    assert TRIAL.change("hires").rises()
    assert TRIAL.change("searches_successful").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
