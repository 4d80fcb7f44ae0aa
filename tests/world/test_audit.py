"""The audit: booked changes pass, others are named with book, day and amount."""

import numpy as np
import pytest

from marketsim.world.audit import LedgerError, check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import BuyerState, ConsignmentStatus, DropStatus, StaffStatus
from marketsim.world.world import World


def move_buyer(world: World) -> None:
    world.buyers.state[0] = BuyerState.DEAD


def move_staff(world: World) -> None:
    world.staff.status[int((world.staff.used("status") == StaffStatus.ACTIVE).argmax())] = StaffStatus.QUIT


def add(table: str, column: str, amount: int):
    def change(world: World) -> None:
        column_of = getattr(getattr(world, table), column)
        column_of[(0,) * column_of.ndim] += amount

    return change


@pytest.fixture
def stocked(world: World) -> World:
    """A world that holds something everywhere."""
    for table in ("drops", "laboratories", "consignments"):
        getattr(world, table).append(1)
    world.drops.mg[0], world.drops.status[0] = 500, DropStatus.RESERVED
    world.laboratories.product_stock[0] = world.laboratories.precursor_stock[0] = 1_000
    world.consignments.mg[0], world.consignments.status[0] = 2_000, ConsignmentStatus.TRAVELLING
    world.consignments.material[0] = world.precursor
    world.ledger.clear()
    return world


LEAKS = [
    (add("shops", "stock", 1), r"mass of alpha_pvp: \+10 mg"),
    (add("staff", "carried", 1), r"mass of alpha_pvp: \+10 mg"),
    (add("drops", "mg", -1), "mass of alpha_pvp: -50 mg"),
    (add("groups", "product_stock", -1), "mass of alpha_pvp: -1 mg"),
    (add("laboratories", "product_stock", 1), r"mass of alpha_pvp: \+1 mg"),
    (add("market", "corrupt_stash", 1), r"mass of alpha_pvp: \+1 mg"),
    (add("groups", "precursor_stock", 1), r"mass of precursor: \+1 mg"),
    (add("laboratories", "precursor_stock", -1), "mass of precursor: -1 mg"),
    (add("consignments", "mg", 1), r"mass of precursor: \+1 mg"),
    (add("shops", "money", 1), r"money: \+10 KZT"),
    (add("groups", "money", -1), "money: -1 KZT"),
    (move_buyer, r"buyers dead: \+50 persons"),
    (move_staff, r"staff quit: \+10 persons"),
]


@pytest.mark.parametrize(("leak", "said"), LEAKS)
def test_the_smallest_change_that_nobody_booked_is_named(stocked: World, leak, said: str) -> None:
    before = count_stocks(stocked)
    check(stocked, before)
    leak(stocked)
    with pytest.raises(LedgerError, match=f"^2017-01-01: the books do not balance: .*{said}"):
        check(stocked, before)


@pytest.mark.parametrize("flow", MassFlow)
def test_every_flow_of_mass_has_its_sign(stocked: World, flow: MassFlow) -> None:
    before = count_stocks(stocked)
    stocked.groups.product_stock[0, 0, 0] += 7 if flow < MassFlow.EXPORTED else -7
    stocked.ledger.mass[flow, 0] += 7
    after = check(stocked, before)
    assert abs(after.mass[0] - before.mass[0]) == 7


@pytest.mark.parametrize("flow", MoneyFlow)
def test_every_flow_of_money_has_its_sign(stocked: World, flow: MoneyFlow) -> None:
    before = count_stocks(stocked)
    stocked.groups.money[0] += 7 if flow < MoneyFlow.REFUNDS else -7
    stocked.ledger.money[flow] += 7
    check(stocked, before)


def test_a_flow_that_did_not_happen_is_caught(stocked: World) -> None:
    before = count_stocks(stocked)
    stocked.ledger.staff[StaffStatus.ACTIVE, StaffStatus.QUIT] += 10
    stocked.ledger.money[MoneyFlow.WAGES] += 1
    with pytest.raises(LedgerError) as said:
        check(stocked, before)
    for fault in ("money: +1 KZT", "staff active: +10 persons", "staff quit: -10 persons"):
        assert fault in str(said.value)


def test_what_moves_inside_the_market_is_no_flow(stocked: World) -> None:
    before = count_stocks(stocked)
    stocked.groups.product_stock[0, 0, 0] -= 3 * stocked.shop_weight
    stocked.shops.stock[0, 0, 0] += 3
    stocked.shops.money[0] -= 2
    stocked.groups.money[0] += 2 * stocked.shop_weight
    check(stocked, before)


def test_ended_drops_and_arrived_loads_are_no_stock(stocked: World) -> None:
    before = count_stocks(stocked)
    stocked.drops.status[0] = DropStatus.SEIZED
    stocked.consignments.status[0] = ConsignmentStatus.SEIZED
    now = count_stocks(stocked)
    assert before.mass[0] - now.mass[0] == 500 * stocked.weight
    assert before.mass[-1] - now.mass[-1] == 2_000


def test_places_outside_the_market_are_not_people(stocked: World) -> None:
    before = count_stocks(stocked)
    stocked.buyers.append(10)
    stocked.staff.append(10)
    after = check(stocked, before)
    assert after.buyers[BuyerState.OUTSIDE] - before.buyers[BuyerState.OUTSIDE] == 10 * stocked.weight
    assert np.array_equal(np.delete(after.staff, StaffStatus.OUTSIDE), np.delete(before.staff, StaffStatus.OUTSIDE))
