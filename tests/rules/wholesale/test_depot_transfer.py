"""Loads between depots go from surplus to lack."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.supply.import_arrival import ImportArrival
from marketsim.rules.wholesale.depot_transfer import INTERVAL, DepotTransfer
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import ConsignmentStatus, GroupStatus, LaboratoryClass, LaboratoryStatus, Origin, ShopStatus
from marketsim.world.world import World

KG = 1_000_000


@pytest.fixture
def spread(world: World) -> World:
    """A world with all stock of group 0 in region 2 and three quarters of the demand in region 7."""
    world.groups.status[1 : world.groups.size] = GroupStatus.SUPPRESSED
    world.groups.product_stock[:] = 0
    world.groups.product_stock[0, 2, 1] = 8 * KG
    world.groups.uid[0] = np.uint64(INTERVAL * 1_000)
    world.today.day = INTERVAL * 440
    world.shops.demand[:] = 0.0
    world.shops.status[0] = ShopStatus.OPEN
    world.shops.demand[0, 7, 1], world.shops.demand[0, 2, 1] = 3_000.0, 1_000.0
    return world


def test_the_load_makes_stock_follow_demand(spread: World) -> None:
    before = count_stocks(spread)
    DepotTransfer()(spread)
    loads = spread.consignments
    assert (loads.size, loads.mg[0], loads.region[0], loads.origin[0]) == (1, 6 * KG, 7, Origin.HOME)
    assert spread.groups.product_stock[0, 2, 1] == 2 * KG
    assert loads.status[0] == ConsignmentStatus.TRAVELLING
    assert loads.arrives_on[0] > spread.today.day + 1
    check(spread, before)


def test_limits_on_movement_cut_it(spread: World) -> None:
    spread.levers.mobility = 0.5
    DepotTransfer()(spread)
    assert spread.consignments.mg[0] == 3 * KG


def test_small_loads_and_other_days_wait(spread: World) -> None:
    DepotTransfer(least=7.0)(spread)
    spread.today.day += 1
    DepotTransfer()(spread)
    assert spread.consignments.size == 0


def test_precursor_is_fetched_from_where_no_laboratory_is_left(
    spread: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(spread, 3)
    spread.market.precursor_days[1] = 100.0
    spread.laboratories.region[:3] = 3, 5, 9
    spread.laboratories.status[2] = LaboratoryStatus.CLOSED
    stock = spread.groups.precursor_stock
    stock[0, [3, 5, 9, 12]] = 10 * KG, 2 * KG, 700 * KG + 1, KG // 4
    stock[1, 9] = KG
    before = count_stocks(spread)
    DepotTransfer()(spread)
    loads = spread.consignments
    row = int(np.flatnonzero(loads.used("material") == spread.precursor)[0])
    assert loads.size == 2
    assert (loads.mg[row], loads.region[row], loads.origin[row]) == (700 * KG + 1, 5, Origin.HOME)
    assert stock[0, [3, 5, 9, 12]].tolist() == [10 * KG, 2 * KG, 0, KG // 4]
    assert stock[1, 9] == KG
    assert spread.tally.counts[Count.CONSIGNMENTS_SENT, [2, 9]].tolist() == [1, 0]
    spread.today.day = int(loads.arrives_on[row])
    ImportArrival()(spread)
    assert stock[0, 5] == 702 * KG + 1
    check(spread, before)


def test_a_kitchen_keeps_no_industrial_depot(spread: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(spread, 3)
    laboratories, stock = spread.laboratories, spread.groups.precursor_stock
    spread.market.precursor_days[1] = 100.0, 0.0, 200.0
    laboratories.region[:3] = 3, 5, 9
    laboratories.size_class[:3] = LaboratoryClass.KITCHEN, LaboratoryClass.INDUSTRIAL, LaboratoryClass.KITCHEN
    stock[0, [3, 5, 9]] = 13 * KG, 15 * KG, 25 * KG
    before = count_stocks(spread)
    DepotTransfer()(spread)
    assert stock[0, [3, 5, 9]].tolist() == [10 * KG, 15 * KG, 23 * KG]
    loads = spread.consignments
    assert sorted(loads.used("mg")[loads.used("material") == spread.precursor].tolist()) == [2 * KG, 3 * KG]
    check(spread, before)
    spread.today.day += INTERVAL
    stock[0, 5] = 20 * KG
    DepotTransfer()(spread)
    assert stock[0, [3, 5, 9]].tolist() == [10 * KG, 20 * KG, 23 * KG]


def test_what_laboratories_hold_and_what_is_under_way_is_not_lacking(
    spread: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(spread, 3)
    laboratories, stock = spread.laboratories, spread.groups.precursor_stock
    spread.market.precursor_days[0] = 100.0
    laboratories.region[:3] = 3, 5, 9
    laboratories.status[2] = LaboratoryStatus.CLOSED
    laboratories.precursor_stock[:3] = 10 * KG, 4 * KG, 0  # Of 10 kg that each wants to hold.
    stock[0, 9] = 30 * KG
    DepotTransfer()(spread)
    loads = spread.consignments
    assert loads.used("region")[loads.used("material") == spread.precursor].tolist() == [5]
    stock[0, 9] = 30 * KG
    laboratories.precursor_stock[0] = 5 * KG
    spread.today.day += INTERVAL
    DepotTransfer()(spread)
    assert loads.used("region")[loads.used("material") == spread.precursor].tolist() == [5, 3]


def test_precursor_waits_where_a_group_has_no_laboratory_at_all(spread: World) -> None:
    spread.groups.precursor_stock[0, 9] = 700 * KG
    DepotTransfer()(spread)
    assert (spread.consignments.used("material") != spread.precursor).all()


def test_limits_on_movement_cut_loads_of_precursor_too(spread: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(spread, 1)
    spread.market.precursor_days[1] = 100.0
    spread.groups.precursor_stock[0, 9] = 700 * KG
    spread.levers.mobility = 0.5
    DepotTransfer()(spread)
    assert spread.groups.precursor_stock[0, 9] == 350 * KG


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        add_laboratories(world, 3)
        world.market.precursor_days[1] = 100.0
        world.groups.precursor_stock[0, 9] = 700 * KG
        world.groups.uid[: world.groups.size] //= np.uint64(INTERVAL)
        world.groups.uid[: world.groups.size] *= np.uint64(INTERVAL)
        world.today.day = INTERVAL * 440
    as_written(DepotTransfer(), *worlds, "_plan", "_add_demand", "_add_wanted", "_fetch")
    assert (worlds[0].consignments.used("material") == worlds[0].precursor).sum() == 1
