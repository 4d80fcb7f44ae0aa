"""Leaving: at the stated tenure, and what becomes of goods and deposits."""

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_MONTH
from marketsim.rules.couriers.staff_leaving import StaffLeaving
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.newcomers import add_staff
from marketsim.world.states import Role, StaffStatus
from marketsim.world.world import World

COURIERS = 2_000


@pytest.fixture
def crew(world: World) -> World:
    """A world in which shop 0 has many couriers, each with goods and a deposit."""
    for _ in range(COURIERS):
        row = add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, 0)
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


def test_what_thieves_carry_off_is_a_loss_of_the_shop_at_wholesale_value(crew: World) -> None:
    StaffLeaving(courier_tenure=0.5, theft=0.5, cheating=0.0)(crew)
    stolen = crew.ledger.mass[MassFlow.STOLEN_STAFF, 0] / crew.shop_weight
    assert stolen > 0
    assert crew.shops.losses[0] == pytest.approx(stolen / 1_000 * crew.market.wholesale_price[0])


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


@pytest.fixture
def cheated(crew: World) -> World:
    """The crew of a shop that cheats everybody who leaves; about a quarter does in a day."""
    crew.shops.scam_propensity[0] = 1.0
    return crew


def leave(world: World, **words: float) -> int:
    """Let people leave for a day and return how many did."""
    world.market.risk[Role.COURIER] = 15.0
    StaffLeaving(courier_tenure=0.5, fear=0.2, **words)(world)
    return int((of_couriers(world) != StaffStatus.ACTIVE).sum())


def test_the_stated_share_of_the_cheated_is_beaten(cheated: World) -> None:
    left = leave(cheated, cheating=1.0, betrayal=0.0, violence=0.2)
    assert (of_couriers(cheated) == StaffStatus.CHEATED).sum() == left > 400
    beaten = cheated.tally.counts[Count.BEATEN].sum() / cheated.shop_weight
    assert abs(beaten - 0.2 * left) < 5 * np.sqrt(left * 0.16)


def test_thieves_are_beaten_too_and_nobody_who_just_quits(crew: World) -> None:
    left = leave(crew, cheating=0.0, theft=1.0, violence=0.5)
    beaten = crew.tally.counts[Count.BEATEN].sum() / crew.shop_weight
    assert abs(beaten - 0.5 * left) < 5 * np.sqrt(left * 0.25)
    crew.tally.clear()
    crew.today.day += 1
    leave(crew, cheating=0.0, theft=0.0, violence=1.0)
    assert crew.tally.counts[Count.BEATEN].sum() == 0


def test_the_stated_share_of_the_cheated_is_given_away_and_detained_with_what_they_carry(cheated: World) -> None:
    before = count_stocks(cheated)
    left = leave(cheated, cheating=1.0, betrayal=0.3)
    check(cheated, before)
    given = int((of_couriers(cheated) == StaffStatus.DETAINED).sum())
    assert abs(given - 0.3 * left) < 5 * np.sqrt(left * 0.21)
    k = cheated.shop_weight
    assert cheated.tally.counts[Count.GIVEN_AWAY].sum() == given * k
    assert cheated.tally.counts[Count.DETAINED_OWNER + Role.COURIER].sum() == given * k
    assert cheated.ledger.staff[StaffStatus.ACTIVE, StaffStatus.DETAINED] == given * k
    assert cheated.ledger.mass[MassFlow.SEIZED_COURIER, 0] == given * k * 10_000
    assert cheated.ledger.money[MoneyFlow.DEPOSITS_RETURNED] == 0


def test_nobody_is_given_away_who_is_not_cheated(crew: World) -> None:
    leave(crew, cheating=0.0, betrayal=1.0)
    assert crew.tally.counts[Count.GIVEN_AWAY].sum() == 0
    assert StaffStatus.DETAINED not in of_couriers(crew)
