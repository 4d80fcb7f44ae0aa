"""Moving abroad is a choice: it wants pressure at home and room abroad."""

from collections.abc import Callable

import numpy as np

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.supply.laboratory_relocation import LaboratoryRelocation
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import GroupStatus, LaboratoryClass, LaboratoryStatus
from marketsim.world.world import World

A_DAY = 0.2 * DAYS_PER_YEAR
"""Hazard a year that is 0.2 a day."""
ROOMY = {"places": 10_000.0, "moving": 100.0, "movable": (1.0, 1.0, 1.0)}


def press(world: World, pressure: float) -> None:
    """Make so many raids at home that pressure on medium laboratories is as wanted with default settings."""
    world.market.laboratory_risk[:] = np.array([0.2, 0.5, 0.8]) + pressure / 0.5


def abroad(world: World) -> int:
    return int((world.laboratories.used("status") == LaboratoryStatus.ABROAD).sum())


def test_without_pressure_nobody_moves(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 500)
    press(world, 0.0)
    LaboratoryRelocation(**ROOMY)(world)
    assert abroad(world) == 0


def test_the_share_that_moves_is_the_stated_chance_and_takes_its_stocks_along(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    rows = add_laboratories(world, 1_000)
    world.laboratories.product_stock[rows] = 7
    world.laboratories.precursor_stock[rows] = 11
    press(world, A_DAY / 100.0)
    before = count_stocks(world)
    LaboratoryRelocation(**ROOMY)(world)
    chance = -np.expm1(-0.2)
    assert abs(abroad(world) - 1_000 * chance) < 5 * np.sqrt(1_000 * chance * (1 - chance))
    assert world.tally.counts[Count.LABORATORIES_MOVED_ABROAD, 3] == abroad(world)
    carried = world.ledger.mass[MassFlow.LOST_CLOSURE, [1, world.precursor]]
    assert carried.tolist() == [7 * abroad(world), 11 * abroad(world)]
    check(world, before)


def test_dear_precursor_at_home_is_pressure_too(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 1_000)
    press(world, 0.0)
    world.market.precursor_cost = 4.0 * world.market.precursor_price
    LaboratoryRelocation(**ROOMY)(world)
    chance = -np.expm1(-100.0 / DAYS_PER_YEAR * 90.0 / 0.1 / 5_000.0)
    assert abs(abroad(world) - 1_000 * chance) < 5 * np.sqrt(1_000 * chance)


def test_precursor_that_cannot_be_had_takes_the_whole_margin_and_no_more(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1_000)
    press(world, 0.0)
    world.market.precursor_cost = np.inf
    LaboratoryRelocation(**ROOMY | {"moving": A_DAY})(world)
    chance = -np.expm1(-0.2)
    assert abs(abroad(world) - 1_000 * chance) < 5 * np.sqrt(1_000 * chance)


def test_places_abroad_are_limited(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 300)
    press(world, 1_000.0)
    rule = LaboratoryRelocation(places=20.0, moving=0.1, returning=0.0)
    for _ in range(400):
        world.today.day += 1
        rule(world)
    assert 20 <= abroad(world) < 45


def test_kitchens_hardly_move_and_leaderless_laboratories_do_not(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 300, LaboratoryClass.KITCHEN)
    press(world, 2.0)
    LaboratoryRelocation(places=10_000.0, moving=100.0, movable=(0.0, 1.0, 1.0))(world)
    assert abroad(world) == 0
    world.groups.status[0] = GroupStatus.SUPPRESSED
    LaboratoryRelocation(**ROOMY)(world)
    assert abroad(world) == 0


def test_when_it_calms_down_they_come_back(world: World, add_laboratories: Callable[..., slice]) -> None:
    rows = add_laboratories(world, 1_000)
    world.laboratories.status[rows] = LaboratoryStatus.ABROAD
    press(world, 1.0)
    LaboratoryRelocation(returning=A_DAY)(world)
    assert abroad(world) == 1_000
    press(world, 0.0)
    LaboratoryRelocation(returning=A_DAY)(world)
    back = 1_000 - abroad(world)
    assert abs(back - 181) < 5 * np.sqrt(181)
    assert world.tally.counts[Count.LABORATORIES_RETURNED].sum() == back


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        rows = add_laboratories(world, 60)
        world.laboratories.status[rows.start : rows.start + 20] = LaboratoryStatus.ABROAD
        press(world, 0.5)
    as_written(LaboratoryRelocation(**ROOMY, returning=100.0), *worlds, "_relocate")
    assert 0 < abroad(worlds[0]) < 60
