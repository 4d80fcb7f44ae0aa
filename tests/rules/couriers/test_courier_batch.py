"""Batches: how much a courier gets, and what the threshold does to it."""

import numpy as np
import pytest

from marketsim.rules.couriers.courier_batch import CourierBatch
from marketsim.world.audit import check, count_stocks
from marketsim.world.newcomers import add_staff
from marketsim.world.states import Role, StaffStatus
from marketsim.world.world import World

COURIERS = 400


@pytest.fixture
def crew(world: World) -> World:
    """A world in which shop 0 has many couriers in region 0 and wants product 0 only."""
    for i in range(COURIERS):
        add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0, 50_000 + i)
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


def test_who_still_has_enough_gets_nothing(crew: World) -> None:
    crew.staff.carried[: crew.staff.size, 0] = round(30 * crew.mean_pack_mg[0])
    before = crew.staff.carried.copy()
    CourierBatch()(crew)
    assert (crew.staff.carried == before).all()
