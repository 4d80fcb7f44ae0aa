"""Money followed: accounts frozen, exchange offices asked; shops turn to wallets, and back to droppers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.account_freezing import AccountFreezingPolicy
from marketsim.world.states import Unit
from tests.interventions.trial import Trial

FREEZING = Trial({"kind": "account_freezing", "officers": 20.0})
CONTROL = Trial(
    {"kind": "account_freezing", "exchange_control": 1.0},
    settings={"parameters.shop_accounts.crypto": 0.5, "parameters.shop_accounts.deterred": 0.5},
)
"""Where half of the new accounts are wallets, so that there is something to control."""


def test_it_adds_officers_and_questions(moved: Callable[..., dict[str, Any]]) -> None:
    policy = AccountFreezingPolicy(start=date(2021, 1, 1), officers=3.0, exchange_control=0.4)
    capacity = [3.0 if unit is Unit.FINANCE else 1.0 for unit in Unit]
    assert moved(policy) == {"capacity": capacity, "exchange_control": 0.4}
    assert moved(policy, 0.5)["exchange_control"] == pytest.approx(0.2)


def test_more_accounts_are_frozen() -> None:
    assert FREEZING.change("accounts_frozen").rises()


def test_shops_turn_to_wallets_and_pay_for_it() -> None:
    assert FREEZING.change("wallets_opened").rises()
    assert FREEZING.change("exchange_fees_bn_kzt").rises()


def test_some_shops_turn_to_neighbours_and_take_wishes_there_from_those_at_home() -> None:
    assert FREEZING.change("shops_moved_abroad").rises()
    assert FREEZING.change("moved_shops_sales_abroad_t").rises()
    assert FREEZING.change("exports_to_neighbours_t").falls()


def test_questions_make_crypto_currency_dearer_and_shops_go_back_to_droppers() -> None:
    assert CONTROL.change("exchange_fees_bn_kzt").rises()
    assert CONTROL.change("wallets_opened").falls()
    assert CONTROL.change("bank_accounts_opened").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert FREEZING.placebo_is_nothing()
