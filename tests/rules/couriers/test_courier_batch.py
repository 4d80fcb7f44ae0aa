"""Batches: how much a courier gets, and what the threshold does to it."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.couriers import courier_batch
from marketsim.rules.couriers.courier_batch import CourierBatch
from marketsim.world.audit import check, count_stocks
from marketsim.world.newcomers import add_staff
from marketsim.world.states import Role, StaffStatus
from marketsim.world.world import World

COURIERS = 400


@pytest.fixture(params=[7, 50], ids=["single parcels", "lots of five"])
def crew(request: pytest.FixtureRequest, world_of: Callable[..., World]) -> World:
    """A world in which shop 0 has many couriers in region 0 and wants product 0 only."""
    world = world_of(weight=request.param)
    assert world.lot == {7: 1, 50: 5}[request.param]
    for _ in range(COURIERS):
        add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0)
    world.shops.demand[0] = 0.0
    world.shops.demand[0, 0, 0] = COURIERS * 20 * world.mean_pack_mg[0]
    world.shops.stock[0, 0, 0] = 10**12
    world.ledger.clear()
    return world


def batches(world: World) -> np.ndarray:
    carried = world.staff.used("carried")[:, 0]
    return carried[world.staff.used("role") == Role.COURIER][-COURIERS:]


def test_a_batch_is_about_a_week_of_packets(crew: World) -> None:
    CourierBatch(careful=0.0)(crew)
    packets = batches(crew) / crew.mean_pack_mg[0]
    assert packets == pytest.approx(140, rel=0.01)


def test_careful_couriers_carry_just_under_the_threshold_in_the_stated_share(crew: World) -> None:
    crew.levers.threshold_mg[:, 1] = 50_000
    CourierBatch(careful=0.5)(crew)
    under = (batches(crew) <= 50_000).sum()
    assert abs(under - 0.5 * COURIERS) < 5 * np.sqrt(COURIERS * 0.25)
    assert (batches(crew)[batches(crew) <= 50_000] >= 48_000).all()


def test_nobody_can_work_below_a_threshold_of_one_gram(crew: World) -> None:
    crew.levers.threshold_mg[:, 1] = 1_000
    CourierBatch(careful=1.0)(crew)
    assert (batches(crew) > 1_000).all()


def test_what_is_handed_over_leaves_the_warehouse(crew: World) -> None:
    crew.shops.stock[0, 0, 0] = 3_000_000
    before = count_stocks(crew)
    CourierBatch()(crew)
    check(crew, before)
    assert batches(crew).sum() == 3_000_000


def test_scarce_stock_goes_to_whom_luck_has_it_not_to_the_first_rows(crew: World) -> None:
    served = []
    for _ in range(20):
        crew.today.day += 1
        crew.staff.used("carried")[:] = 0
        crew.shops.stock[0, 0, 0] = round(COURIERS / 4 * 140 * crew.mean_pack_mg[0])
        CourierBatch(careful=0.0)(crew)
        served.append(batches(crew) > 0)
    times = np.sum(served, axis=0)
    each = times.sum() / COURIERS
    assert 4.5 < each < 5.5
    first, last = times[: COURIERS // 2].mean(), times[COURIERS // 2 :].mean()
    assert abs(first - last) < 5 * np.sqrt(20 * 0.25 * 0.75 * 4 / COURIERS)
    assert not np.array_equal(served[0], served[1])


def test_the_compiled_queue_is_the_written_one(crew: World) -> None:
    staff = crew.staff
    arguments = (
        crew.seed, crew.today.day, staff.uid, staff.role, staff.status, staff.shop, staff.size, crew.shops.status
    )  # fmt: skip
    rows = courier_batch._queue(*arguments)
    np.testing.assert_array_equal(rows, courier_batch._queue.py_func(*arguments))
    assert set(rows) == set(np.flatnonzero(staff.used("role") == Role.COURIER)[-COURIERS:])


def test_who_still_has_enough_gets_nothing(crew: World) -> None:
    crew.staff.carried[: crew.staff.size, 0] = round(30 * crew.mean_pack_mg[0])
    before = crew.staff.carried.copy()
    CourierBatch()(crew)
    assert (crew.staff.carried == before).all()


def sell_a_day(world: World, parcels: int) -> World:
    """Let every courier have this many parcels to hide in a day."""
    world.shops.demand[0, 0, 0] = COURIERS * parcels * world.mean_pack_mg[0]
    return world


@pytest.mark.parametrize("parcels", [1, 2, 4, 5, 20])
def test_who_has_less_than_a_lot_to_hide_in_a_day_gets_what_a_lot_is_above_it(crew: World, parcels: int) -> None:
    CourierBatch(careful=0.0, smallest=12.0)(sell_a_day(crew, parcels))
    expected = max(7 * parcels, 12) + max(crew.lot - parcels, 0)
    assert batches(crew) / crew.mean_pack_mg[0] == pytest.approx(expected, abs=0.01)


def test_a_courier_comes_back_when_the_day_or_a_lot_of_mean_packs_is_not_in_the_bag(crew: World) -> None:
    for parcels in (1, 20):
        least = round(max(parcels, crew.lot) * crew.mean_pack_mg[0])
        for carried, gets in ((least + 1, False), (least - 1, True)):
            crew.staff.carried[: crew.staff.size, 0] = carried
            CourierBatch()(sell_a_day(crew, parcels))
            assert ((batches(crew) > carried) == gets).all()


@pytest.mark.parametrize(("packers", "keepers", "part"), [(1, 1, 1.0), (1, 0, 1.0), (0, 1, 0.5), (0, 0, 0.0)])
def test_without_a_packer_batches_are_half_and_without_a_keeper_too_there_are_none(
    crew: World, packers: int, keepers: int, part: float
) -> None:
    crew.shops.at_work[0, Role.PACKER] = packers
    crew.shops.at_work[0, Role.WAREHOUSE_KEEPER] = keepers
    CourierBatch(careful=0.0, unpacked=0.5)(crew)
    assert batches(crew) / crew.mean_pack_mg[0] == pytest.approx(part * 140, rel=0.01)


def test_without_packer_and_keeper_nobody_gets_the_rest_of_a_lot_either(crew: World) -> None:
    crew.shops.at_work[0, [Role.PACKER, Role.WAREHOUSE_KEEPER]] = 0
    CourierBatch(careful=0.0)(sell_a_day(crew, 1))
    assert not batches(crew).any()
