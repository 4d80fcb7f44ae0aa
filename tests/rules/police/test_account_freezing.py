"""Accounts: frozen at a capacity, never those in crypto-currency."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.police import account_freezing
from marketsim.rules.police.account_freezing import AccountFreezing
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import add_account, add_shop
from marketsim.world.states import AccountStatus, StaffStatus, Unit
from marketsim.world.world import World


@pytest.fixture
def bank(world: World) -> World:
    """Four hundred shops with two accounts each, one of them in crypto-currency in every tenth shop."""
    while world.shops.size < 400:
        add_shop(world, 700 + world.shops.size, 0, 3, 1_000_000)
    for shop in range(400):
        row = add_account(world, shop)
        world.accounts.crypto[row] = shop % 10 == 0
    world.start_day()
    return world


def rule_of(world: World, a_day: float, **words: float) -> AccountFreezing:
    officers = np.count_nonzero(world.officers.used("unit") == Unit.FINANCE)
    world.levers.capacity[Unit.FINANCE] = a_day * world.shop_weight / officers
    return AccountFreezing(frozen=1.0, growth=1.0, half=0.0, **words)


def test_share_frozen_is_the_stated_chance(bank: World, within_five_sigma: Callable[..., bool]) -> None:
    before = count_stocks(bank)
    rule_of(bank, 152.0, detained=0.5)(bank)
    check(bank, before)
    frozen = int((bank.accounts.used("status") == AccountStatus.FROZEN).sum())
    assert within_five_sigma(frozen, 760, -np.expm1(-0.2))
    assert bank.tally.counts[Count.ACCOUNTS_FROZEN].sum() == bank.shop_weight * frozen
    assert within_five_sigma(bank.tally.counts[Count.DETAINED_DROPPER].sum() / bank.shop_weight, frozen, 0.5)
    _no_dropper_is_left_without_an_account(bank, frozen)
    assert bank.ledger.money[MoneyFlow.FROZEN] > 0
    assert bank.shops.used("losses").sum() == bank.ledger.money[MoneyFlow.FROZEN] / bank.shop_weight


def _no_dropper_is_left_without_an_account(bank: World, frozen: int) -> None:
    accounts, staff = bank.accounts, bank.staff
    holders = accounts.used("holder")[(accounts.used("status") == AccountStatus.FROZEN)]
    assert set(staff.status[holders].tolist()) == {int(StaffStatus.QUIT), int(StaffStatus.DETAINED)}
    gone = np.count_nonzero(staff.status[holders] == StaffStatus.QUIT)
    assert bank.tally.counts[Count.QUITS].sum() == bank.shop_weight * gone > 0
    assert bank.ledger.staff[StaffStatus.ACTIVE, StaffStatus.QUIT] == bank.shop_weight * gone
    others = np.setdiff1d(accounts.used("holder")[~accounts.used("crypto")], holders)
    assert (staff.status[others] == StaffStatus.ACTIVE).all()


def test_a_shop_can_be_paid_while_one_account_is_open(bank: World) -> None:
    rule_of(bank, 2_000.0)(bank)
    accounts = bank.accounts
    still = np.unique(accounts.used("shop")[accounts.used("status") == AccountStatus.OPEN])
    assert np.array_equal(np.flatnonzero(bank.shops.used("can_pay")), still)
    assert 40 < len(still) < 130
    assert accounts.used("crypto")[accounts.used("status") == AccountStatus.FROZEN].sum() == 0


def test_shops_learn_how_often_accounts_are_frozen(bank: World) -> None:
    banked = ~bank.accounts.used("crypto") & (bank.accounts.used("status") == AccountStatus.OPEN)
    rule_of(bank, 152.0, memory=100.0)(bank)
    frozen = (bank.accounts.used("status") == AccountStatus.FROZEN).sum()
    assert bank.market.freezing_risk == pytest.approx(365.25 * frozen / banked.sum() / 100.0, rel=1e-3)


def test_the_compiled_search_is_the_written_one(bank: World) -> None:
    table = bank.accounts
    arguments = (bank.seed, bank.today.day, 100.0, 1.0, 1, table.uid, table.status, table.crypto, 400)
    (compiled, there), (written, counted) = (
        find(*arguments) for find in (account_freezing._find, account_freezing._find.py_func)
    )
    assert len(compiled) > 10
    assert np.array_equal(compiled, written)
    banked = (table.used("status") == int(AccountStatus.OPEN)) & ~table.used("crypto")
    assert there == counted == banked[:400].sum()
