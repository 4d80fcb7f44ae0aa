"""How a shop ends."""

import numpy as np
import pytest

from marketsim.world import closing
from marketsim.world.audit import check, count_stocks
from marketsim.world.closing import close_shop, leave_region
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.newcomers import add_staff
from marketsim.world.states import AccountStatus, ChannelStatus, DropStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World


@pytest.fixture
def shop_with_couriers(world: World) -> World:
    """A world whose shop 0 holds goods, a till and the deposits of two couriers, one of them in custody."""
    for status in (StaffStatus.ACTIVE, StaffStatus.DETAINED):
        row = add_staff(world, 0, Role.COURIER, 2, status, 0)
        world.staff.deposit[row] = 15_000
        world.staff.carried[row, 1] = 300 * (status == StaffStatus.ACTIVE)
    world.shops.stock[0, 2, 1] = 12_345
    world.shops.money[0] = 100_000
    world.ledger.clear()
    return world


def couriers(world: World) -> np.ndarray:
    staff = world.staff
    return np.flatnonzero((staff.used("shop") == 0) & (staff.used("role") == Role.COURIER))


@pytest.mark.parametrize("scam", [False, True])
def test_the_books_balance_and_nothing_is_left(shop_with_couriers: World, scam: bool) -> None:
    world, k = shop_with_couriers, shop_with_couriers.shop_weight
    before = count_stocks(world)
    close_shop(world, 0, scam)
    check(world, before)
    shops, books = world.shops, world.ledger
    assert shops.status[0] == ShopStatus.CLOSED and not shops.can_pay[0]
    assert not (shops.stock[0].any() or shops.money[0] or shops.demand[0].any())
    assert books.mass[MassFlow.LOST_CLOSURE, 1] == 12_345 * k
    assert books.mass[MassFlow.STOLEN_STAFF, 1] == 300 * k
    assert books.money[MoneyFlow.DEPOSITS_RETURNED] == (0 if scam else 15_000 * k)
    assert books.money[MoneyFlow.OWNERS] == (100_000 if scam else 85_000) * k
    ends = world.tally.counts[[Count.SHOPS_CLOSED, Count.EXIT_SCAMS]].sum(axis=1).tolist()
    assert ends == ([0, k] if scam else [k, 0])


@pytest.mark.parametrize(("scam", "to"), [(False, StaffStatus.QUIT), (True, StaffStatus.CHEATED)])
def test_people_at_work_leave_and_those_in_custody_stay_there(
    shop_with_couriers: World, scam: bool, to: StaffStatus
) -> None:
    world = shop_with_couriers
    mine = world.staff.used("shop") == 0
    others = world.staff.used("status")[~mine].copy()
    close_shop(world, 0, scam)
    assert world.staff.status[couriers(world)].tolist() == [to, StaffStatus.DETAINED]
    owners = world.staff.used("role") == Role.OWNER
    assert set(world.staff.used("status")[mine & ~owners].tolist()) == {int(to), int(StaffStatus.DETAINED)}
    assert world.staff.used("status")[mine & owners].tolist() == [StaffStatus.QUIT]
    np.testing.assert_array_equal(world.staff.used("status")[~mine], others)


@pytest.mark.parametrize("scam", [False, True])
def test_whoever_a_scam_robs_is_counted_as_cheated_where_they_live(shop_with_couriers: World, scam: bool) -> None:
    world, staff = shop_with_couriers, shop_with_couriers.staff
    add_staff(world, 0, Role.COURIER, 3, StaffStatus.APPLICANT, 0)
    robbed = (staff.used("shop") == 0) & (staff.used("status") <= StaffStatus.ACTIVE)
    robbed &= staff.used("role") != Role.OWNER
    expected = world.shop_weight * np.bincount(staff.used("region")[robbed], minlength=len(world.regions))
    world.ledger.clear()
    close_shop(world, 0, scam)
    np.testing.assert_array_equal(world.tally.counts[Count.CHEATED], expected * scam)
    assert world.ledger.staff[:, StaffStatus.CHEATED].sum() == expected.sum() * scam


def test_an_empty_till_gives_back_what_it_holds_and_no_more(shop_with_couriers: World) -> None:
    world = shop_with_couriers
    world.shops.money[0] = 4_000
    before = count_stocks(world)
    close_shop(world, 0, scam=False)
    check(world, before)
    assert world.ledger.money[MoneyFlow.DEPOSITS_RETURNED] == 4_000 * world.shop_weight
    assert world.ledger.money[MoneyFlow.OWNERS] == 0


def test_channels_are_given_up_and_accounts_closed_but_blocked_ones_stay_blocked(shop_with_couriers: World) -> None:
    world = shop_with_couriers
    channels, accounts = world.channels, world.accounts
    of_shop = np.flatnonzero(channels.used("shop") == 0)
    others = channels.used("status")[channels.used("shop") != 0].copy()
    close_shop(world, 0, scam=False)
    assert (channels.status[of_shop] == ChannelStatus.ABANDONED).all()
    assert (accounts.used("status")[accounts.used("shop") == 0] == AccountStatus.CLOSED).all()
    assert (accounts.used("status")[accounts.used("shop") != 0] == AccountStatus.OPEN).all()
    np.testing.assert_array_equal(channels.used("status")[channels.used("shop") != 0], others)
    channels.shop[of_shop], channels.status[of_shop] = 1, ChannelStatus.BLOCKED
    close_shop(world, 1, scam=False)
    assert (channels.status[of_shop] == ChannelStatus.BLOCKED).all()


@pytest.mark.parametrize("scam", [False, True])
def test_the_compiled_dismissal_is_the_written_one(world_of, monkeypatch: pytest.MonkeyPatch, scam: bool) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        row = add_staff(world, 0, Role.COURIER, 2, StaffStatus.ACTIVE, 0)
        world.staff.deposit[row], world.staff.carried[row, 1], world.shops.money[0] = 15_000, 300, 9_000
    close_shop(worlds[0], 0, scam)
    monkeypatch.setattr(closing, "_dismiss", closing._dismiss.py_func)
    close_shop(worlds[1], 0, scam)
    for column in ("status", "carried", "deposit"):
        assert (worlds[0].staff.used(column) == worlds[1].staff.used(column)).all()
    assert (worlds[0].tally.counts == worlds[1].tally.counts).all()
    for book in ("mass", "money", "staff"):
        assert (getattr(worlds[0].ledger, book) == getattr(worlds[1].ledger, book)).all()


REGION = 5


@pytest.fixture
def spread_shop(world: World) -> World:
    """Shop 0 at home and in `REGION`: three couriers, an applicant, stock, two free parcels and a paid one in each."""
    shops, staff, drops = world.shops, world.staff, world.drops
    shops.money[0], shops.stock[0] = 10**6, 0
    for region in (int(shops.region[0]), REGION):
        shops.serves[0, region], shops.stock[0, region, 1], shops.demand[0, region, 1] = True, 10_000, 500.0
        for status in (StaffStatus.ACTIVE, StaffStatus.ACTIVE, StaffStatus.APPLICANT, StaffStatus.DETAINED):
            row = add_staff(world, 0, Role.COURIER, region, status, 0)
            staff.deposit[row], staff.carried[row, 1] = 15_000, 300 * (status == StaffStatus.ACTIVE)
        rows = drops.append(4)
        drops.shop[rows], drops.region[rows], drops.product[rows], drops.mg[rows] = (0, 0, 0, 1), region, 1, 700
        drops.status[rows] = (DropStatus.AVAILABLE, DropStatus.AVAILABLE, DropStatus.RESERVED, DropStatus.AVAILABLE)
    world.ledger.clear()
    return world


def test_a_region_is_left_with_everything_and_the_books_balance(spread_shop: World) -> None:
    world, k = spread_shop, spread_shop.shop_weight
    shops, home = world.shops, int(spread_shop.shops.region[0])
    before = count_stocks(world)
    leave_region(world, 0, REGION)
    check(world, before)
    assert not (shops.serves[0, REGION] or shops.stock[0, REGION].any() or shops.demand[0, REGION].any())
    assert shops.serves[0, home] and shops.demand[0, home, 1] == 500.0
    assert shops.stock[0, home, 1] == 2 * 10_000 + 2 * 300 + 2 * world.lot * 700
    assert world.ledger.money[MoneyFlow.DEPOSITS_RETURNED] == 3 * 15_000 * k
    assert world.tally.counts[Count.QUITS, REGION] == world.tally.counts[Count.QUITS].sum() == 3 * k


def test_who_works_there_is_let_go_and_nobody_else(spread_shop: World) -> None:
    world, staff = spread_shop, spread_shop.staff
    before = staff.used("status").copy()
    there = (staff.used("shop") == 0) & (staff.used("role") == Role.COURIER) & (staff.used("region") == REGION)
    leave_region(world, 0, REGION)
    assert staff.used("status")[there].tolist() == [StaffStatus.QUIT] * 3 + [StaffStatus.DETAINED]
    np.testing.assert_array_equal(staff.used("status")[~there], before[~there])


def test_parcels_there_are_taken_back_unless_somebody_has_paid(spread_shop: World) -> None:
    leave_region(spread_shop, 0, REGION)
    back, free, paid = int(DropStatus.TAKEN_BACK), int(DropStatus.AVAILABLE), int(DropStatus.RESERVED)
    assert spread_shop.drops.used("status").tolist() == [free, free, paid, free, back, back, paid, free]


def test_without_a_courier_at_work_parcels_are_left_to_strangers(spread_shop: World) -> None:
    world, staff = spread_shop, spread_shop.staff
    staff.used("status")[staff.used("region") == REGION] = StaffStatus.APPLICANT
    before = count_stocks(world)
    world.ledger.clear()
    leave_region(world, 0, REGION)
    check(world, before)
    assert not (world.drops.used("status") == DropStatus.TAKEN_BACK).any()


def test_deposits_come_back_while_the_till_lasts(spread_shop: World) -> None:
    spread_shop.shops.money[0] = 40_000
    leave_region(spread_shop, 0, REGION)
    assert spread_shop.shops.money[0] == 0
    assert spread_shop.ledger.money[MoneyFlow.DEPOSITS_RETURNED] == 40_000 * spread_shop.shop_weight


def test_the_compiled_farewell_is_the_written_one(spread_shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    home = int(spread_shop.shops.region[0])
    for kernel in ("_let_couriers_go", "_take_back"):
        monkeypatch.setattr(closing, kernel, getattr(closing, kernel).py_func)
    leave_region(spread_shop, 0, REGION)
    assert spread_shop.shops.stock[0, home, 1] == 2 * 10_000 + 2 * 300 + 2 * spread_shop.lot * 700
    assert spread_shop.ledger.money[MoneyFlow.DEPOSITS_RETURNED] == 3 * 15_000 * spread_shop.shop_weight
