"""Patrols: hours are neither made nor lost, and go where the strategy says."""

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.rules.police import patrol_movement
from marketsim.rules.police.patrol_movement import PatrolMovement
from marketsim.world.capacity_course import CapacityCourse
from marketsim.world.counts import Count
from marketsim.world.states import Agency, PatrolStrategy, Unit
from marketsim.world.world import World


def hours_by_region(world: World) -> np.ndarray:
    return world.cells.patrol_hours[world.cells.of_region].sum(axis=1)


def tell_all(world: World, strategy: PatrolStrategy) -> None:
    world.levers.patrol_strategy[:] = np.arange(len(PatrolStrategy)) == strategy


def test_every_region_gets_the_hours_of_its_own_officers(world: World) -> None:
    rule = PatrolMovement()
    rule(world)
    officers = world.officers
    patrols = officers.used("region")[officers.used("unit") == Unit.PATROL]
    hours = rule.hours * (1.0 + (rule.growth - 1.0) * CapacityCourse().grown(world.today.day))
    assert hours_by_region(world) == pytest.approx(hours * np.bincount(patrols, minlength=20))


def test_hours_in_a_country_of_one_full_tile_do_not_wrap_around(world: World) -> None:
    cells = world.cells
    height = cells.height
    region = np.zeros(cells.region.size, np.int16)
    hours = np.zeros(cells.region.size)
    patrol_movement._spread(2 * height - 1, 9.0, 0.1, height, region, hours)
    assert hours[2 * height] == 0.0
    assert hours.sum() == pytest.approx(9.0)


def test_capacity_grows_and_then_holds() -> None:
    shares = [
        CapacityCourse().grown(day_number(d))
        for d in map(np.datetime64.tolist, np.array(["2017-01-01", "2022-01-01", "2030-01-01"], "M8[D]"))
    ]
    assert shares == pytest.approx([0.0, 0.5, 0.924], abs=0.003)


def test_hot_spot_patrols_go_to_heat_and_random_ones_do_not(world: World) -> None:
    hot = world.cells.of_region[:, 40]
    found = {}
    for strategy in (PatrolStrategy.RANDOM, PatrolStrategy.HOT_SPOT):
        world.cells.heat[hot] = 50.0
        tell_all(world, strategy)
        PatrolMovement()(world)
        found[strategy] = np.isin(world.officers.used("cell")[:700], hot).sum()
    assert found[PatrolStrategy.RANDOM] < 20
    assert found[PatrolStrategy.HOT_SPOT] > 600


def test_targets_pull_only_at_the_end_of_a_quarter(world: World) -> None:
    hot = world.cells.of_region[:, 40]
    world.officers.used("strategy")[:] = PatrolStrategy.RANDOM
    world.levers.performance_targets = 1.0
    there = []
    for day in ("2019-02-10", "2019-03-25", "2019-12-18"):
        world.today.day = day_number(np.datetime64(day).tolist())
        world.cells.heat[hot] = 50.0
        PatrolMovement()(world)
        there.append(int(np.isin(world.officers.used("cell")[:700], hot).sum()))
    assert there[0] < 20
    assert min(there[1:]) > 600


def test_a_share_is_told_and_a_larger_share_adds_to_it(world: World) -> None:
    hot = world.cells.of_region[:, 40]
    world.officers.used("strategy")[:] = PatrolStrategy.RANDOM
    followers = []
    for share in (0.3, 0.6):
        world.cells.heat[hot] = 5_000.0
        world.levers.patrol_strategy[PatrolStrategy.HOT_SPOT] = share
        PatrolMovement()(world)
        followers.append(set(np.flatnonzero(np.isin(world.officers.used("cell")[:700], hot)).tolist()))
    assert abs(len(followers[0]) - 210) < 5 * np.sqrt(700 * 0.21) + 20
    assert followers[0] <= followers[1]


def test_before_the_end_of_a_quarter_laboratory_officers_of_the_police_walk_too(world: World) -> None:
    officers = world.officers
    world.today.day = day_number(np.datetime64("2019-03-25").tolist())
    world.start_day()
    PatrolMovement()(world)
    usual = world.tally.counts[Count.PATROL_HOURS].sum()
    world.start_day()
    world.levers.performance_targets = 1.0
    PatrolMovement()(world)
    police = officers.used("agency") == Agency.POLICE
    joining = np.count_nonzero(police & (officers.used("unit") == Unit.LABORATORY))
    assert joining == 30
    assert world.tally.counts[Count.PATROL_HOURS].sum() == pytest.approx(usual * (700 + joining) / 700, rel=0.005)
    world.start_day()
    world.levers.performance_targets, world.levers.target_days = 1.0, 5.0
    PatrolMovement()(world)
    assert world.tally.counts[Count.PATROL_HOURS].sum() == usual


def test_hours_on_use_in_public_are_hours_on_the_street(world: World) -> None:
    world.start_day()
    PatrolMovement()(world)
    usual, for_parcels = world.tally.counts[Count.PATROL_HOURS].sum(), world.cells.patrol_hours.sum()
    world.start_day()
    world.levers.public_use_hours = 0.95
    PatrolMovement()(world)
    assert world.cells.patrol_hours.sum() == pytest.approx(0.05 * for_parcels)
    assert world.tally.counts[Count.PATROL_HOURS].sum() == pytest.approx(usual, abs=20)  # Whole hours a region.


def test_problem_oriented_patrols_make_places_worse_and_they_recover(world: World) -> None:
    usual = world.cells.suitability.copy()
    tell_all(world, PatrolStrategy.PROBLEM_ORIENTED)
    for _ in range(30):
        PatrolMovement()(world)
        world.today.day += 1
    lowered = world.cells.suitability.copy()
    tell_all(world, PatrolStrategy.RANDOM)
    for _ in range(100):
        PatrolMovement()(world)
        world.today.day += 1
    assert lowered.sum() < 0.95 * usual.sum()
    assert lowered.sum() < world.cells.suitability.sum() < usual.sum()


def test_heat_fades(world: World) -> None:
    world.cells.heat[100] = 1.0
    PatrolMovement(heat_fading=0.1)(world)
    assert world.cells.heat[100] == pytest.approx(0.9)


def test_the_compiled_patrol_is_the_written_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    PatrolMovement()(world)
    compiled = world.cells.patrol_hours.copy()
    monkeypatch.setattr(patrol_movement, "_patrol", patrol_movement._patrol.py_func)
    monkeypatch.setattr(patrol_movement, "_fade", patrol_movement._fade.py_func)
    PatrolMovement()(world)
    assert np.array_equal(world.cells.patrol_hours, compiled)
