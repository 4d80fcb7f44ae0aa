"""Detention: status, grade, counts and books in one place."""

import numpy as np
import pytest

from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.detention import UNSCHEDULED, Parcel, detain_buyer, detain_staff, grade_of
from marketsim.world.newcomers import add_staff
from marketsim.world.states import BuyerState, Care, Charge, Role, StaffStatus, WeightGrade
from marketsim.world.world import World

PARCEL = Parcel(product=1, mg=500, unlisted=True)


@pytest.mark.parametrize(
    ("mg", "grade"),
    [
        (499, WeightGrade.SMALL),
        (500, WeightGrade.MEDIUM),
        (49_999, WeightGrade.MEDIUM),
        (50_000, WeightGrade.LARGE),
        (250_000, WeightGrade.ESPECIALLY_LARGE),
    ],
)
def test_a_grade_begins_at_its_threshold(world: World, mg: int, grade: WeightGrade) -> None:
    assert grade_of(world, 0, mg) == grade


def test_a_detained_person_awaits_charge_and_verdict(world: World) -> None:
    row = add_staff(world, 0, Role.COURIER, 3, StaffStatus.ACTIVE, 0)
    staff = world.staff
    staff.carried[row] = (400, 60_000, 0)
    staff.woman[row], staff.first_offence[row], staff.age_band[row] = True, False, 0
    world.start_day()
    before = count_stocks(world)
    detain_staff(world, row)
    check(world, before)
    counts = world.tally.counts[:, 3]
    assert (staff.status[row], staff.until[row], staff.charge[row]) == (StaffStatus.DETAINED, UNSCHEDULED, Charge.NONE)
    assert staff.grade[row] == WeightGrade.LARGE
    assert not staff.carried[row].any()
    for count in (Count.DETAINED_COURIER, Count.DETAINED_WOMEN, Count.DETAINED_MINORS):
        assert counts[count] == world.shop_weight, count.name
    assert counts[Count.DETAINED_FIRST_OFFENDERS] == 0
    assert world.tally.detained == [row]


def test_what_was_found_beside_counts_for_the_grade_only(world: World) -> None:
    row = add_staff(world, 0, Role.WAREHOUSE_KEEPER, 3, StaffStatus.ACTIVE, 0)
    world.start_day()
    before = count_stocks(world)
    detain_staff(world, row, found=np.array([300_000, 0, 0]))
    check(world, before)
    assert world.staff.grade[row] == WeightGrade.ESPECIALLY_LARGE


def test_a_buyer_moves_and_no_mass_does(world: World) -> None:
    row = int(np.flatnonzero(world.buyers.used("state") == BuyerState.REGULAR)[0])
    before = count_stocks(world)
    detain_buyer(world, row, PARCEL, 100)
    check(world, before)
    assert (world.buyers.state[row], world.buyers.until[row]) == (BuyerState.DETAINED, UNSCHEDULED)
    assert world.cells.arrests[100] == world.weight


def test_what_was_before_and_what_was_found_are_kept(world: World) -> None:
    buyers, today = world.buyers, world.today.day
    row = int(np.flatnonzero(buyers.used("state") == BuyerState.REGULAR)[0])
    buyers.until[row] = today + 40
    detain_buyer(world, row, PARCEL)
    assert (buyers.detained_on[row], buyers.state_before[row], buyers.until_before[row]) == (
        today, BuyerState.REGULAR, today + 40
    )  # fmt: skip
    assert (buyers.held_product[row], buyers.held_mg[row], buyers.held_unlisted[row]) == PARCEL


def test_an_order_that_found_no_place_yet_waits_until_the_person_is_free(world: World) -> None:
    buyers = world.buyers
    waiting, over = np.flatnonzero(buyers.used("state") == BuyerState.DEPENDENT)[:2].tolist()
    buyers.care[[waiting, over]] = Care.COMPULSORY
    buyers.until[[waiting, over]] = world.today.day + 30, world.today.day
    for row in (waiting, over):
        detain_buyer(world, row, PARCEL)
    assert buyers.care[[waiting, over]].tolist() == [Care.ORDERED, Care.COMPULSORY]


@pytest.mark.parametrize(
    "state", [state for state in BuyerState if not BuyerState.OCCASIONAL <= state <= BuyerState.DEPENDENT]
)
def test_who_does_not_use_or_is_in_custody_is_not_detained(world: World, state: BuyerState) -> None:
    world.buyers.state[0] = state
    world.buyers.until[0] = 77
    assert not detain_buyer(world, 0, PARCEL)
    assert (world.buyers.state[0], world.buyers.until[0]) == (state, 77)
    assert not world.tally.counts.any() and not world.ledger.buyers.any()


@pytest.mark.parametrize(
    "status", [s for s in StaffStatus if s not in (StaffStatus.APPLICANT, StaffStatus.ACTIVE, StaffStatus.OUTSIDE)]
)
def test_nobody_in_custody_or_gone_is_detained(world: World, status: StaffStatus) -> None:
    row = add_staff(world, 0, Role.COURIER, 3, status, 0)
    world.staff.until[row], world.staff.grade[row] = 77, WeightGrade.LARGE
    world.start_day()
    assert not detain_staff(world, row)
    assert (world.staff.status[row], world.staff.until[row], world.staff.grade[row]) == (status, 77, WeightGrade.LARGE)
    assert not world.tally.counts.any() and not world.ledger.staff.any() and not world.tally.detained


def test_others_for_whom_a_buyer_stands_are_met_where_parcels_lie_and_patrols_go(world: World) -> None:
    cells, row = world.cells, int(np.flatnonzero(world.buyers.used("state") == BuyerState.REGULAR)[0])
    here = cells.of_region[world.buyers.region[row]]
    cells.live_drops[here[:3]], cells.patrol_hours[here[1:4]] = (5.0, 1.0, 3.0), (2.0, 2.0, 9.0)
    world.start_day()
    for day in range(200):
        world.today.day = day
        world.buyers.state[row] = BuyerState.REGULAR
        detain_buyer(world, row, PARCEL, int(here[100]))
    others = 200 * (world.weight - 1)
    assert cells.heat[here[100]] == 200
    assert cells.heat[here].sum() == 200 * world.weight
    assert cells.heat[here[1]] + cells.heat[here[2]] == others
    assert abs(cells.heat[here[1]] - others / 4) < 5 * np.sqrt(others * 3 / 16)


def test_others_are_met_where_people_live_where_no_patrol_goes(world: World) -> None:
    cells, row = world.cells, int(np.flatnonzero(world.buyers.used("state") == BuyerState.REGULAR)[0])
    here = cells.of_region[world.buyers.region[row]]
    cells.patrol_hours[:] = 0.0
    world.start_day()
    detain_buyer(world, row, PARCEL, int(here[100]))
    assert cells.heat[here].sum() == world.weight
    assert np.count_nonzero(cells.heat[here]) > 3


def test_yesterdays_detained_are_forgotten_in_the_morning(world: World) -> None:
    world.tally.detained.append(1)
    world.start_day()
    assert world.tally.detained == []
