"""Laboratories that close, move and grow."""

from collections.abc import Callable

import numpy as np

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.supply.laboratory_closing import LaboratoryClosing
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import LaboratoryStatus
from marketsim.world.world import World

A_DAY = 0.2 * DAYS_PER_YEAR


def test_the_share_that_closes_is_the_stated_chance_and_stocks_are_lost(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    rows = add_laboratories(world, 1_000)
    world.laboratories.product_stock[rows] = 7
    world.laboratories.precursor_stock[rows] = 11
    before = count_stocks(world)
    LaboratoryClosing.model_construct(closing=(0.0, A_DAY, 0.0))(world)
    closed = int((world.laboratories.used("status") == LaboratoryStatus.CLOSED).sum())
    chance = -np.expm1(-0.2)
    assert abs(closed - 1_000 * chance) < 5 * np.sqrt(1_000 * chance * (1 - chance))
    assert world.tally.counts[Count.LABORATORIES_CLOSED, 3] == closed
    assert world.ledger.mass[MassFlow.LOST_CLOSURE, [1, world.precursor]].tolist() == [7 * closed, 11 * closed]
    check(world, before)


def test_more_close_below_cost(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 1_000)
    rule = LaboratoryClosing(closing=(0.0, 0.0, 0.0), unprofitable=73.0)
    rule(world)
    assert (world.laboratories.used("status") == LaboratoryStatus.OPEN).all()
    world.market.wholesale_price[1] = 499.0
    rule(world)
    closed = (world.laboratories.used("status") == LaboratoryStatus.CLOSED).sum()
    assert abs(closed - 181) < 5 * np.sqrt(181)


def test_who_makes_for_export_reckons_with_the_price_abroad(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1_000)
    laboratories, market = world.laboratories, world.market
    laboratories.export_share[:500] = 0.5
    market.wholesale_price[1], market.foreign_price[1] = 499.0, 10_000.0
    rule = LaboratoryClosing.model_construct(closing=(0.0, 0.0, 0.0), unprofitable=A_DAY)
    rule(world)
    closed = laboratories.used("status") != LaboratoryStatus.OPEN
    assert not closed[:500].any()
    assert abs(closed[500:].sum() - 500 * -np.expm1(-0.2)) < 5 * np.sqrt(500 * 0.2)
    market.foreign_price[1] = 499.0
    rule(world)
    assert (laboratories.used("status")[:500] != LaboratoryStatus.OPEN).any()


def test_laboratories_move_and_grow(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 1_000)
    LaboratoryClosing(closing=(0.0, 0.0, 0.0), moving=20.0, growing=20.0, growth=1.5)(world)
    chance = -np.expm1(-20.0 / DAYS_PER_YEAR)
    grown = (world.laboratories.used("output") == 15_000.0).sum()
    assert abs(grown - 1_000 * chance) < 5 * np.sqrt(1_000 * chance)
    assert 0 < (world.laboratories.used("region") != 3).sum() < 1_000 * chance + 5 * np.sqrt(1_000 * chance)


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        add_laboratories(world, 40)
    as_written(LaboratoryClosing.model_construct(closing=(0.0, A_DAY, 0.0), moving=50.0), *worlds, "_close")
