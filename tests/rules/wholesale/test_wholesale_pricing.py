"""The wholesale price follows the cover."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.wholesale.wholesale_pricing import WholesalePricing
from marketsim.world.states import ConsignmentStatus, GroupStatus
from marketsim.world.world import World

KG = 1_000_000


@pytest.fixture
def trade(world: World) -> World:
    """A world that wants 1 kg of product 0 a day and holds 45 kg of it."""
    world.shops.demand[:] = 0.0
    world.shops.demand[0, 0, 0] = KG / world.shop_weight
    world.groups.product_stock[:] = 0
    world.groups.product_stock[0, 0, 0] = 45 * KG
    return world


def test_the_price_rests_at_the_target(trade: World) -> None:
    price = trade.market.wholesale_price.copy()
    WholesalePricing(target=45.0)(trade)
    assert abs(trade.market.offtake[0] - KG) < 1e-3
    assert abs(trade.market.cover[0] - 45.0) < 1e-6
    np.testing.assert_allclose(trade.market.wholesale_price, price, rtol=1e-9)


def test_the_price_rises_when_depots_are_empty_and_falls_when_they_are_full(trade: World) -> None:
    price = float(trade.market.wholesale_price[0])
    trade.groups.product_stock[0, 0, 0] = 0
    WholesalePricing(speed=0.01)(trade)
    assert abs(trade.market.wholesale_price[0] / price - np.exp(0.01)) < 1e-9
    trade.groups.product_stock[0, 0, 0] = 1_000 * KG
    WholesalePricing(speed=0.01)(trade)
    assert abs(trade.market.wholesale_price[0] / price - 1.0) < 1e-9


def test_loads_under_way_count_and_depots_of_suppressed_groups_do_not(trade: World) -> None:
    row = trade.consignments.append(1).start
    trade.consignments.status[row] = ConsignmentStatus.TRAVELLING
    trade.consignments.mg[row] = 10 * KG
    trade.groups.status[0] = GroupStatus.SUPPRESSED
    WholesalePricing()(trade)
    assert abs(trade.market.cover[0] - 10.0) < 1e-6


def test_the_price_stays_within_its_bounds(trade: World) -> None:
    for stock, bound in ((0, 5.0), (10_000 * KG, 0.35)):
        trade.groups.product_stock[0, 0, 0] = stock
        for _ in range(20):
            WholesalePricing(speed=0.5)(trade)
        assert abs(trade.market.wholesale_price[0] / trade.products[0].import_price - bound) < 1e-9


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], as_written: Callable[..., None]) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        world.shops.demand[: world.shops.size] = 1_000.0
    as_written(WholesalePricing(), *worlds, "_price")
