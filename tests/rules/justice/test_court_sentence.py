import numpy as np
import pytest

from marketsim.rules.justice import court_sentence
from marketsim.rules.justice.court_sentence import CourtSentence
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Charge, StaffStatus, WeightGrade


@pytest.fixture
def bring_to_court():
    """Bring everybody who works in a shop, and every third buyer, to court today."""

    def bring(world, charge=Charge.SALE):
        staff, buyers, today = world.staff, world.buyers, world.today.day
        rows = (staff.used("status") == int(StaffStatus.ACTIVE)).nonzero()[0]
        staff.status[rows] = StaffStatus.DETAINED
        staff.until[rows] = today
        staff.charge[rows] = charge
        staff.grade[rows] = WeightGrade.LARGE
        buyers.used("state")[::3] = BuyerState.DETAINED
        buyers.used("until")[::3] = today
        return rows

    return bring


def test_the_convicted_serve_what_the_law_and_parole_say(world_of, bring_to_court):
    world = world_of(2)
    rows = bring_to_court(world)
    rule = CourtSentence(convicted=0.8, parole=0.5, served=0.6, first_factor=1.0, repeat_factor=1.0)
    world.levers.sentence_years[Charge.SALE] = 10.0
    rule(world)
    inside = rows[world.staff.status[rows] == int(StaffStatus.IMPRISONED)]
    assert abs(inside.size - 0.8 * rows.size) < 5.0 * np.sqrt(0.16 * rows.size)
    assert world.tally.counts[Count.CONVICTIONS_TRAFFICKING].sum() == world.shop_weight * inside.size
    years = (world.staff.until[inside] - world.today.day) / 365.25
    assert abs(years.mean() - 10.0 * 1.05 * 0.8) < 5.0 * years.std() / np.sqrt(inside.size)
    assert years.max() < 10.0 * 1.05 * 1.3 + 0.01


def test_heavier_weights_and_a_record_mean_longer_terms(world_of, bring_to_court):
    terms = []
    for grade, first in ((WeightGrade.SMALL, True), (WeightGrade.LARGE, True), (WeightGrade.LARGE, False)):
        world = world_of()
        rows = bring_to_court(world)
        world.staff.grade[rows] = grade
        world.staff.first_offence[rows] = first
        CourtSentence(convicted=1.0, suspended_sale=0.0)(world)
        terms.append(world.staff.until[rows] - world.today.day)
    assert (terms[0] < terms[1]).all()
    assert (terms[1] < terms[2]).all()


def test_first_offenders_with_little_may_stay_out_of_prison(world_of, bring_to_court):
    world = world_of(2)
    rows = bring_to_court(world)
    world.staff.grade[rows] = WeightGrade.MEDIUM
    CourtSentence(convicted=1.0, suspended_sale=0.4)(world)
    first = world.staff.first_offence[rows]
    inside = world.staff.status[rows] == int(StaffStatus.IMPRISONED)
    assert inside[~first].all()
    assert abs(inside[first].sum() - 0.6 * first.sum()) < 5.0 * np.sqrt(0.24 * first.sum())


def test_who_was_not_charged_goes_free(world, bring_to_court):
    rows = bring_to_court(world, Charge.NONE)
    CourtSentence()(world)
    assert (world.staff.status[rows] == int(StaffStatus.RELEASED)).all()
    assert world.tally.counts[Count.CHARGES_DROPPED].sum() == rows.size * world.shop_weight
    assert not world.tally.counts[Count.CONVICTIONS_TRAFFICKING].any()


def test_advertising_without_a_prison_term_leads_to_no_prison(world, bring_to_court):
    rows = bring_to_court(world, Charge.ADVERTISING)
    CourtSentence(convicted=1.0)(world)
    assert (world.staff.status[rows] == int(StaffStatus.RELEASED)).all()


def test_nobody_is_judged_before_the_day_in_court(world, bring_to_court):
    bring_to_court(world)
    world.today.day -= 1
    CourtSentence()(world)
    assert not world.ledger.staff.any()
    assert not world.ledger.buyers.any()


def test_users_convicted_of_holding_mostly_stay_out_of_prison(world_of, bring_to_court):
    world = world_of(10)
    bring_to_court(world)
    CourtSentence(convicted=1.0, suspended_possession=0.7)(world)
    states = world.buyers.used("state")[::3]
    inside = np.count_nonzero(states == int(BuyerState.IMPRISONED))
    assert abs(inside - 0.3 * states.size) < 5.0 * np.sqrt(0.21 * states.size)
    assert world.tally.counts[Count.CONVICTIONS_POSSESSION].sum() == 10 * states.size


def test_the_books_balance(world, bring_to_court):
    bring_to_court(world)
    stocks = count_stocks(world)
    CourtSentence()(world)
    assert world.ledger.staff.any()
    assert world.ledger.buyers.any()
    check(world, stocks)


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch, bring_to_court):
    worlds = world_of(), world_of()
    for world in worlds:
        bring_to_court(world)
    CourtSentence()(worlds[0])
    for name in ("_judge_staff", "_judge_buyers"):
        monkeypatch.setattr(court_sentence, name, getattr(court_sentence, name).py_func)
    CourtSentence()(worlds[1])
    for table, names in (("staff", ("status", "until")), ("buyers", ("state", "until"))):
        for name in names:
            assert (getattr(worlds[0], table).used(name) == getattr(worlds[1], table).used(name)).all()
