import numpy as np
import pytest

from marketsim.rules.health import infection
from marketsim.rules.health.infection import Infection
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, DropStatus


@pytest.fixture
def collect():
    """Let every buyer, made a user without infection, collect an order today; every second one injects."""

    def collected(world):
        buyers, drops = world.buyers, world.drops
        buyers.used("state")[:] = BuyerState.REGULAR
        buyers.used("injects")[:] = np.arange(buyers.size) % 2 == 0
        buyers.used("hiv")[:] = buyers.used("hcv")[:] = False
        rows = drops.append(buyers.size)
        drops.uid[rows] = buyers.used("uid") ^ np.uint64(99)
        drops.buyer[rows] = np.arange(buyers.size)
        drops.status[rows] = DropStatus.COLLECTED
        return rows

    return collected


def test_incidence_is_the_stated_hazard(world_of, collect):
    world = world_of(10)
    collect(world)
    world.buyers.used("reached")[:] = True
    world.levers.supplies[:] = 0.5
    Infection(hiv_injecting=0.1, hcv_injecting=0.08, hiv_sexual=0.02, hcv_sexual=0.0, clean_supplies=0.6)(world)
    half = world.buyers.size / 2
    for flag, by_needle, by_sex in (("hiv", 0.07, 0.014), ("hcv", 0.056, 0.0)):
        infected = world.buyers.used(flag)
        for start, hazard in ((0, by_needle), (1, by_sex)):
            expected = half * hazard
            assert abs(infected[start::2].sum() - expected) <= 5.0 * np.sqrt(expected)


def test_supplies_spare_some_of_those_in_contact_and_only_them(world_of, collect):
    rule = Infection(hiv_injecting=0.1, hcv_injecting=0.1, hiv_sexual=0.1, hcv_sexual=0.1)
    without, supplied = world_of(10), world_of(10)
    for world in (without, supplied):
        collect(world)
        world.buyers.used("reached")[: world.buyers.size // 2] = True
        world.levers.supplies[:] = float(world is supplied)
        rule(world)
    half = without.buyers.size // 2
    for flag in ("hiv", "hcv"):
        before, after = without.buyers.used(flag), supplied.buyers.used(flag)
        assert (before[half:] == after[half:]).all()
        assert after[:half].sum() < 0.6 * before[:half].sum()
        assert not (after & ~before).any()


def test_infections_go_by_person_and_day_whoever_else_and_whatever_parcel_there_is(world_of, collect):
    rule = Infection(hiv_injecting=0.1, hcv_injecting=0.1, hiv_sexual=0.1, hcv_sexual=0.1)
    whole, without = world_of(5), world_of(5)
    for world in (whole, without):
        rows = collect(world)
        world.drops.reserved_on[rows] = world.today.day
    drops, absent = without.drops, without.buyers.size // 2
    drops.uid[rows] += np.uint64(1)
    drops.compact(drops.used("buyer") != absent)
    for world in (whole, without):
        rule(world)
    others = np.arange(whole.buyers.size) != absent
    for flag in ("hiv", "hcv"):
        before, after = whole.buyers.used(flag), without.buyers.used(flag)
        assert 0 < after.sum() < after.size / 2 and not after[absent]
        np.testing.assert_array_equal(before[others], after[others])


def test_two_parcels_of_one_day_are_two_risks(world_of, collect):
    hazard, infected = 0.1, []
    for second in (False, True):
        world = world_of(10)
        for days_ago in range(1 + second):
            rows = collect(world)
            world.drops.reserved_on[rows] = world.today.day - days_ago
        Infection(hiv_injecting=hazard, hiv_sexual=hazard)(world)
        infected.append(world.buyers.used("hiv").mean())
    n = world.buyers.size
    for share, orders in zip(infected, (1, 2), strict=True):
        chance = -np.expm1(-orders * hazard)
        assert abs(share - chance) < 5.0 * np.sqrt(chance * (1 - chance) / n)


def test_each_infection_is_counted_once(world, collect):
    collect(world)
    for _ in range(5):
        Infection(hiv_injecting=0.1, hcv_injecting=0.1, hiv_sexual=0.1, hcv_sexual=0.1)(world)
        world.today.day += 1
    for count, flag in ((Count.INFECTIONS_HIV, "hiv"), (Count.INFECTIONS_HCV, "hcv")):
        assert world.tally.counts[count].sum() == world.weight * world.buyers.used(flag).sum() > 0


def test_who_collects_nothing_is_not_infected(world, collect):
    rows = collect(world)
    world.drops.status[rows] = DropStatus.AVAILABLE
    Infection(hiv_injecting=0.1, hcv_injecting=0.1)(world)
    assert not world.buyers.used("hiv").any()
    assert not world.buyers.used("hcv").any()


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch, collect):
    worlds = world_of(), world_of()
    rule = Infection(hiv_injecting=0.1, hcv_injecting=0.1)
    for world in worlds:
        collect(world)
    rule(worlds[0])
    monkeypatch.setattr(infection, "_infect", infection._infect.py_func)
    rule(worlds[1])
    for flag in ("hiv", "hcv"):
        assert (worlds[0].buyers.used(flag) == worlds[1].buyers.used(flag)).all()
