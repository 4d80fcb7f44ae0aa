import numpy as np
import pytest

from marketsim.rules.justice import prison_release
from marketsim.rules.justice.prison_release import PrisonRelease
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Care, Role, ShopStatus, StaffStatus


@pytest.fixture
def open_gates():
    """Let the terms of all prisoners end today; every third buyer is a prisoner."""

    def ready(world):
        staff, buyers, today = world.staff, world.buyers, world.today.day
        rows = (staff.used("status") == int(StaffStatus.IMPRISONED)).nonzero()[0]
        staff.until[rows] = today
        buyers.used("state")[::3] = BuyerState.IMPRISONED
        buyers.used("state_before")[::3] = 1 + np.arange(buyers.used("state")[::3].size) % 3
        buyers.used("until")[::3] = today
        return rows

    return ready


def test_prisoners_leave_on_their_day_and_not_before(world, open_gates):
    rows = open_gates(world)
    world.today.day -= 1
    PrisonRelease()(world)
    assert not world.tally.counts[Count.RELEASES].any()
    world.today.day += 1
    PrisonRelease()(world)
    assert (world.staff.status[rows] == int(StaffStatus.RELEASED)).all()
    buyers = len(world.buyers.used("state")[::3])
    assert world.tally.counts[Count.RELEASES].sum() == world.shop_weight * rows.size + world.weight * buyers


def test_the_share_who_come_back_is_the_stated_one(world_of, open_gates):
    world = world_of(2)
    rows = open_gates(world)
    people = world.staff.size
    PrisonRelease(reoffending=0.3)(world)
    back = world.staff.size - people
    assert abs(back - 0.3 * rows.size) < 5.0 * np.sqrt(0.21 * rows.size)
    assert world.tally.counts[Count.REOFFENDED].sum() == world.shop_weight * back


def test_help_with_work_and_housing_keeps_some_away(world_of, open_gates):
    world = world_of(2)
    rows = open_gates(world)
    world.levers.resocialisation = 0.5
    PrisonRelease(reoffending=0.6, helped=0.5, clean_after_prison=0.2)(world)
    back = world.tally.counts[Count.REOFFENDED].sum() / world.shop_weight
    assert abs(back - 0.45 * rows.size) < 5.0 * np.sqrt(0.25 * rows.size)
    states = world.buyers.used("state")[::3]
    clean = np.count_nonzero(states == int(BuyerState.ABSTINENT))
    assert abs(clean - 0.4 * states.size) < 5.0 * np.sqrt(0.24 * states.size)


def test_those_who_come_back_apply_to_an_open_shop_of_the_region(world, open_gates):
    open_gates(world)
    people = world.staff.size
    PrisonRelease(reoffending=1.0)(world)
    staff, shops = world.staff, world.shops
    new = np.arange(people, staff.size)
    assert new.size
    assert (staff.status[new] == int(StaffStatus.APPLICANT)).all()
    assert (staff.role[new] == int(Role.COURIER)).all()
    assert not staff.first_offence[new].any()
    assert (staff.until[new] > world.today.day).all()
    assert (shops.status[staff.shop[new]] == int(ShopStatus.OPEN)).all()
    assert shops.serves[staff.shop[new], staff.region[new]].all()
    assert np.unique(staff.used("uid")).size == staff.size


def test_a_shop_that_closes_changes_the_choice_of_its_own_applicants_alone(world_of, open_gates):
    chosen = {}
    for closed in (False, True):
        world = world_of()
        open_gates(world)
        people = world.staff.size
        if closed:
            world.shops.status[0] = ShopStatus.CLOSED
        world.shops.used("serves")[:] = True
        PrisonRelease(reoffending=1.0)(world)
        chosen[closed] = world.staff.used("shop")[people:].copy()
    assert chosen[False].size == chosen[True].size > 30
    moved = chosen[False] != chosen[True]
    np.testing.assert_array_equal(moved, chosen[False] == 0)
    assert np.unique(chosen[False]).size > 5 and moved.any()


@pytest.mark.parametrize("role", list(Role))
def test_nobody_comes_back_as_a_courier_who_supplied_or_led(world, open_gates, role):
    rows = open_gates(world)
    world.staff.role[rows] = role
    people = world.staff.size
    PrisonRelease(reoffending=1.0)(world)
    leads = role in (Role.OWNER, Role.ADMINISTRATOR, Role.OPERATOR)
    supplies = role in (Role.LABORATORY_WORKER, Role.PRECURSOR_SUPPLIER)
    assert (world.staff.size == people) == (leads or supplies)
    assert bool(world.tally.counts[Count.REOFFENDED].any()) != (leads or supplies)


def test_where_no_shop_is_open_nobody_comes_back_or_is_counted(world, open_gates):
    open_gates(world)
    world.shops.used("status")[:] = ShopStatus.CLOSED
    people = world.staff.size
    PrisonRelease(reoffending=1.0)(world)
    assert world.staff.size == people
    assert not world.tally.counts[Count.REOFFENDED].any()


def test_the_share_of_users_who_stay_clean_is_the_stated_one(world_of, open_gates):
    world = world_of(10)
    open_gates(world)
    PrisonRelease(clean_after_prison=0.6)(world)
    states = world.buyers.used("state")[::3]
    clean = np.count_nonzero(states == int(BuyerState.ABSTINENT))
    assert abs(clean - 0.6 * states.size) < 5.0 * np.sqrt(0.24 * states.size)
    back = states != int(BuyerState.ABSTINENT)
    assert np.array_equal(states[back], world.buyers.used("state_before")[::3][back])
    assert len(set(states[back].tolist())) == 3
    assert not world.tally.counts[Count.RELAPSES].any()  # Who was not abstinent does not relapse.


def test_an_order_to_undergo_treatment_holds_for_who_uses_again_alone(world_of, open_gates):
    world = world_of(10)
    open_gates(world)
    world.buyers.used("care")[:] = Care.ORDERED
    PrisonRelease(clean_after_prison=0.5)(world)
    states, care = world.buyers.used("state")[::3], world.buyers.used("care")[::3]
    clean = states == int(BuyerState.ABSTINENT)
    assert 0 < clean.sum() < clean.size
    assert (care[clean] == int(Care.NONE)).all()
    assert (care[~clean] == int(Care.ORDERED)).all()


def test_the_books_balance(world, open_gates):
    open_gates(world)
    stocks = count_stocks(world)
    PrisonRelease(reoffending=0.5)(world)
    check(world, stocks)


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch, open_gates):
    worlds = world_of(), world_of()
    for world in worlds:
        open_gates(world)
    PrisonRelease()(worlds[0])
    for name in ("_release_staff", "_release_buyers"):
        monkeypatch.setattr(prison_release, name, getattr(prison_release, name).py_func)
    PrisonRelease()(worlds[1])
    assert (worlds[0].staff.used("uid") == worlds[1].staff.used("uid")).all()
    assert (worlds[0].staff.used("status") == worlds[1].staff.used("status")).all()
    assert (worlds[0].buyers.used("state") == worlds[1].buyers.used("state")).all()
