"""The platform takes messenger shops down; shops open new ones and keep more sites and mirrors."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.platform_cooperation import PlatformCooperation
from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "platform_cooperation", "carried_out": 1.0, "finds": 20.0})


def test_it_carries_out_requests_and_adds_finds(moved: Callable[..., dict[str, Any]]) -> None:
    policy = PlatformCooperation(start=date(2021, 1, 1), carried_out=0.5, finds=8.0)
    assert moved(policy) == {"platform_cooperation": 0.5, "platform_finds": 8.0}
    assert moved(policy, 0.5) == pytest.approx({"platform_cooperation": 0.3, "platform_finds": 4.0})


def test_messenger_shops_are_taken_down_and_fewer_are_up() -> None:
    assert TRIAL.change("telegram_shops_blocked").rises()
    assert TRIAL.change("telegram_channels_alive").falls()


def test_shops_come_back_and_move_to_sites_and_mirrors() -> None:
    assert TRIAL.change("shops_rebuilt").rises()
    assert TRIAL.change("sites_and_mirrors_alive").rises()


def test_most_buyers_find_another_shop() -> None:
    assert TRIAL.change("searches_successful").rises()
    assert TRIAL.change("orders").share > 0.1 * TRIAL.change("telegram_channels_alive").share - 0.05


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
