"""Lotteries: prizes leave the warehouse, and nothing else buys reputation here."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.shops import shop_lottery
from marketsim.rules.shops.shop_lottery import INTERVAL, ShopLottery
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

PRIZES = 21


def with_prizes(world: World) -> World:
    """Let every shop sell 300 parcels of product 1 a day from a full warehouse at home, and hold a lottery."""
    shops, n = world.shops, world.shops.size
    home = (np.arange(n), shops.region[:n])
    shops.demand[:n] = 0.0
    shops.stock[:n] = 0
    shops.demand[home[0], home[1], 1] = 300 * world.mean_pack_mg[1]
    shops.stock[home[0], home[1], 1] = 10**9
    shops.lottery[:n] = True
    shops.reputation[:n] = 0.0
    return world


def live_a_week(world: World, **words: float) -> None:
    for _ in range(INTERVAL):
        world.today.day += 1
        ShopLottery(**words)(world)


@pytest.fixture
def generous(world: World) -> World:
    """A world in which every shop can give prizes."""
    return with_prizes(world)


def test_each_shop_gives_the_stated_share_of_a_week_of_orders_once_a_week(generous: World) -> None:
    before = count_stocks(generous)
    generous.ledger.clear()
    live_a_week(generous, share=0.01)
    check(generous, before)
    shops = generous.shops
    given = PRIZES * generous.doses_mg[1]
    assert (shops.used("stock").sum(axis=(1, 2)) == 10**9 - given).all()
    assert generous.ledger.mass[MassFlow.GIVEN_AWAY, 1] == given * shops.size * generous.shop_weight


def test_reputation_rises_towards_one_with_prizes_and_never_beyond(generous: World) -> None:
    live_a_week(generous, share=0.01, reports=0.02)
    assert generous.shops.used("reputation") == pytest.approx(0.02 * PRIZES)
    for _ in range(20):
        live_a_week(generous, share=1.0, reports=0.02)
    assert generous.shops.used("reputation") == pytest.approx(1.0)


@pytest.mark.parametrize(
    "hinder",
    [
        lambda shops: shops.lottery.fill(False),
        lambda shops: shops.stock.fill(0),
        lambda shops: shops.demand.fill(0.0),
        lambda shops: shops.status.fill(ShopStatus.REBUILDING),
    ],
    ids=["no lottery", "nothing in stock", "no orders", "not open"],
)
def test_without_prizes_no_reputation(generous: World, hinder: Callable) -> None:
    hinder(generous.shops)
    stock = generous.shops.stock.copy()
    live_a_week(generous)
    assert (generous.shops.used("reputation") == 0.0).all()
    assert (generous.shops.stock == stock).all()


def test_the_compiled_lottery_is_the_written_lottery(
    world_of: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Day by day, so that both know the same weekday of a shop."""
    one, other = with_prizes(world_of()), with_prizes(world_of())
    for _ in range(INTERVAL):
        one.today.day += 1
        other.today.day += 1
        ShopLottery()(one)
        with monkeypatch.context() as patch:
            patch.setattr(shop_lottery, "_give", shop_lottery._give.py_func)
            ShopLottery()(other)
        assert (one.shops.used("stock") == other.shops.used("stock")).all()
        assert one.shops.used("reputation") == pytest.approx(other.shops.used("reputation"))
