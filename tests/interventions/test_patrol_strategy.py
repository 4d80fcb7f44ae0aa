"""Where patrols are told to go: more met for the same hours, and couriers who give way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.patrol_strategy import PatrolStrategyPolicy
from marketsim.world.world import World
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
SETTINGS = {
    "parameters.first_day.hot_spot_patrols": 0.0,
    "parameters.courier_arrest.detection": 5e-5,
    "parameters.buyer_arrest.detection": 6e-4,
}
"""All patrols at random, and five times as watchful as usual, so that a thinned run has arrests to compare."""
HOT_SPOT = Trial({"kind": "patrol_strategy", "strategy": "hot_spot"}, settings=SETTINGS)
PROBLEMS = Trial({"kind": "patrol_strategy", "strategy": "problem_oriented"}, settings=SETTINGS)


@pytest.mark.parametrize(
    ("strategy", "shares"),
    [("random", [0.4, 0.0, 0.0]), ("hot_spot", [0.0, 0.4, 0.0]), ("problem_oriented", [0.0, 0.0, 0.4])],
)
def test_it_tells_a_share_of_patrols(strategy: Any, shares: list[float], moved: Callable[..., dict[str, Any]]) -> None:
    policy = PatrolStrategyPolicy(start=START, strategy=strategy, share=0.4)
    assert moved(policy) == {"patrol_strategy": shares}
    assert moved(policy, 0.5)["patrol_strategy"] == pytest.approx([share / 2 for share in shares])


def test_a_later_policy_takes_its_share_from_an_earlier_one(bare: World) -> None:
    PatrolStrategyPolicy(start=START, strategy="hot_spot", share=0.8).pull(bare, 1.0)
    PatrolStrategyPolicy(start=START, strategy="problem_oriented", share=0.5).pull(bare, 1.0)
    assert bare.levers.patrol_strategy.tolist() == pytest.approx([0.0, 0.4, 0.5])


def test_hot_spot_patrols_meet_more_in_the_same_hours() -> None:
    assert HOT_SPOT.change("patrol_hours").pairs == (0.0,) * HOT_SPOT.seeds
    assert HOT_SPOT.change("detained_on_patrol").rises()


def test_couriers_give_way_to_hot_spot_patrols() -> None:
    assert HOT_SPOT.change("parcels_displaced").rises()


def test_problem_oriented_patrols_drive_parcels_to_worse_places_where_others_find_them() -> None:
    assert PROBLEMS.change("patrol_hours").pairs == (0.0,) * PROBLEMS.seeds
    assert PROBLEMS.change("parcels_displaced").mean > 5 * HOT_SPOT.change("parcels_displaced").mean
    assert PROBLEMS.change("parcels_stolen").rises()
    assert PROBLEMS.change("drops_missing_share").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert HOT_SPOT.placebo_is_nothing()
