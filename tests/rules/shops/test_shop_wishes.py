"""Shops look at the share of all wishes that went unserved: one whose shop was sold out is one wish, not two."""

import numpy as np

from marketsim.rules.shops.shop_expansion import ShopExpansion
from marketsim.rules.shops.shop_opening import ShopOpening
from marketsim.world.newcomers import add_shop
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

SHOPS = 1_500


def test_where_half_of_the_wishes_go_unserved_shops_come_with_half_the_rate(world: World) -> None:
    shops, market, old = world.shops, world.market, world.shops.size
    shops.status[:old] = ShopStatus.CLOSED
    for i in range(SHOPS):
        add_shop(world, 5, i, 0, 10**9)
    new = slice(old, old + SHOPS)
    shops.serves[new], shops.sells[new] = False, False
    shops.serves[new, 0] = shops.sells[new, 0] = True
    market.wished[:], market.unserved[:] = 0.0, 0.0
    market.wished[0, 5], market.unserved[0, 5] = 1e6, 5e5
    shops.demand[0, 5, 0] = 1e6 / world.shop_weight  # All turned to one shop, which had too little.
    for _ in range(7):
        world.today.day += 1
        ShopExpansion(rate=0.2)(world)
    chance = -np.expm1(-7 * 0.2 * 0.5)
    assert abs(shops.serves[new, 5].sum() - SHOPS * chance) < 5 * np.sqrt(SHOPS * chance * (1 - chance))


def test_founders_come_for_wishes_and_not_twice_for_those_that_a_shop_could_not_serve(world_of) -> None:
    opened = []
    for sold_out in (0.0, 1.0):
        world = world_of(weight=1)
        world.market.wished[:] = 1e6
        world.market.unserved[:] = sold_out * 1e6
        first = world.shops.size
        for _ in range(10):
            world.today.day += 1
            world.shops.demand[:] = 0.0
            world.shops.demand[0] = 1e6 / world.shop_weight
            ShopOpening()(world)
        opened.append(world.shops.used("uid")[first:].tolist())
    assert opened[0] == opened[1] != []
