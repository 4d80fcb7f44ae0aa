"""Pricing: anchored on cost, moved by stock, never below cost."""

import numpy as np
import pytest

from marketsim.rules.shops.shop_pricing import ShopPricing
from marketsim.world.states import ShopStatus
from marketsim.world.world import World


@pytest.fixture
def one_shop(world: World) -> World:
    """A world in which only shop 0 trades, in product 0 and region 0."""
    shops = world.shops
    shops.status[: shops.size] = ShopStatus.CLOSED
    shops.status[0] = ShopStatus.OPEN
    shops.sells[0] = (True, False, False)
    shops.demand[0] = 0.0
    shops.demand[0, 0, 0] = shops.demand_today[0, 0, 0] = 10_000.0
    shops.wage[0] = 1_500.0
    shops.losses[0] = 0.0
    return world


def settle_price(world: World, cover: float, days: int = 600) -> float:
    for _ in range(days):
        world.shops.demand_today[0, 0, 0] = 10_000.0
        world.shops.stock[0, 0, 0] = round(cover * 10_000)
        ShopPricing()(world)
    return float(world.shops.price[0, 0])


def unit_cost(world: World) -> float:
    grams = world.mean_pack_mg[0] / 1_000
    return float((world.market.wholesale_price[0] * grams + 1_500.0) / grams**0.6)


def test_with_the_stock_it_wants_a_shop_takes_its_mark_up(one_shop: World) -> None:
    rule = ShopPricing()
    assert settle_price(one_shop, rule.target) == pytest.approx(rule.mark_up * unit_cost(one_shop), rel=1e-3)


def test_short_stock_is_dearer_than_long_stock(one_shop: World) -> None:
    short, usual, long = (settle_price(one_shop, cover) for cover in (1.0, 9.0, 18.0))
    assert short > 1.2 * usual > 1.2 * long


def test_price_never_falls_below_cost(one_shop: World) -> None:
    one_shop.shops.price[0, 0] = 1.0
    ShopPricing(speed=0.0)(one_shop)
    assert one_shop.shops.price[0, 0] == pytest.approx(1.15 * unit_cost(one_shop))


def test_dearer_wholesale_and_losses_are_passed_on(one_shop: World) -> None:
    usual = settle_price(one_shop, 9.0)
    one_shop.market.wholesale_price *= 1.5
    dear = settle_price(one_shop, 9.0)
    assert dear > 1.2 * usual
    for _ in range(600):
        one_shop.shops.losses[0] = 30_000.0
        one_shop.shops.demand_today[0, 0, 0] = 10_000.0
        ShopPricing()(one_shop)
    assert one_shop.shops.price[0, 0] > dear


def test_the_market_price_is_the_mean_over_what_is_wanted(one_shop: World) -> None:
    settle_price(one_shop, 9.0)
    assert one_shop.market.retail_price[0] == pytest.approx(one_shop.shops.price[0, 0])


def test_demand_is_a_moving_average_of_wishes(one_shop: World) -> None:
    one_shop.shops.demand_today[0, 0, 0] = 20_000.0
    ShopPricing(memory=0.1)(one_shop)
    assert one_shop.shops.demand[0, 0, 0] == pytest.approx(11_000.0)
    assert (one_shop.shops.demand_today == 0.0).all()
    assert np.isfinite(one_shop.shops.price[: one_shop.shops.size]).all()
