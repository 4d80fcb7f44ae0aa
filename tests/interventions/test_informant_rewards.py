"""Rewards: cases climb, laboratories are told of; shops hire anew and laboratories move across the border."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.informant_rewards import InformantRewards
from tests.interventions.trial import Trial

TRIAL = Trial(
    {"kind": "informant_rewards", "talking": 1.0}, settings={"parameters.test_purchase.purchases": 6e-3}, seeds=8
)
"""Where four times as many test purchases are made as usual, so that a thinned run has cases to compare."""


def test_it_sets_the_share_who_talk(moved: Callable[..., dict[str, Any]]) -> None:
    policy = InformantRewards(start=date(2021, 1, 1), talking=0.4)
    assert moved(policy) == {"informant_rewards": 0.4}
    assert moved(policy, 0.5) == {"informant_rewards": 0.2}


def test_cases_climb_and_reach_colleagues() -> None:
    assert TRIAL.change("detained_operators_packers_stashers").rises()
    assert TRIAL.change("detained_couriers_in_cases").rises()


def test_more_laboratories_are_found() -> None:
    assert TRIAL.change("labs_dismantled").rises()


def test_shops_hire_anew_and_laboratories_move_across_the_border() -> None:
    assert TRIAL.change("hires").rises()
    assert TRIAL.change("laboratories_moved_abroad").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
