"""Accounts: in whose name, and in what money."""

import numpy as np
import pytest

from marketsim.rules.shops import shop_accounts
from marketsim.rules.shops.shop_accounts import ShopAccounts
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.newcomers import add_account, add_shop, add_wallet
from marketsim.world.states import AccountStatus, Role, StaffStatus
from marketsim.world.world import World


@pytest.fixture
def needy(world: World) -> World:
    """Four hundred shops, all of whose accounts were frozen last night."""
    while world.shops.size < 400:
        add_shop(world, 700 + world.shops.size, 0, 3, 1_000_000)
    world.accounts.used("status")[:] = AccountStatus.FROZEN
    world.start_day()
    return world


def wallets(world: World, **words: float) -> int:
    """Return how many of the 400 new accounts are wallets."""
    before = count_stocks(world)
    ShopAccounts(speed=1.0, keep=1, **words)(world)
    check(world, before)
    opened = world.accounts.used("status") == AccountStatus.OPEN
    assert opened.sum() == 400
    assert world.shops.used("can_pay").all()
    crypto = world.accounts.used("crypto") & opened
    assert (world.accounts.used("holder")[crypto] == -1).all()
    assert world.tally.counts[Count.WALLETS_OPENED].sum() == world.shop_weight * crypto.sum()
    assert world.tally.counts[Count.ACCOUNTS_OPENED].sum() == world.shop_weight * (400 - crypto.sum())
    return int(crypto.sum())


def test_a_wallet_needs_no_dropper(needy: World) -> None:
    droppers = (needy.staff.used("role") == Role.DROPPER).sum()
    in_crypto = wallets(needy, crypto=0.5)
    assert (needy.staff.used("role") == Role.DROPPER).sum() == droppers + 400 - in_crypto


def test_wallets_become_usual_as_accounts_are_frozen(needy: World) -> None:
    needy.market.freezing_risk = 2.0
    share = wallets(needy, crypto=0.1, turning=0.2) / 400
    assert abs(share - 0.5) < 5 * np.sqrt(0.25 / 400)


def test_questions_at_exchange_offices_deter(needy: World) -> None:
    needy.market.freezing_risk = 2.0
    needy.levers.exchange_control = 1.0
    assert wallets(needy, crypto=0.1, turning=0.2, deterred=0.5) == 0


@pytest.mark.parametrize("written", [False, True])
def test_an_account_closes_when_its_dropper_is_at_work_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    if written:
        monkeypatch.setattr(shop_accounts, "_close_abandoned", shop_accounts._close_abandoned.py_func)
    rows = [add_account(world, 0) for _ in range(4)]
    wallet = add_wallet(world, 0, ordinal=1)
    staff, accounts = world.staff, world.accounts
    staff.status[accounts.holder[rows[0]]] = StaffStatus.QUIT
    staff.status[accounts.holder[rows[1]]] = StaffStatus.DETAINED
    accounts.holder[rows[2]] = -1
    world.start_day()
    before = count_stocks(world)
    ShopAccounts(speed=0.0)(world)
    check(world, before)
    closed, open_ = int(AccountStatus.CLOSED), int(AccountStatus.OPEN)
    assert accounts.status[rows].tolist() == [closed, closed, closed, open_]
    assert accounts.status[wallet] == open_


def test_a_shop_whose_last_dropper_left_cannot_be_paid_until_it_has_another(world: World) -> None:
    staff = world.staff
    staff.used("status")[(staff.used("role") == Role.DROPPER) & (staff.used("shop") == 0)] = StaffStatus.QUIT
    ShopAccounts(speed=0.0)(world)
    assert not world.shops.can_pay[0] and world.shops.can_pay[1]
    for _ in range(2):
        world.today.day += 1
        ShopAccounts(speed=1.0)(world)
    assert world.shops.can_pay[0]
