import numpy as np
import pytest

from marketsim.rules.health import poisoning
from marketsim.rules.health.poisoning import Poisoning
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, DropStatus


@pytest.fixture
def collect():
    """Let every buyer, made an occasional user who does not inject, collect an order of the first product today."""

    def collected(world, state=BuyerState.OCCASIONAL):
        buyers, drops = world.buyers, world.drops
        buyers.used("state")[:] = state
        buyers.used("injects")[:] = buyers.used("wants_medicines")[:] = False
        rows = drops.append(buyers.size)
        drops.uid[rows] = buyers.used("uid") ^ np.uint64(99)
        drops.buyer[rows] = np.arange(buyers.size)
        drops.status[rows] = DropStatus.COLLECTED
        return rows

    return collected


def poisoned(world):
    return world.tally.counts[Count.POISONINGS].sum() // world.weight


def test_as_many_are_poisoned_as_the_hazard_and_the_spread_of_strength_say(world_of, collect):
    world = world_of(10)
    collect(world)
    Poisoning(hazard=0.05, severity=3.0)(world)
    expected = world.buyers.size * -np.expm1(-0.05 * np.exp(3.0 * world.products[0].potency_spread ** 2))
    assert abs(poisoned(world) - expected) < 5.0 * np.sqrt(expected)


@pytest.mark.parametrize(
    ("change", "more"),
    [
        (lambda w: w.buyers.used("state").fill(int(BuyerState.DEPENDENT)), True),
        (lambda w: w.drops.used("unlisted").fill(True), True),
        (lambda w: w.buyers.used("injects").fill(True), True),
        (lambda w: w.buyers.used("wants_medicines").fill(True), True),
        (lambda w: w.buyers.used("state").fill(int(BuyerState.ABSTINENT)), False),
        (lambda w: w.drops.used("status").fill(int(DropStatus.MISSING)), False),
    ],
)
def test_what_makes_use_more_or_less_dangerous(world_of, collect, change, more):
    usual, other = world_of(), world_of()
    collect(usual)
    collect(other)
    change(other)
    for world in (usual, other):
        Poisoning(hazard=0.05)(world)
    assert (poisoned(other) > poisoned(usual)) == more


def test_checking_spares_some_of_those_in_contact_who_check(world_of, collect):
    without, checking = world_of(10), world_of(10)
    for world in (without, checking):
        collect(world)
        world.buyers.used("reached")[:] = True
        world.levers.drug_checking[:] = 0.6 * float(world is checking)
        Poisoning(hazard=0.1, death=0.0, drug_checking=0.5)(world)
    spared = checking.tally.counts[Count.PACKS_CHECKED].sum() // checking.weight
    assert spared == poisoned(without) - poisoned(checking)
    assert abs(spared - 0.3 * poisoned(without)) < 5.0 * np.sqrt(0.3 * poisoned(without))


def test_nobody_checks_without_contact(world_of, collect):
    world = world_of(10)
    collect(world)
    world.levers.drug_checking[:] = 1.0
    Poisoning(hazard=0.1)(world)
    assert not world.tally.counts[Count.PACKS_CHECKED].any()


def test_who_gets_no_medicines_in_pharmacies_goes_without_or_to_illicit_sellers(world_of, collect):
    used = {}
    for availability in (1.0, 0.4, 0.0):
        world = world_of(10)
        collect(world)
        world.buyers.used("wants_medicines")[:] = True
        world.levers.medicine_availability = availability
        Poisoning(illicit=0.25)(world)
        counts = world.tally.counts
        used[availability] = [counts[Count.MEDICINES_USED].sum(), counts[Count.ILLICIT_MEDICINES_USED].sum()]
    everybody = 10 * world.buyers.size
    assert used[1.0] == [everybody, 0]
    assert used[0.0] == [0, pytest.approx(0.25 * everybody, rel=0.05)]
    assert used[0.4] == [pytest.approx(0.4 * everybody, rel=0.05), pytest.approx(0.15 * everybody, rel=0.1)]


def test_the_share_of_the_poisoned_who_die_is_the_stated_one(world_of, collect):
    world = world_of(10)
    collect(world)
    stocks = count_stocks(world)
    Poisoning(hazard=0.1, death=0.2)(world)
    dead = np.count_nonzero(world.buyers.used("state") == int(BuyerState.DEAD))
    assert abs(dead - 0.2 * poisoned(world)) < 5.0 * np.sqrt(0.16 * poisoned(world))
    assert world.tally.counts[Count.DEATHS].sum() == 10 * dead
    check(world, stocks)


def test_nobody_dies_twice(world, collect):
    rows = collect(world)
    world.drops.buyer[rows] = 0
    world.drops.reserved_on[rows] = np.arange(world.buyers.size)
    Poisoning(hazard=0.1, death=0.2, unlisted=20.0)(world)
    assert world.tally.counts[Count.DEATHS].sum() == world.weight


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch, collect):
    worlds = world_of(), world_of()
    for world in worlds:
        collect(world)
        world.drops.used("unlisted")[::2] = True
    Poisoning(hazard=0.05, death=0.2)(worlds[0])
    monkeypatch.setattr(poisoning, "_poison", poisoning._poison.py_func)
    Poisoning(hazard=0.05, death=0.2)(worlds[1])
    assert (worlds[0].buyers.used("state") == worlds[1].buyers.used("state")).all()
    assert (worlds[0].tally.counts == worlds[1].tally.counts).all()


def test_luck_goes_by_buyer_and_order_and_not_by_parcel(world_of, collect):
    one, other, ordered_later = world_of(10), world_of(10), world_of(10)
    for world in (one, other, ordered_later):
        collect(world)
    other.drops.used("uid")[:] ^= np.uint64(1 << 40)  # Other parcels for the same people.
    ordered_later.drops.used("reserved_on")[:] += 1
    for world in (one, other, ordered_later):
        Poisoning(hazard=0.1, death=0.2)(world)
    dead = [world.buyers.used("state") == BuyerState.DEAD for world in (one, other, ordered_later)]
    np.testing.assert_array_equal(dead[0], dead[1])
    both, share = (dead[0] & dead[2]).sum(), dead[0].mean()
    assert abs(both - share**2 * one.buyers.size) < 5.0 * share * np.sqrt(one.buyers.size)
