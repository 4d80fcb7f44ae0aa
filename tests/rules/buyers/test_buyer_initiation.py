import numpy as np
import pytest

from marketsim.rules.buyers import buyer_initiation
from marketsim.rules.buyers.buyer_initiation import BuyerInitiation
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Role, ShopStatus, StaffStatus
from marketsim.world.turns import DAYS_BETWEEN_TURNS


def live(world, rule, days=DAYS_BETWEEN_TURNS):
    """Live as many days as give everybody one turn; return who started."""
    before = world.buyers.used("state") == 0
    for _ in range(days):
        rule(world)
        world.today.day += 1
    return before & (world.buyers.used("state") == int(BuyerState.OCCASIONAL))


def test_as_many_start_as_the_hazard_says(world_of):
    world = world_of(10)
    potential = np.count_nonzero(world.buyers.used("state") == 0)
    started = live(world, BuyerInitiation(hazard=1.0, contact=0.0, opioids=1.0))
    expected = potential * -np.expm1(-DAYS_BETWEEN_TURNS / 365.25)
    assert abs(started.sum() - expected) < 5.0 * np.sqrt(expected)
    assert world.tally.counts[Count.INITIATIONS].sum() == 10 * started.sum()


def test_everybody_has_one_turn(world):
    started = live(world, BuyerInitiation(hazard=1.0, contact=500.0))
    world.market.users_share.fill(1.0)
    started |= live(world, BuyerInitiation(hazard=1.0, contact=500.0))
    assert started.sum() > 0.9 * np.count_nonzero(world.buyers.used("state") <= 1)


@pytest.mark.parametrize(
    ("pull", "fewer"),
    [
        (lambda w: w.market.users_share.fill(0.5), False),
        (lambda w: w.market.channels_share.fill(0.2), True),
        (lambda w: w.market.retail_price.__imul__(4.0), True),
        (lambda w: setattr(w.levers, "prevention_universal", 0.8), True),
        (lambda w: setattr(w.levers, "prevention_selective", 0.8), True),
        (lambda w: w.staff.used("status").fill(int(StaffStatus.DETAINED)), True),
    ],
)
def test_contact_adverts_prices_and_prevention_only_add_or_only_spare(world_of, pull, fewer):
    usual, other = world_of(10), world_of(10)
    pull(other)
    rule = BuyerInitiation(hazard=1.0, contact=2.0, heeds_universal=0.5, heeds_selective=0.5)
    in_usual, in_other = live(usual, rule), live(other, rule)
    smaller, larger = (in_other, in_usual) if fewer else (in_usual, in_other)
    assert smaller.sum() < larger.sum()
    assert not (smaller & ~larger).any()


def test_prevention_spares_the_young_alone(world_of):
    usual, other = world_of(), world_of()
    other.levers.prevention_universal = 1.0
    rule = BuyerInitiation(hazard=1.0, contact=20.0, heeds_universal=1.0)
    old = usual.buyers.used("age_band") >= 2
    in_usual, in_other = live(usual, rule), live(other, rule)
    assert (in_usual[old] == in_other[old]).all()
    assert in_usual[~old].any()
    assert not in_other[~old].any()


def test_selective_prevention_spares_the_young_at_higher_risk_alone(world_of):
    usual, other = world_of(), world_of()
    other.levers.prevention_selective = 1.0
    for world in (usual, other):
        world.market.users_share[:10] = 0.3
    rule = BuyerInitiation(hazard=1.0, contact=20.0, heeds_selective=1.0)
    buyers = usual.buyers
    spared = (buyers.used("age_band") <= 1) & ((buyers.used("region") < 10) | buyers.used("came_from_opioids"))
    in_usual, in_other = live(usual, rule), live(other, rule)
    assert (in_usual[~spared] == in_other[~spared]).all()
    assert in_usual[spared].any()
    assert not in_other[spared].any()


def test_the_share_of_shops_with_a_tagger_is_that_of_open_shops_that_serve_the_region(world_of):
    world = world_of(10)
    shops, staff = world.shops, world.staff
    shops.used("serves")[:] = False
    shops.used("serves")[:4, 3] = True
    shops.used("status")[3] = ShopStatus.CLOSED
    of_first = (staff.used("shop") == 0) & (staff.used("role") == int(Role.TAGGER))
    staff.used("status")[of_first] = StaffStatus.QUIT
    BuyerInitiation()(world)
    assert world.market.taggers_share[3] == pytest.approx(2 / 3)


def test_a_stranger_more_does_not_change_my_luck(world_of):
    alone, beside = world_of(), world_of()
    beside.buyers.append(1)
    beside.buyers.state[beside.buyers.size - 1] = BuyerState.POTENTIAL
    rule = BuyerInitiation(hazard=1.0)
    assert (live(alone, rule) == live(beside, rule)[:-1]).all()


def test_the_books_balance(world):
    stocks = count_stocks(world)
    assert live(world, BuyerInitiation(hazard=1.0)).any()
    check(world, stocks)


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    compiled, written = world_of(), world_of()
    for world in (compiled, written):
        world.levers.prevention_universal = world.levers.prevention_selective = 0.5
    rule = BuyerInitiation(hazard=1.0, heeds_universal=0.5)
    in_compiled = live(compiled, rule, days=3)
    for name in ("_share_with_tagger", "_is_spared", "_initiate"):
        monkeypatch.setattr(buyer_initiation, name, getattr(buyer_initiation, name).py_func)
    assert (live(written, rule, days=3) == in_compiled).all()
    assert in_compiled.any()
