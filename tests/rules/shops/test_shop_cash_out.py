"""Cash-out: exchange offices keep their part of what comes in crypto-currency."""

import numpy as np
import pytest

from marketsim.rules.shops import shop_cash_out
from marketsim.rules.shops.shop_cash_out import ShopCashOut
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import add_wallet
from marketsim.world.states import ShopStatus
from marketsim.world.world import World


@pytest.fixture
def shop(world: World) -> World:
    """Shop 0 takes a million a day, half of it in crypto-currency."""
    add_wallet(world, 0, 1)
    world.shops.money[:] = 10**7
    world.shops.demand[:] = 0.0
    world.shops.demand[0, 3, 0] = 100_000.0
    world.shops.price[0, 0] = 10_000.0
    world.start_day()
    return world


def test_the_fee_is_for_the_share_in_crypto(shop: World) -> None:
    before = count_stocks(shop)
    ShopCashOut(fee=0.02)(shop)
    check(shop, before)
    assert shop.ledger.money[MoneyFlow.EXCHANGE] == 10_000 * shop.shop_weight
    assert shop.shops.losses[0] == 10_000
    assert (shop.shops.money[1 : shop.shops.size] == 10**7).all()


def test_control_makes_it_dearer(shop: World) -> None:
    shop.levers.exchange_control = 0.5
    ShopCashOut(fee=0.02, dearest=0.1)(shop)
    assert shop.ledger.money[MoneyFlow.EXCHANGE] == 30_000 * shop.shop_weight


@pytest.mark.parametrize("status", [ShopStatus.REBUILDING, ShopStatus.CLOSED])
def test_a_shop_that_does_not_sell_pays_nothing(shop: World, status: ShopStatus) -> None:
    shop.shops.status[0] = status
    ShopCashOut()(shop)
    assert shop.ledger.money[MoneyFlow.EXCHANGE] == 0


def test_nobody_pays_more_than_the_till_holds(shop: World) -> None:
    shop.shops.money[0] = 7
    ShopCashOut()(shop)
    assert shop.shops.money[0] == 0


def test_the_compiled_rule_is_the_written_rule(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    money = shop.shops.money.copy()
    ShopCashOut()(shop)
    compiled = shop.shops.money.copy()
    shop.shops.money[:] = money
    monkeypatch.setattr(shop_cash_out, "_cash_out", shop_cash_out._cash_out.py_func)
    ShopCashOut()(shop)
    assert compiled[0] < money[0]
    assert np.array_equal(shop.shops.money, compiled)
