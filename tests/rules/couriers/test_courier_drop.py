"""Hiding parcels: how many, of what size, where, for what pay."""

import numpy as np
import pytest

from marketsim.rules.couriers.courier_drop import CourierDrop
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import add_staff
from marketsim.world.states import Role, ShopStatus, StaffStatus
from marketsim.world.world import World

COURIERS = 100


@pytest.fixture
def crew(world: World) -> World:
    """A world in which shop 0 has couriers with full bags in region 0 and wants product 0 only."""
    for i in range(COURIERS):
        row = add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0, 50_000 + i)
        world.staff.carried[row, 0] = 200_000
        world.staff.wage[row] = 1_500.0
    world.shops.demand[0] = 0.0
    world.shops.demand[0, 0, 0] = COURIERS * 4 * world.mean_pack_mg[0]
    world.shops.money[0] = 10**12
    world.ledger.clear()
    return world


def test_couriers_hide_what_the_offer_lacks(crew: World) -> None:
    CourierDrop(cover=2.5)(crew)
    assert abs(crew.drops.size - 10 * COURIERS) < 5 * np.sqrt(COURIERS * 0.25) + 1
    CourierDrop(cover=2.5)(crew)
    assert crew.drops.size < 10.5 * COURIERS


def test_nobody_hides_more_than_the_capacity(crew: World) -> None:
    CourierDrop(cover=30.0, capacity=28.0)(crew)
    assert crew.staff.drops_today.max() == 28


def test_limits_on_movement_cut_the_work_and_riders_make_up_for_half(crew: World) -> None:
    crew.levers.mobility = 0.5
    CourierDrop(cover=30.0, capacity=28.0, riders=0.5)(crew)
    assert crew.staff.drops_today.max() == 21


def test_packs_have_the_stated_shares(crew: World) -> None:
    CourierDrop(cover=10.0)(crew)
    n = crew.drops.size
    assert n > 2_000
    for pack, share in zip(crew.packs_mg[0], crew.products[0].pack_shares, strict=True):
        assert abs((crew.drops.used("mg") == pack).sum() - share * n) < 5 * np.sqrt(n * share * (1 - share))


def test_parcels_lie_where_people_live_and_hiding_is_good(crew: World) -> None:
    CourierDrop(cover=10.0)(crew)
    cells = crew.cells
    used = crew.drops.used("cell")
    assert set(used) <= set(cells.of_region[0])
    by_residents = np.average(cells.suitability[cells.of_region[0]], weights=cells.residents[cells.of_region[0]])
    assert cells.suitability[used].mean() > by_residents + 0.05


def test_couriers_keep_away_from_recent_arrests(world_of) -> None:
    shares = []
    for heat in (0.0, 50.0):
        world = world_of()
        row = add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0, 1)
        world.staff.carried[row, 0] = 10**7
        world.shops.demand[0] = 0.0
        world.shops.demand[0, 0, 0] = 10**7
        hot = world.cells.of_region[0][:128]
        world.cells.heat[hot] = heat
        for _ in range(30):
            world.today.day += 1
            CourierDrop(capacity=28.0, cover=30.0)(world)
        shares.append(np.isin(world.drops.used("cell"), hot).mean())
    assert shares[1] < 0.6 * shares[0]


def test_every_parcel_is_paid_and_the_books_balance(crew: World) -> None:
    before = count_stocks(crew)
    CourierDrop()(crew)
    check(crew, before)
    assert crew.ledger.money[MoneyFlow.WAGES] == crew.drops.size * 1_500 * crew.weight


def test_a_shop_that_is_rebuilding_hides_nothing(crew: World) -> None:
    crew.shops.status[0] = ShopStatus.REBUILDING
    CourierDrop()(crew)
    assert crew.drops.size == 0


def test_uids_of_parcels_are_unique_and_do_not_depend_on_strangers(crew: World) -> None:
    CourierDrop()(crew)
    uids = crew.drops.used("uid")
    assert len(np.unique(uids)) == len(uids) == crew.drops.size > 0


def test_parcels_hidden_elsewhere_because_of_arrests_are_counted(crew: World) -> None:
    CourierDrop(cover=10.0)(crew)
    assert crew.tally.counts[Count.DROPS_DISPLACED].sum() == 0
    crew.cells.heat[crew.cells.of_region[0, ::2]] = 50.0
    crew.drops.size = 0
    CourierDrop(cover=10.0)(crew)
    displaced = crew.tally.counts[Count.DROPS_DISPLACED].sum() / crew.weight
    assert 0.2 * crew.drops.size < displaced < 0.8 * crew.drops.size
