"""Blocking finds and takes down more channels; shops open new ones, and most buyers move to another shop."""

from pathlib import Path

import numpy as np

from marketsim.rules.police.channel_blocking import ChannelBlocking
from marketsim.scenario.loading import load
from marketsim.world.states import ChannelKind, ChannelStatus
from marketsim.world.world import World
from tests.interventions.trial import Trial

SCENARIOS = Path(__file__).parents[2] / "scenarios"

TRIAL = Trial({"kind": "site_blocking", "officers": 6, "delay": 1})


def test_more_channels_are_blocked() -> None:
    assert TRIAL.change("resources_blocked").rises()


def test_shops_open_new_channels_and_buyers_look_for_other_shops() -> None:
    assert TRIAL.change("resources_opened").rises()
    assert TRIAL.change("searches_successful").rises()


def test_some_shops_turn_to_neighbours() -> None:
    assert TRIAL.change("shops_moved_abroad").rises()


def test_most_sales_move_and_are_not_lost() -> None:
    blocked, orders = TRIAL.change("resources_blocked"), TRIAL.change("orders")
    assert orders.share > -0.5 * blocked.share


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()


def test_the_shipped_question_blocks_messengers_as_fast_as_sites(bare: World) -> None:
    policy = load(SCENARIOS / "site_blocking.yaml").policies["fast_blocking"]
    channels = bare.channels
    rows = channels.append(3_000)
    channels.uid[rows] = np.arange(1, 3_001, dtype=np.uint64) << np.uint64(20)
    channels.kind[rows] = np.arange(3_000) % len(ChannelKind)
    channels.status[rows] = ChannelStatus.LIVE
    policy.pull(bare, 1.0)
    bare.levers.automatic_monitoring = 1_500.0 * bare.shop_weight
    ChannelBlocking(by_monitoring=(1.0,) * len(ChannelKind), half=0.0)(bare)
    found = channels.used("status") == ChannelStatus.FOUND
    assert np.bincount(channels.used("kind")[found], minlength=len(ChannelKind)).min() > 100
    assert set((channels.used("blocks_on")[found] - bare.today.day).tolist()) <= {1, 2}
