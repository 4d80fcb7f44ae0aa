"""Hiding parcels: how many, of what size, where, for what pay."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.couriers.courier_drop import SAFETY, CourierDrop, _lack, _next_size
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import add_staff
from marketsim.world.states import Role, ShopStatus, StaffStatus
from marketsim.world.world import World

COURIERS = 100
COVER = 2.5


@pytest.fixture(params=[7, 50], ids=["single parcels", "lots of five"])
def crew(request: pytest.FixtureRequest, world_of: Callable[..., World]) -> World:
    """A world in which shop 0 has couriers with full bags in region 0 and wants product 0 only."""
    world = world_of(weight=request.param)
    assert world.lot == {7: 1, 50: 5}[request.param]
    for _ in range(COURIERS):
        row = add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0)
        world.staff.carried[row, 0] = 200_000
        world.staff.wage[row] = 1_500.0
    world.shops.demand[0] = 0.0
    world.shops.demand[0, 0, 0] = COURIERS * 4 * world.mean_pack_mg[0]
    world.shops.money[0] = 10**12
    world.ledger.clear()
    return world


def hidden_by_each(world: World) -> np.ndarray:
    """Return the parcels that each courier of shop 0 hid today."""
    staff = world.staff
    hidden = staff.used("drops_today")[(staff.used("role") == Role.COURIER) & (staff.used("shop") == 0)]
    assert (hidden % world.lot == 0).all()
    return hidden[-COURIERS:]


def assert_everybody_works_to(capacity: int, world: World) -> None:
    """Check that all hide whole lots next to the capacity, which is their mean."""
    hidden, lot = hidden_by_each(world), world.lot
    down = capacity // lot * lot
    up = down + lot if capacity % lot else down
    assert (hidden.min(), hidden.max()) == (down, up)
    share_up = capacity % lot / lot
    assert abs((hidden == down + lot).sum() - COURIERS * share_up) <= 5 * np.sqrt(COURIERS * share_up * (1 - share_up))


def test_an_offer_of_single_parcels_lacks_what_it_should_last_for_less_what_is_there() -> None:
    for demand in (0.0, 300.0, 4_000.0):
        for offered in (0.0, 500.0, 20_000.0):
            lacking = max(COVER * demand - offered, 0.0) / 600.0
            assert _lack(demand, offered, 600.0, COVER, 1) == pytest.approx(lacking, abs=1e-12)


@pytest.mark.parametrize("lot", [2, 3, 4, 5])
def test_an_offer_of_lots_lacks_more_by_how_much_more_demand_for_lots_scatters(lot: int) -> None:
    for orders in (0.1, 1.0, 3.0, 20.0):
        for offered in (0.0, 0.2):
            more = _lack(600.0 * orders, 600.0 * offered, 600.0, COVER, lot) - (COVER * orders - offered)
            single, lots = np.sqrt(COVER * orders), np.sqrt(lot * COVER * orders)
            assert more == pytest.approx(SAFETY * (lots - single))
    assert _lack(0.0, 0.0, 600.0, COVER, lot) == 0.0
    assert _lack(600.0, 600.0 * (COVER + 2 * lot), 600.0, COVER, lot) == 0.0


def share_served(orders: float, lot: int) -> float:
    """Return the share of wishes that an offer of lots serves when buyers, each for a lot, come at random."""
    rng, shops, days = np.random.default_rng(1), 500, 300
    offered = np.zeros(shops)
    served, wanted = 0.0, 0.0
    for _ in range(days):
        lacking = np.array([_lack(orders, lots * lot, 1.0, COVER, lot) for lots in offered]) / lot
        offered += np.floor(lacking + rng.random(shops))
        wishes = rng.poisson(orders / lot, shops)
        sold = np.minimum(wishes, offered)
        offered -= sold
        served, wanted = served + sold.sum(), wanted + wishes.sum()
    return served / wanted


@pytest.mark.parametrize("orders", [0.5, 1.0, 2.0, 4.0, 8.0])
def test_an_offer_of_lots_serves_about_as_many_as_one_of_single_parcels(orders: float) -> None:
    whole = share_served(orders, 1)
    for lot in (2, 3, 4, 5):
        assert abs(share_served(orders, lot) - whole) < 0.05, lot


def test_couriers_hide_what_the_offer_lacks(crew: World) -> None:
    lot = crew.lot
    lacking = 10 * COURIERS + SAFETY * (np.sqrt(lot) - 1) * np.sqrt(10 * COURIERS)
    CourierDrop(cover=COVER)(crew)
    assert abs(lot * crew.drops.size - lacking) < 5 * np.sqrt(COURIERS * 0.25) + 1
    CourierDrop(cover=COVER)(crew)
    assert lot * crew.drops.size < 1.05 * lacking


def test_nobody_hides_more_than_the_capacity(crew: World) -> None:
    CourierDrop(cover=30.0, capacity=28.0)(crew)
    assert_everybody_works_to(28, crew)


def test_limits_on_movement_cut_the_work_and_riders_make_up_for_half(crew: World) -> None:
    crew.levers.mobility = 0.5
    CourierDrop(cover=30.0, capacity=28.0, riders=0.5)(crew)
    assert_everybody_works_to(21, crew)


TURNS = 3
"""Lots by which a size may be off its share while sizes take turns; sizes by chance would be off by some 25."""


def test_packs_have_the_stated_shares(crew: World) -> None:
    CourierDrop(cover=10.0)(crew)
    n = crew.drops.size
    assert crew.lot * n > 2_000
    for pack, share in zip(crew.packs_mg[0], crew.products[0].pack_shares, strict=True):
        assert abs((crew.drops.used("mg") == pack).sum() - share * n) < TURNS


def test_however_many_lots_were_hidden_no_size_is_far_off_its_share(world: World) -> None:
    sizes = np.array([_next_size(hidden, world.pack_shares[0]) for hidden in range(3_000)])
    for pack, share in enumerate(world.products[0].pack_shares):
        so_far = np.cumsum(sizes == pack)
        assert np.abs(so_far - share * np.arange(1, 3_001)).max() < TURNS


def test_any_dozen_lots_in_a_row_hold_every_common_size(world: World) -> None:
    sizes = np.array([_next_size(hidden, world.pack_shares[0]) for hidden in range(3_000)])
    dozens = np.lib.stride_tricks.sliding_window_view(sizes, 12)
    for pack, share, fewest, most in ((0, 0.35, 3, 5), (1, 0.40, 4, 6), (2, 0.20, 1, 3)):
        assert world.products[0].pack_shares[pack] == pytest.approx(share)
        counts = (dozens == pack).sum(axis=1)
        assert (counts.min(), counts.max()) == (fewest, most)


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
        row = add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0)
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
    assert crew.ledger.money[MoneyFlow.WAGES] == crew.drops.size * crew.lot * 1_500 * crew.shop_weight


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
