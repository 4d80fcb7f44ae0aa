"""Loads between depots go from surplus to lack."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.wholesale.depot_transfer import INTERVAL, DepotTransfer
from marketsim.world.audit import check, count_stocks
from marketsim.world.states import ConsignmentStatus, GroupStatus, Origin, ShopStatus
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


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], as_written: Callable[..., None]) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        world.groups.uid[: world.groups.size] //= np.uint64(INTERVAL)
        world.groups.uid[: world.groups.size] *= np.uint64(INTERVAL)
        world.today.day = INTERVAL * 440
    as_written(DepotTransfer(), *worlds, "_plan", "_add_demand")
    assert worlds[0].consignments.size
