"""Couriers on the street: met with the stated chance, held by the weight that they carry."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.police import courier_arrest
from marketsim.rules.police.courier_arrest import CourierArrest
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import DropStatus, Role, StaffStatus
from marketsim.world.world import World

HOURS = 4.0
ALWAYS = (1.0, 1.0, 1.0, 1.0)


@pytest.fixture
def street(world: World, hire: Callable[..., np.ndarray], hide: Callable[..., slice]) -> World:
    """2,000 couriers who hid five lots of parcels each and carry 60 g of the first product."""
    couriers = hire(world, Role.COURIER, 2_000)
    world.staff.carried[couriers, 0] = 60_000
    hide(world, couriers, 5)
    world.officers.used("corrupt")[:] = False
    world.start_day()
    return world


def detained(world: World) -> int:
    return int((world.staff.used("status") == StaffStatus.DETAINED).sum())


def test_share_detained_is_the_stated_chance(street: World, within_five_sigma: Callable[..., bool]) -> None:
    CourierArrest(detection=0.01, held=ALWAYS)(street)
    assert within_five_sigma(detained(street), 2_000, 1.0 - np.exp(-0.01 * 5 * street.lot * HOURS))


def test_the_threshold_decides_who_is_held(street: World, within_five_sigma: Callable[..., bool]) -> None:
    street.levers.threshold_mg[:, 1] = 70_000
    CourierArrest(detection=0.02, held=(0.0, 0.3, 1.0, 1.0))(street)
    assert within_five_sigma(detained(street), 2_000, 0.3 * (1.0 - np.exp(-0.02 * 5 * street.lot * HOURS)))


def test_nobody_is_met_without_patrols_or_parcels_of_today(street: World) -> None:
    street.drops.used("placed_on")[:5_000] -= 1
    street.cells.patrol_hours[:] = 0.0
    CourierArrest(detection=0.1, held=ALWAYS)(street)
    assert detained(street) == 0
    street.cells.patrol_hours[:] = HOURS
    CourierArrest(detection=0.1, held=ALWAYS)(street)
    first = street.drops.used("courier")[:5_000]
    assert detained(street) > 0
    assert not np.isin(np.flatnonzero(street.staff.used("status") == StaffStatus.DETAINED), first).any()


def test_more_patrols_only_add_arrests(street: World) -> None:
    hit = {}
    staff = street.staff
    for hours in (1.0, 4.0):
        street.cells.patrol_hours[:] = hours
        rows, _ = courier_arrest._meet(
            street.seed, street.today.day, 0.01, street.drops.courier, street.drops.cell, street.drops.placed_on,
            street.drops.size, street.cells.patrol_hours, staff.uid, staff.status, staff.size,
        )  # fmt: skip
        hit[hours] = set(rows.tolist())
    assert hit[1.0] < hit[4.0]


def test_the_compiled_meeting_is_the_written_one(street: World) -> None:
    staff, drops = street.staff, street.drops
    arguments = (
        street.seed, street.today.day, 0.01, drops.courier, drops.cell, drops.placed_on, 2_000,
        street.cells.patrol_hours, staff.uid, staff.status, staff.size,
    )  # fmt: skip
    compiled, written = courier_arrest._meet(*arguments), courier_arrest._meet.py_func(*arguments)
    assert len(compiled[0]) > 10
    assert all(np.array_equal(c, w) for c, w in zip(compiled, written, strict=True))


def test_what_is_carried_and_shown_is_seized_to_the_milligram(street: World) -> None:
    before = count_stocks(street)
    rule = CourierArrest(detection=0.01, held=ALWAYS, drops_shown=0.5)
    rule(street)
    check(street, before)
    caught, k = detained(street), street.shop_weight
    assert street.ledger.mass[MassFlow.SEIZED_COURIER, 0] == k * caught * 60_000
    shown = (street.drops.used("status") == DropStatus.SEIZED).sum()
    assert abs(shown - 2.5 * caught) < 5.0 * np.sqrt(1.25 * caught)
    assert street.tally.counts[Count.DETAINED_COURIERS_ON_PATROL].sum() == k * caught
    assert street.cells.arrests.sum() == k * caught
    assert abs(street.cells.heat.sum() - k * caught) < 1e-6 * k * caught
    lost = caught * 60.0 + shown * street.lot * 0.5
    assert street.shops.losses[0] == pytest.approx(lost * street.market.wholesale_price[0])


def test_corrupt_officers_take_money_instead(street: World) -> None:
    street.officers.used("corrupt")[:] = True
    street.shops.money[0] = 10**9
    before = count_stocks(street)
    CourierArrest(detection=0.01, held=ALWAYS, bribe=1_000.0)(street)
    check(street, before)
    assert detained(street) == 0
    assert street.ledger.money[MoneyFlow.BRIBES] > 0
    assert street.shops.losses[0] == street.ledger.money[MoneyFlow.BRIBES] / street.shop_weight
    street.levers.corruption = 0.0
    CourierArrest(detection=0.01, held=ALWAYS)(street)
    assert detained(street) > 0


def test_a_shop_without_money_cannot_buy_its_courier_off(street: World) -> None:
    street.officers.used("corrupt")[:] = True
    street.shops.money[0] = 0
    CourierArrest(detection=0.01, held=ALWAYS)(street)
    assert detained(street) > 0
    assert street.ledger.money[MoneyFlow.BRIBES] == 0


def test_a_stranger_more_does_not_change_my_luck(street: World) -> None:
    caught = []
    for stranger in (0, int(street.drops.courier[5])):
        if stranger:
            status = street.staff.used("status")
            status[status == StaffStatus.DETAINED] = StaffStatus.ACTIVE
            status[stranger] = StaffStatus.QUIT
        CourierArrest(detection=0.01, held=ALWAYS, drops_shown=0.0)(street)
        caught.append(set(np.flatnonzero(street.staff.used("status") == StaffStatus.DETAINED).tolist()))
    assert len(caught[0]) > 100
    assert caught[1] == caught[0] - {stranger}
