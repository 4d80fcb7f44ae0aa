"""Laboratories abroad: loads home while that pays, the rest sold there, nothing in the books but the loads."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.supply.laboratory_abroad import LaboratoryAbroad
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import GroupStatus, LaboratoryStatus, Origin, Route
from marketsim.world.world import World

KG = 1_000_000


@pytest.fixture
def away(world: World, add_laboratories: Callable[..., slice]) -> World:
    """A world with one laboratory abroad that makes 300 g a month of product 1, on its day, and rich groups."""
    rows = add_laboratories(world, 1)
    world.laboratories.status[rows] = LaboratoryStatus.ABROAD
    world.laboratories.uid[rows] = np.uint64(30 * 7919)
    world.today.day = 30 * 210
    world.groups.money[:] = 10**12
    world.market.wholesale_price[:] = 20_000.0
    world.market.cover[:] = 0.0
    world.market.foreign_room[:] = 100 * KG
    return world


def test_makers_abroad_want_what_makers_at_home_want(away: World) -> None:
    away.market.makers_margin = 8_000.0
    away.market.wholesale_price[1] = 500.0 + 30.0 / 0.1 + 800.0 + 0.25 * 8_000.0
    LaboratoryAbroad(ending=0.0, premium=800.0)(away)
    assert away.consignments.used("mg").tolist() == [75_000]


def test_a_month_of_output_travels_home_and_the_group_pays_for_it(away: World) -> None:
    before, money = count_stocks(away), int(away.groups.money[0])
    LaboratoryAbroad(ending=0.0)(away)
    loads = away.consignments
    assert (loads.size, loads.mg[0], loads.material[0]) == (1, 300_000, 1)
    assert (loads.origin[0], loads.route[0]) == (Origin.NEIGHBOUR, Route.ROAD)
    assert loads.arrives_on[0] > away.today.day + 1
    assert away.ledger.mass[MassFlow.IMPORTED, 1] == 300_000
    assert away.tally.from_neighbours_mg[1] == away.tally.from_moved_mg[1] == 300_000
    assert money - away.groups.money[0] == away.ledger.money[MoneyFlow.PRODUCTION] == 300 * (500 + 300)
    check(away, before)


def test_it_comes_on_its_own_day_only(away: World) -> None:
    for _ in range(29):
        away.today.day += 1
        LaboratoryAbroad(ending=0.0)(away)
    assert away.consignments.size == 0


@pytest.mark.parametrize("reason", ["cheap at home", "full depots", "closed borders", "no group"])
def test_what_does_not_come_home_is_sold_there_in_part(away: World, reason: str) -> None:
    if reason == "cheap at home":
        away.market.wholesale_price[:] = 1_500.0
    elif reason == "full depots":
        away.market.cover[:] = 90.0
    elif reason == "closed borders":
        away.levers.border_openness = 0.0
    else:
        away.groups.status[0] = GroupStatus.SUPPRESSED
    LaboratoryAbroad(ending=0.0, serving=0.3)(away)
    assert away.consignments.size == 0
    assert away.tally.moved_sales_mg[1] == 90_000
    assert away.market.foreign_stock[1] == pytest.approx(0.0009)


def test_demand_abroad_is_finite(away: World) -> None:
    away.market.foreign_stock[:] = 1.0
    away.market.wholesale_price[:] = 1_500.0
    LaboratoryAbroad(ending=0.0)(away)
    assert away.tally.moved_sales_mg.sum() == 0


def test_laboratories_abroad_end_with_the_stated_chance(world: World, add_laboratories: Callable[..., slice]) -> None:
    rows = add_laboratories(world, 1_000)
    world.laboratories.status[rows] = LaboratoryStatus.ABROAD
    LaboratoryAbroad(ending=50.0)(world)
    ended = (world.laboratories.used("status") == LaboratoryStatus.CLOSED).sum()
    chance = -np.expm1(-50.0 / 365.25)
    assert abs(ended - 1_000 * chance) < 5 * np.sqrt(1_000 * chance)


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        rows = add_laboratories(world, 90)
        world.laboratories.status[rows] = LaboratoryStatus.ABROAD
        world.laboratories.export_share[rows.start : rows.start + 40] = 0.5
        world.market.foreign_room[:] = 100 * KG
    as_written(LaboratoryAbroad(ending=20.0), *worlds, "_work")
    assert worlds[0].consignments.size
