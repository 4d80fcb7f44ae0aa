import numpy as np
import pytest

from marketsim.rules.justice import court_sentence
from marketsim.rules.justice.court_sentence import CourtSentence
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Charge, Role, StaffStatus, WeightGrade


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
        world.levers.court_hearings = 1e9
        buyers.used("state")[::3] = BuyerState.DETAINED
        buyers.used("state_before")[::3] = 1 + np.arange(buyers.used("state")[::3].size) % 3
        buyers.used("until")[::3] = today
        return rows

    return bring


def test_the_convicted_serve_what_the_law_and_parole_say(world_of, bring_to_court):
    world = world_of(2)
    rows = bring_to_court(world)
    world.buyers.used("state")[::3] = BuyerState.POTENTIAL
    rule = CourtSentence(
        convicted=0.8, parole=0.5, served=0.6, first_place=0.0, repeat_place=0.0, role_place=(0.0,) * 10
    )
    world.levers.sentence_low[Charge.SALE], world.levers.sentence_high[Charge.SALE] = 5.0, 15.0
    rule(world)
    inside = rows[world.staff.status[rows] == int(StaffStatus.IMPRISONED)]
    assert abs(inside.size - 0.8 * rows.size) < 5.0 * np.sqrt(0.16 * rows.size)
    assert world.tally.counts[Count.CONVICTIONS_TRAFFICKING].sum() == world.shop_weight * inside.size
    years = (world.staff.until[inside] - world.today.day) / 365.25
    assert abs(years.mean() - 10.5 * 0.8) < 5.0 * years.std() / np.sqrt(inside.size)
    assert years.max() < 13.5 + 0.01
    given = world.tally.counts[Count.SENTENCED_DAYS].sum() / 365.25
    assert given == pytest.approx(world.shop_weight * inside.size * 10.5, rel=0.05)


def test_no_sentence_lies_outside_the_range(world_of, bring_to_court):
    world = world_of(2)
    rows = bring_to_court(world)
    world.levers.sentence_low[Charge.SALE], world.levers.sentence_high[Charge.SALE] = 4.0, 6.0
    CourtSentence(convicted=1.0, suspended_sale=0.0, parole=0.0, spread=1.0)(world)
    years = (world.staff.until[rows] - world.today.day) / 365.25
    assert years.min() >= 4.0
    assert years.max() <= 6.01
    assert np.count_nonzero(years > 5.99) > 10


def test_who_leads_gets_more_than_who_carries(world_of, bring_to_court):
    terms = []
    for role in (Role.OWNER, Role.COURIER, Role.DROPPER):
        world = world_of()
        rows = bring_to_court(world)
        world.staff.role[rows] = role
        CourtSentence(convicted=1.0, spread=0.0)(world)
        terms.append(world.staff.until[rows] - world.today.day)
    assert (terms[0] > terms[1]).all()
    assert (terms[1] > terms[2]).all()


def test_courts_hear_no_more_than_they_have_hearings_for_and_the_longest_waits_first(world, bring_to_court):
    rows = bring_to_court(world)
    world.buyers.used("state")[::3] = BuyerState.POTENTIAL
    world.levers.court_hearings = float(4 * world.shop_weight)
    world.staff.until[rows[:6]] = world.today.day - 9
    for day, judged in enumerate((4, 8, 12)):
        CourtSentence(saved=1.0)(world)
        still = world.staff.status[rows] == int(StaffStatus.DETAINED)
        assert np.count_nonzero(~still) == judged
        assert still[:6].any() == (day == 0)
        assert not (day == 0 and (~still[6:]).any())


def test_hearings_left_over_are_kept_for_a_while(world, bring_to_court):
    world.levers.court_hearings = float(world.shop_weight)
    for _ in range(50):
        CourtSentence(saved=10.0)(world)
    assert world.market.court_time == 10 * world.shop_weight
    rows = bring_to_court(world)
    world.buyers.used("state")[::3] = BuyerState.POTENTIAL
    world.levers.court_hearings = float(world.shop_weight)
    CourtSentence(saved=10.0)(world)
    assert np.count_nonzero(world.staff.status[rows] != int(StaffStatus.DETAINED)) == 10


def test_everybody_can_know_what_courts_give_today(world):
    world.levers.online_sale_is_grave = True
    world.levers.sentence_low[Charge.ONLINE_SALE], world.levers.sentence_high[Charge.ONLINE_SALE] = 5.0, 15.0
    CourtSentence(grade_place=(0.2, 0.4, 0.6, 1.0), role_place=(0.0,) * 10, first_place=0.0)(world)
    assert world.market.sentence_today[Role.COURIER] == pytest.approx([7.0, 9.0, 11.0, 15.0])
    assert world.market.sentence_today[Role.DROPPER, 0] == pytest.approx(3.5 + 7.0 * 0.2)
    assert not world.market.sentence_today[Role.TAGGER].any()


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


def test_buyers_without_a_charge_go_back_on_their_day_without_a_hearing(world, bring_to_court):
    bring_to_court(world)
    world.staff.used("status")[:] = StaffStatus.QUIT
    buyers, today = world.buyers, world.today.day
    buyers.used("uncharged")[::3] = True
    world.levers.court_hearings = 0.0
    before, size = buyers.used("state_before")[::3].copy(), buyers.used("state")[::3].size
    world.today.day = today - 1
    CourtSentence()(world)
    assert (buyers.used("state")[::3] == int(BuyerState.DETAINED)).all()
    world.today.day = today
    stocks = count_stocks(world)
    CourtSentence(convicted=1.0, suspended_possession=0.0)(world)
    assert np.array_equal(buyers.used("state")[::3], before)
    assert world.tally.counts[Count.CHARGES_DROPPED].sum() == size * world.weight
    assert not world.tally.counts[Count.CONVICTIONS_POSSESSION].any()
    check(world, stocks)


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


def test_users_who_stay_out_of_prison_return_to_the_use_that_they_had(world, bring_to_court):
    bring_to_court(world)
    before, today = world.buyers.used("state_before")[::3].copy(), world.today.day
    world.buyers.used("days_used")[:] = 0
    world.buyers.used("until_before")[::6] = today + 20
    CourtSentence(convicted=0.5, suspended_possession=1.0)(world)
    assert np.array_equal(world.buyers.used("state")[::3], before)
    assert (world.buyers.used("until")[::6] == today + 20).all()
    assert (world.buyers.used("until")[3::6] == today).all()


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
    for name in ("_judge_staff", "_judge_buyers", "_state_sentences", "_years", "_served"):
        monkeypatch.setattr(court_sentence, name, getattr(court_sentence, name).py_func)
    CourtSentence()(worlds[1])
    for table, names in (("staff", ("status", "until")), ("buyers", ("state", "until"))):
        for name in names:
            assert (getattr(worlds[0], table).used(name) == getattr(worlds[1], table).used(name)).all()
