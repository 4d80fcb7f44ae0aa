"""Leaving: at the stated tenure, and what becomes of goods and deposits."""

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_MONTH
from marketsim.rules.couriers.staff_leaving import StaffLeaving
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.newcomers import add_staff
from marketsim.world.states import Role, StaffStatus
from marketsim.world.world import World

COURIERS = 2_000


@pytest.fixture
def crew(world: World) -> World:
    """A world in which shop 0 has many couriers, each with goods and a deposit."""
    for i in range(COURIERS):
        row = add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0, 50_000 + i)
        world.staff.carried[row, 0] = 10_000
        world.staff.deposit[row] = 15_000
    world.shops.money[0] = 10**12
    world.market.risk[:] = 0.0
    world.ledger.clear()
    return world


def of_couriers(world: World) -> np.ndarray:
    return world.staff.used("status")[world.staff.used("role") == Role.COURIER][-COURIERS:]


def test_share_that_leaves_in_a_day_is_one_over_tenure(crew: World) -> None:
    StaffLeaving(courier_tenure=0.5)(crew)
    left = (of_couriers(crew) != StaffStatus.ACTIVE).sum()
    chance = 1 / (0.5 * DAYS_PER_MONTH)
    assert abs(left - chance * COURIERS) < 5 * np.sqrt(COURIERS * chance * (1 - chance))


def test_risk_makes_people_leave_sooner(crew: World) -> None:
    crew.market.risk[Role.COURIER] = 5.0
    StaffLeaving(courier_tenure=0.5, fear=0.2)(crew)
    chance = 2 / (0.5 * DAYS_PER_MONTH)
    left = (of_couriers(crew) != StaffStatus.ACTIVE).sum()
    assert abs(left - chance * COURIERS) < 5 * np.sqrt(COURIERS * chance)


def test_books_balance_whoever_leaves_however(crew: World) -> None:
    before = count_stocks(crew)
    StaffLeaving(courier_tenure=0.5, theft=0.3, cheating=0.3)(crew)
    check(crew, before)
    assert crew.ledger.mass[MassFlow.STOLEN_STAFF, 0] > 0
    assert crew.ledger.money[MoneyFlow.DEPOSITS_RETURNED] > 0
    assert {StaffStatus.QUIT, StaffStatus.CHEATED} <= set(of_couriers(crew))


def test_owners_stay_and_everybody_else_leaves_in_the_end(crew: World) -> None:
    rows = np.flatnonzero(crew.staff.used("role") == Role.COURIER)[-COURIERS:]
    owners, keepers = rows[::2], rows[1::2]
    crew.staff.role[owners] = Role.OWNER
    crew.staff.role[keepers] = Role.WAREHOUSE_KEEPER
    for _ in range(300):
        crew.today.day += 1
        StaffLeaving(other_tenure=1.0)(crew)
    assert (crew.staff.status[owners] == StaffStatus.ACTIVE).all()
    assert (crew.staff.status[keepers] == StaffStatus.QUIT).mean() > 0.99
