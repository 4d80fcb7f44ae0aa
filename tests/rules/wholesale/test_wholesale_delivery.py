"""Shops restock: how much, from whom, for what money, and who comes first."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.wholesale.wholesale_delivery import WholesaleDelivery
from marketsim.world.audit import check, count_stocks
from marketsim.world.states import GroupStatus, Role, ShopStatus
from marketsim.world.world import World

KG = 1_000_000
SHARING = ("_sellable", "_share_out")


@pytest.fixture
def street(world_of: Callable[..., World]) -> World:
    """A world of rich shops, two a row, that sell product 1 in their home region alone and want 10 g of it a day."""
    world = world_of(weight=10)
    shops = world.shops
    shops.serves[:] = False
    shops.sells[:] = False
    for shop in range(shops.size):
        shops.serves[shop, shops.region[shop]] = True
        shops.demand[shop, shops.region[shop], 1] = 10_000.0
    shops.sells[: shops.size, 1] = True
    shops.money[: shops.size] = 10**12
    return world


def live_a_week(world: World, **settings: float) -> None:
    for _ in range(7):
        world.today.day += 1
        WholesaleDelivery(least=0.0, **settings)(world)


def test_each_shop_fills_up_once_a_week_and_pays_the_wholesale_price(street: World) -> None:
    before, owned = count_stocks(street), street.groups.money.sum()
    live_a_week(street, target=10.0)
    shops = street.shops
    assert (shops.used("stock")[:, :, 1].sum(axis=1) == 100_000).all()
    paid = 10**12 - shops.used("money")
    assert (paid == 100 * street.market.wholesale_price[1]).all()
    assert street.groups.money.sum() - owned == street.shop_weight * paid.sum()
    check(street, before)


def test_only_what_lacks_is_ordered(street: World) -> None:
    street.shops.stock[0, street.shops.region[0], 1] = 95_000
    live_a_week(street, target=10.0)
    assert 10**12 - street.shops.money[0] == 5 * street.market.wholesale_price[1]


def test_the_till_limits_the_order(street: World) -> None:
    street.shops.money[0] = 80_000
    live_a_week(street, target=10.0, spend=0.5)
    assert abs(street.shops.stock[0, street.shops.region[0], 1] - 5_000) <= 1
    assert street.shops.money[0] >= 40_000


def test_a_shop_keeps_its_supplier_and_turns_to_another_only_for_what_is_missing(street: World) -> None:
    shops, groups = street.shops, street.groups
    shops.status[1 : shops.size] = ShopStatus.REBUILDING
    groups.product_stock[shops.supplier[0], :, 1] = 0
    held = 30_000 * street.shop_weight
    groups.product_stock[shops.supplier[0], 7, 1] = held
    mine, others = int(shops.supplier[0]), groups.product_stock[:, :, 1].sum() - held
    live_a_week(street, target=10.0)
    assert groups.product_stock[mine, :, 1].sum() == 0
    assert groups.product_stock[:, :, 1].sum() == others - 70_000 * street.shop_weight
    assert shops.supplier[0] == mine


def test_a_shop_of_a_suppressed_group_finds_another(street: World) -> None:
    mine = int(street.shops.supplier[0])
    street.groups.status[mine] = GroupStatus.SUPPRESSED
    held = street.groups.product_stock[mine].copy()
    live_a_week(street)
    assert street.shops.supplier[0] not in (-1, mine)
    assert (street.groups.product_stock[mine] == held).all()


def test_nobody_takes_what_is_not_there(street: World) -> None:
    street.groups.product_stock[:] = 0
    street.groups.product_stock[4, 4, 1] = 12_345
    before = count_stocks(street)
    live_a_week(street)
    assert 0 <= street.groups.product_stock[4, 4, 1] < street.shop_weight
    check(street, before)


def test_the_place_in_the_table_does_not_decide_who_comes_first(street: World) -> None:
    first = 0
    shops = street.shops
    uids = shops.used("uid").copy()
    for trial in range(100):
        shops.uid[:2] = (
            (uids[0] // np.uint64(7) + np.uint64(2 * trial)) * np.uint64(7),
            uids[1] // np.uint64(7) * np.uint64(7),
        )
        shops.status[2 : shops.size] = ShopStatus.REBUILDING
        shops.stock[:] = 0
        street.groups.product_stock[:] = 0
        street.groups.product_stock[0, 0, 1] = 50_000 * street.shop_weight
        street.today.day = 7_000
        WholesaleDelivery(target=10.0, least=0.0)(street)
        assert shops.stock.sum() == 50_000
        first += shops.stock[0].sum() == 50_000
    assert 25 < first < 75


def test_regions_of_a_shop_share_what_is_scarce(street: World) -> None:
    shops, groups = street.shops, street.groups
    shops.status[1 : shops.size] = ShopStatus.REBUILDING
    wanted = {0: 10_000.0, 7: 20_000.0, 19: 10_001.0}
    shops.serves[0], shops.demand[0] = False, 0.0
    for region, demand in wanted.items():
        shops.serves[0, region], shops.demand[0, region, 1] = True, demand
    groups.product_stock[:, :, 1] = 0
    held = 100_003
    groups.product_stock[int(shops.supplier[0]), 7, 1] = 60_000 * street.shop_weight
    groups.product_stock[int(shops.supplier[0]) + 1, 2, 1] = (held - 60_000) * street.shop_weight
    before = count_stocks(street)
    live_a_week(street, target=10.0)
    stock = shops.stock[0, :, 1]
    assert stock.sum() == held
    assert groups.product_stock[:, :, 1].sum() == 0
    for region, demand in wanted.items():
        assert abs(stock[region] - held * demand / sum(wanted.values())) <= 1
    check(street, before)


def test_a_bill_is_not_cut_for_what_is_not_there(street: World) -> None:
    shops, groups = street.shops, street.groups
    shops.status[1 : shops.size] = ShopStatus.REBUILDING
    home, prices = int(shops.region[0]), street.market.wholesale_price
    shops.sells[0, 0], shops.demand[0, home, 0] = True, 1_000_000.0
    groups.product_stock[:, :, 0] = 0
    shops.money[0] = int(100 * prices[1] / 0.5) + 10
    live_a_week(street, target=10.0, spend=0.5)
    assert shops.stock[0, home, :2].tolist()[0] == 0
    assert shops.stock[0, home, 1] >= 99_990


def test_scales_agree(world_of: Callable[..., World]) -> None:
    bought = []
    for weight in (10, 1):
        world = world_of(weight=weight)
        world.shops.demand[: world.shops.size] = 500.0
        world.shops.money[: world.shops.size] = 10**12
        held = world.groups.product_stock.sum()
        for _ in range(7):
            world.today.day += 1
            WholesaleDelivery(least=0.0)(world)
        orders = (world.shops.used("serves")[:, :, None] & world.shops.used("sells")[:, None, :]).sum()
        orders *= world.shop_weight
        bought.append((held - world.groups.product_stock.sum()) / orders)
    assert abs(bought[0] / bought[1] - 1.0) < 0.01


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], as_written: Callable[..., None]) -> None:
    worlds = world_of(weight=20), world_of(weight=20)
    for world in worlds:
        world.shops.demand[: world.shops.size] = 3_000.0
        world.groups.product_stock[2:] //= 20
        world.shops.uid[: world.shops.size] //= np.uint64(7)
        world.shops.uid[: world.shops.size] *= np.uint64(7)
        world.today.day = 7_000
    as_written(WholesaleDelivery(), *worlds, "_deliver", "_queue", "_wish", "_take", "_hold", "_next_group", *SHARING)
    assert worlds[0].shops.stock.sum() > 0


def test_without_a_warehouse_keeper_nothing_is_delivered(street: World) -> None:
    shops = street.shops
    shops.at_work[0, Role.WAREHOUSE_KEEPER] = 0
    live_a_week(street, target=10.0)
    stock = shops.used("stock")[:, :, 1].sum(axis=1)
    assert stock[0] == 0 and shops.money[0] == 10**12
    assert (stock[1:] == 100_000).all()
    shops.at_work[0, Role.WAREHOUSE_KEEPER] = 1
    live_a_week(street, target=10.0)
    assert shops.stock[0, :, 1].sum() == 100_000
