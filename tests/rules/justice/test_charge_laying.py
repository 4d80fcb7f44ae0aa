import numpy as np
import pytest

from marketsim.rules.justice import charge_laying
from marketsim.rules.justice.charge_laying import ChargeLaying
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.detention import Parcel, detain_buyer
from marketsim.world.states import NEVER, BuyerState, Charge, Role, StaffStatus, WeightGrade


@pytest.fixture
def detain_staff():
    """Detain everybody who works in a shop, as the police do."""

    def detain(world):
        staff = world.staff
        rows = (staff.used("status") == int(StaffStatus.ACTIVE)).nonzero()[0]
        staff.status[rows] = StaffStatus.DETAINED
        staff.until[rows] = -1
        return rows

    return detain


@pytest.fixture
def detain_buyers():
    """Detain all users with 1.5 g, 0.6 g or 0.4 g, by turns, of one of the products, by turns too."""

    def detain(world, unlisted=False):
        buyers = world.buyers
        rows = ((buyers.used("state") >= 1) & (buyers.used("state") <= 3)).nonzero()[0]
        for i, row in enumerate(rows.tolist()):
            detain_buyer(world, row, Parcel(i % 3, (1_500, 600, 400, 400)[i % 4], unlisted))
        return rows

    return detain


def test_roles_have_their_charges(world, detain_staff):
    staff, rows = world.staff, detain_staff(world)
    staff.role[rows[:10]] = np.arange(10)
    world.levers.online_sale_is_grave = world.levers.advertising_is_offence = True
    ChargeLaying(minor_buyer=0.0)(world)
    charges = dict(zip(staff.role[rows].tolist(), staff.charge[rows].tolist(), strict=True))
    assert charges.pop(Role.TAGGER) == Charge.ADVERTISING
    assert charges.pop(Role.LABORATORY_WORKER) == Charge.PRODUCTION
    assert charges.pop(Role.PRECURSOR_SUPPLIER) == Charge.PRECURSOR_CIRCULATION
    assert charges.pop(Role.DROPPER) == Charge.SALE
    assert set(charges.values()) == {Charge.ONLINE_SALE}


def test_a_charge_named_by_the_police_stays(world, detain_staff):
    rows = detain_staff(world)
    world.staff.charge[rows] = Charge.EQUIPMENT
    ChargeLaying()(world)
    assert (world.staff.charge[rows] == int(Charge.EQUIPMENT)).all()


def test_the_day_in_court_comes_after_forensics_and_investigation(world, detain_staff):
    rows = detain_staff(world)
    world.staff.role[rows] = Role.COURIER
    world.levers.forensic_days = 40.0
    ChargeLaying(fixed_delay=60.0, mean_delay=90.0, legal_time=1_000.0)(world)
    wait = world.staff.until[rows] - world.today.day
    assert wait.min() >= 61
    assert abs(wait.mean() - 190.5) < 5.0 * np.hypot(40.0, 90.0) / np.sqrt(rows.size)


def test_who_waits_longer_than_the_law_allows_goes_free(world_of, detain_staff):
    world = world_of(2)
    rows = detain_staff(world)
    world.staff.role[rows] = Role.COURIER
    world.levers.forensic_days = 30.0
    ChargeLaying(legal_time=60.0)(world)
    free = world.staff.charge[rows] == int(Charge.NONE)
    expected = rows.size * np.exp(-2.0)
    assert abs(free.sum() - expected) < 5.0 * np.sqrt(expected)
    assert (world.staff.until[rows][free] == world.today.day + 61).all()
    assert world.tally.counts[Count.CHARGES_EXPIRED].sum() == world.shop_weight * free.sum()


def test_finds_beyond_the_capacity_wait_and_make_later_ones_wait(world, detain_staff):
    rows = detain_staff(world)
    world.levers.forensic_capacity = 10.0
    world.tally.counts[Count.ONLINE_SALE_CASES, 3] = 7
    ChargeLaying()(world)
    needed = rows.size - np.count_nonzero(world.staff.role[rows] == Role.TAGGER)
    assert world.market.forensic_queue == world.shop_weight * needed + 7 - 10
    assert np.count_nonzero(world.staff.charge[rows] == int(Charge.NONE)) < rows.size / 2
    world.tally.clear()
    again = detain_staff(world)
    world.staff.status[rows] = StaffStatus.DETAINED
    world.staff.until[rows] = -1
    world.staff.charge[rows] = Charge.NONE
    world.market.forensic_queue = 1_000_000.0
    ChargeLaying()(world)
    assert not again.size
    assert (world.staff.charge[rows] == int(Charge.NONE)).all()


def test_a_share_of_sales_was_to_minors(world_of, detain_staff):
    world = world_of(2)
    rows = detain_staff(world)
    world.staff.role[rows] = Role.COURIER
    ChargeLaying(minor_buyer=0.1, legal_time=1_000.0)(world)
    to_minors = np.count_nonzero(world.staff.charge[rows] == int(Charge.SALE_TO_MINORS))
    assert abs(to_minors - 0.1 * rows.size) < 5.0 * np.sqrt(0.09 * rows.size)


def test_an_unlisted_formula_is_proved_as_often_as_forensics_and_the_analogue_notion_say(world_of, detain_staff):
    world = world_of(2)
    rows = detain_staff(world)
    world.staff.role[rows] = Role.COURIER
    world.shops.used("unlisted")[:] = True
    world.levers.forensic_unlisted, world.levers.analogue_notion = 0.3, 0.1
    ChargeLaying(minor_buyer=0.0, legal_time=1_000.0)(world)
    charged = np.count_nonzero(world.staff.charge[rows] == int(Charge.SALE))
    expected = rows.size * (1.0 - 0.7 * 0.9)
    assert abs(charged - expected) < 5.0 * np.sqrt(rows.size * 0.37 * 0.63)
    dropped = world.staff.charge[rows] == int(Charge.NONE)
    assert abs((world.staff.until[rows][dropped] - world.today.day).mean() - 14.5) < 5.0 * 14.0 / np.sqrt(dropped.sum())


def test_a_listed_formula_is_always_charged(world, detain_staff):
    rows = detain_staff(world)
    world.staff.role[rows] = Role.COURIER
    ChargeLaying(minor_buyer=0.0, legal_time=1_000.0)(world)
    assert (world.staff.charge[rows] == int(Charge.SALE)).all()


def test_buyers_with_little_are_fined_and_let_go_the_same_day(world, detain_buyers):
    stocks = count_stocks(world)
    before = world.buyers.used("state").copy()
    world.buyers.used("days_used")[:] = np.arange(world.buyers.size) % 400
    rows = detain_buyers(world)
    ChargeLaying()(world)
    assert np.array_equal(world.buyers.used("state"), before)
    assert (world.buyers.until[rows] == world.today.day).all()
    assert world.tally.counts[Count.FINED].sum() == world.weight * rows.size
    check(world, stocks)


def test_who_is_let_go_waits_on_for_treatment(world, detain_buyers):
    world.buyers.used("until")[:] = world.today.day + 40
    rows = detain_buyers(world)
    ChargeLaying()(world)
    assert (world.buyers.until[rows] == world.today.day + 40).all()


def test_the_charge_is_laid_for_the_parcel_with_which_the_buyer_was_held(world_of, detain_buyers):
    for threshold, heavy in ((1_501, 0), (1_500, 1), (601, 1), (600, 2), (401, 2), (400, 4)):
        world = world_of(10)
        rows = detain_buyers(world)
        world.buyers.product[rows] = 2  # What they prefer is not what they were held with.
        world.levers.threshold_mg[:, 1] = 50_000
        world.levers.threshold_mg[0] = threshold, threshold, 60_000
        ChargeLaying(possession_share=1.0, legal_time=1_000.0)(world)
        order = np.arange(rows.size)
        meant = (order % 3 == 0) & (order % 4 < heavy)
        assert np.array_equal(world.buyers.until[rows] > world.today.day, meant)
        assert world.tally.counts[Count.FINED].sum() == 10 * (rows.size - meant.sum())


def test_an_unlisted_parcel_is_a_crime_as_often_as_it_can_be_proved(world_of, detain_buyers):
    for unlisted in (False, True):
        world = world_of(10)
        rows = detain_buyers(world, unlisted)
        world.levers.possession_from = int(WeightGrade.SMALL)
        world.levers.forensic_unlisted, world.levers.analogue_notion = 0.3, 0.1
        ChargeLaying(possession_share=1.0, legal_time=1_000.0)(world)
        charged = np.count_nonzero(~world.buyers.uncharged[rows])
        expected = rows.size * (1.0 - 0.7 * 0.9 * unlisted)
        assert abs(charged - expected) <= 5.0 * np.sqrt(rows.size * 0.37 * 0.63) * unlisted
        assert (world.buyers.state[rows] == int(BuyerState.DETAINED)).all()  # Until the laboratory has answered.


def test_buyers_wait_in_custody_for_the_answer_and_no_longer_than_the_law_allows(world_of, detain_buyers):
    world = world_of(10)
    rows = detain_buyers(world, unlisted=True)
    today, counts = world.today.day, world.tally.counts
    world.levers.possession_from = int(WeightGrade.SMALL)
    world.levers.forensic_unlisted = world.levers.analogue_notion = 0.0
    world.levers.forensic_days = 30.0
    rule = ChargeLaying(possession_share=1.0, legal_time=60.0)
    rule(world)
    until = world.buyers.until[rows].copy()
    assert world.buyers.uncharged[rows].all()
    assert (world.buyers.state[rows] == int(BuyerState.DETAINED)).all()
    expired, expected = until == today + 61, rows.size * np.exp(-2.0)
    assert until.max() == today + 61
    assert abs(expired.sum() - expected) < 5.0 * np.sqrt(expected)
    assert abs((until - today - 1).mean() - 30.0 * (1.0 - np.exp(-2.0)) + 0.5) < 5.0 * 20.0 / np.sqrt(rows.size)
    assert counts[Count.CHARGES_EXPIRED].sum() == 10 * expired.sum()
    assert not counts[Count.CHARGES_DROPPED].any()  # Counted on the day of release, as staff are.


def test_buyers_without_an_answer_in_time_are_held_until_then_and_not_charged(world_of, detain_buyers):
    world = world_of(10)
    rows = detain_buyers(world)
    world.levers.possession_from = int(WeightGrade.SMALL)
    world.levers.forensic_days = 30.0
    ChargeLaying(possession_share=1.0, legal_time=60.0)(world)
    late = world.buyers.uncharged[rows]
    expected = rows.size * np.exp(-2.0)
    assert abs(late.sum() - expected) < 5.0 * np.sqrt(expected)
    assert (world.buyers.until[rows][late] == world.today.day + 61).all()
    assert world.tally.counts[Count.CHARGES_EXPIRED].sum() == 10 * late.sum()


def test_the_law_says_from_which_weight_holding_is_a_crime(world_of, detain_buyers):
    charged = []
    for grade in (NEVER, WeightGrade.LARGE, WeightGrade.MEDIUM, WeightGrade.SMALL):
        world = world_of(10)
        rows = detain_buyers(world)
        world.levers.threshold_mg[:, 1] = 1_000
        world.levers.possession_from = int(grade)
        ChargeLaying(possession_share=1.0, legal_time=1_000.0)(world)
        charged.append(np.count_nonzero(world.buyers.until[rows] > world.today.day))
    assert charged[0] == 0
    assert charged[0] < charged[1] < charged[2] < charged[3] == rows.size


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch, detain_staff, detain_buyers):
    worlds = world_of(), world_of()
    for world in worlds:
        detain_staff(world)
        detain_buyers(world)
        world.shops.used("unlisted")[::2] = True
        world.levers.threshold_mg[:, 1] = 1_000
    ChargeLaying()(worlds[0])
    for name in ("_charge_staff", "_charge_buyers"):
        monkeypatch.setattr(charge_laying, name, getattr(charge_laying, name).py_func)
    ChargeLaying()(worlds[1])
    for table, names in (("staff", ("charge", "until")), ("buyers", ("state", "until", "uncharged"))):
        for name in names:
            assert (getattr(worlds[0], table).used(name) == getattr(worlds[1], table).used(name)).all()
