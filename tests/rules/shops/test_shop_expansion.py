"""Taking up and giving up regions and products."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.shops import shop_expansion
from marketsim.rules.shops.shop_expansion import ShopExpansion
from marketsim.world.audit import check, count_stocks
from marketsim.world.newcomers import add_shop, add_staff
from marketsim.world.states import Role, ShopStatus, StaffStatus
from marketsim.world.world import World

HOME, REGION = 3, 5


def test_unserved_wishes_draw_shops_into_a_region(world: World) -> None:
    world.shops.serves[:, 5] = False
    for _ in range(60):
        world.today.day += 1
        ShopExpansion()(world)
    assert not world.shops.serves[:, 5].any()
    world.market.wished[:, 5] = world.market.unserved[:, 5] = 1e8
    for _ in range(60):
        world.today.day += 1
        ShopExpansion()(world)
    assert world.shops.serves[:, 5].any()


def test_a_region_without_customers_is_given_up_but_never_the_home_region(world: World) -> None:
    shops = world.shops
    shops.serves[: shops.size] = True
    shops.demand[:] = 0.0
    shops.demand[0, :, 0] = 1e9
    for _ in range(300):
        world.today.day += 1
        ShopExpansion(rate=0.0, patience=30.0)(world)
    n = shops.size
    assert shops.serves[np.arange(n), shops.region[:n]].all()
    assert shops.serves[0].all()
    assert shops.serves[1:n].sum() == n - 1


def test_who_sells_alone_in_a_region_stays_however_few_buy(world: World) -> None:
    shops = world.shops
    shops.serves[: shops.size] = False
    shops.serves[0] = True
    shops.demand[:] = 0.0
    shops.demand[0, :, 0] = 0.1 * world.mean_pack_mg[0]
    for _ in range(300):
        world.today.day += 1
        ShopExpansion(rate=0.0, few=8.0, patience=30.0)(world)
    assert shops.serves[0].all()


def test_nothing_and_nobody_idles_in_a_region_that_was_given_up(world: World) -> None:
    shops, staff, n = world.shops, world.staff, world.shops.size
    shops.serves[:n] = True
    shops.demand[:] = 0.0
    shops.demand[0, :, 0] = 1e9
    shops.stock[:n] = 1_000
    for shop in range(n):
        for region in range(len(world.regions)):
            staff.carried[add_staff(world, shop, Role.COURIER, region, StaffStatus.ACTIVE, 0), 0] = 50
    before = count_stocks(world)
    world.ledger.clear()
    for _ in range(300):
        world.today.day += 1
        ShopExpansion(rate=0.0, product_rate=0.0)(world)
    check(world, before)
    left = ~shops.used("serves")
    assert left.sum() == (n - 1) * (len(world.regions) - 1)
    assert not shops.used("stock")[left].any()
    at_work = (staff.used("role") == Role.COURIER) & (staff.used("status") == StaffStatus.ACTIVE)
    of_shop = staff.used("shop")[at_work]
    assert not left[of_shop, staff.used("region")[at_work]].any()
    assert at_work.sum() == n + len(world.regions) - 1


def trying_shop(world: World) -> World:
    """Let nobody but shop 0 trade, which sells product 0 and misses wishes for it in `REGION`, and a rival there."""
    shops = world.shops
    shops.status[: shops.size] = ShopStatus.CLOSED
    shops.demand[:] = 0.0
    row = add_shop(world, 7, 0, HOME, 10**9)
    shops.sells[row, 0] = True
    rival = add_shop(world, 7, 1, REGION, 0)
    shops.demand[rival, REGION, 0] = 1e6
    world.market.wished[0, REGION] = world.market.unserved[0, REGION] = 1e9
    return world


def test_what_is_lacking_is_a_share_of_all_wishes_not_the_largest_share_of_few() -> None:
    unserved, wished = np.array([1e6, 0.0, 5e9]), np.array([1e6, 99e6, 5e9])
    sells = np.array([True, True, False])
    assert shop_expansion._lacking(unserved, wished, sells) == pytest.approx(0.01)
    assert shop_expansion._lacking(unserved, wished, ~sells) == pytest.approx(1.0)
    assert shop_expansion._lacking(unserved, wished, np.zeros(3, bool)) == 0.0
    rng = np.random.default_rng(1)
    of_few = [
        shop_expansion._lacking(rng.binomial(few, 0.1, 4) * 1e9 / few, np.full(4, 1e9), np.ones(4, bool))
        for few in [3] * 2_000
    ]
    assert np.mean(of_few) == pytest.approx(0.1, abs=0.01)


def test_a_region_is_given_a_season(world: World) -> None:
    trying_shop(world)
    shops, row = world.shops, world.shops.size - 2
    while not shops.serves[row, REGION]:
        world.today.day += 1
        ShopExpansion(rate=1.0, product_rate=0.0)(world)
    began = world.today.day
    assert shops.served_since[row, REGION] == began
    shops.demand[row, REGION] = 0.0
    while shops.serves[row, REGION]:
        world.today.day += 1
        world.market.unserved[:] = 0.0
        ShopExpansion(rate=0.0, patience=1.0, trial=90)(world)
    assert 90 <= world.today.day - began < 90 + 14


def test_regions_are_tried_at_their_own_rate_and_products_at_theirs(world: World) -> None:
    trying_shop(world)
    shops, row = world.shops, world.shops.size - 2
    world.market.wished[1, HOME] = world.market.unserved[1, HOME] = 1e9
    for _ in range(14):
        world.today.day += 1
        ShopExpansion(rate=0.0, product_rate=1.0)(world)
    assert not shops.serves[row, REGION] and shops.sells[row, 1]
    shops.sells[row, 1] = False
    for _ in range(14):
        world.today.day += 1
        ShopExpansion(rate=1.0, product_rate=0.0)(world)
    assert shops.serves[row, REGION] and not shops.sells[row, 1]


@pytest.mark.parametrize("rows", [2, 5, 10])
def test_who_has_too_few_orders_does_not_depend_on_how_many_shops_a_row_stands_for(rows: int) -> None:
    """The same shops, each in a row of its own and ten in a row."""
    rng, mean_pack = np.random.default_rng(3), np.array([500.0, 900.0])
    thinned = rng.pareto(0.4, (rows, 200, 2)) * 500.0
    whole = np.repeat(thinned, 10, axis=0)
    crumbs = {}
    for demand, weight in ((thinned, 10), (whole, 1)):
        crumbs[weight] = shop_expansion._find_crumbs(demand, weight * demand.sum(axis=0), mean_pack, 8.0, 0.05)
    np.testing.assert_array_equal(np.repeat(crumbs[10], 10, axis=0), crumbs[1])
    orders = (thinned / mean_pack).sum(axis=2)
    stays = (orders >= 8.0) | (orders >= 0.05 * 10 * orders.sum(axis=0)) | (orders == orders.max(axis=0))
    np.testing.assert_array_equal(crumbs[10], ~stays)
    assert stays.any() and (~stays).any()


@pytest.mark.parametrize(("weight", "shops_a_row"), [(5, 1), (50, 10)])
def test_the_same_shops_stay_at_every_scale(world_of: Callable[..., World], weight: int, shops_a_row: int) -> None:
    """Of forty shops with one to four orders a day nobody has a share that keeps it there but who sells most."""
    world = world_of(weight=weight)
    assert world.shop_weight == shops_a_row
    shops = world.shops
    shops.status[: shops.size] = ShopStatus.CLOSED
    shops.demand[:] = 0.0
    first = shops.size
    for i in range(40 // shops_a_row):
        row = add_shop(world, 7, i, HOME, 0)
        world.shops.serves[row, REGION] = True
        world.shops.demand[row, REGION, 0] = (1 + i % 4) * world.mean_pack_mg[0]
    for _ in range(400):
        world.today.day += 1
        ShopExpansion(rate=0.0, product_rate=0.0, few=8.0, niche=0.3)(world)
    stayed = world.shops.used("serves")[first:, REGION]
    np.testing.assert_array_equal(stayed, np.arange(40 // shops_a_row) % 4 == 3)


def test_the_compiled_choices_are_the_written_ones(world_of: Callable[..., World], monkeypatch) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        world.shops.serves[: world.shops.size, ::2] = True
        world.market.wished[:, ::3] = world.market.unserved[:, ::3] = 1e6
    rule = ShopExpansion(rate=0.3, product_rate=0.3, patience=7.0)
    rule(worlds[0])
    for kernel in ("_has_turn", "_orders", "_lacking", "_find_crumbs", "_change_regions", "_add_products"):
        monkeypatch.setattr(shop_expansion, kernel, getattr(shop_expansion, kernel).py_func)
    rule(worlds[1])
    for column in ("serves", "served_since", "sells", "demand", "price", "stock"):
        np.testing.assert_array_equal(worlds[0].shops.used(column), worlds[1].shops.used(column))
