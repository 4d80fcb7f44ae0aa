"""Loads that arrive, and those that do not."""

from collections.abc import Callable

import pytest

from marketsim.rules.supply.import_arrival import ImportArrival
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ConsignmentStatus, GroupStatus
from marketsim.world.world import World


def send(world: World, material: int, in_days: int, status: ConsignmentStatus = ConsignmentStatus.TRAVELLING) -> int:
    loads = world.consignments
    row = loads.append(1).start
    loads.status[row] = status
    loads.material[row] = material
    loads.mg[row] = 1_000
    loads.group[row] = 2
    loads.region[row] = 5
    loads.arrives_on[row] = world.today.day + in_days
    return row


@pytest.mark.parametrize("product", [0, 2])
def test_a_load_joins_the_depot_on_its_day(world: World, product: int) -> None:
    row, held = send(world, product, 0), world.groups.product_stock[2, 5, product]
    before = count_stocks(world)
    ImportArrival()(world)
    assert world.consignments.status[row] == ConsignmentStatus.ARRIVED
    assert world.groups.product_stock[2, 5, product] == held + 1_000
    check(world, before)


def test_precursor_goes_to_the_precursor_depot(world: World) -> None:
    send(world, world.precursor, 0)
    ImportArrival()(world)
    assert world.groups.precursor_stock[2, 5] == 1_000


def test_loads_still_under_way_and_seized_ones_do_not_arrive(world: World) -> None:
    rows = send(world, 0, 1), send(world, 0, 0, ConsignmentStatus.SEIZED)
    before = world.groups.product_stock.copy()
    ImportArrival()(world)
    assert (world.groups.product_stock == before).all()
    assert world.consignments.status[rows[0]] == ConsignmentStatus.TRAVELLING
    assert world.consignments.status[rows[1]] == ConsignmentStatus.SEIZED


def test_a_load_for_a_suppressed_group_is_lost(world: World) -> None:
    send(world, 1, 0)
    before = count_stocks(world)
    world.groups.status[2] = GroupStatus.SUPPRESSED
    ImportArrival()(world)
    assert world.ledger.mass[MassFlow.LOST_CLOSURE, 1] == 1_000
    check(world, before)


def test_a_load_that_leaves_is_exported_and_paid_for_unless_the_group_is_no_more(world: World) -> None:
    for active in (True, False):
        row, money = send(world, 1, 0), int(world.groups.money[2])
        world.consignments.outward[row], world.consignments.worth[row] = True, 5_000
        world.groups.status[2] = GroupStatus.ACTIVE if active else GroupStatus.SUPPRESSED
        world.ledger.clear()
        before = count_stocks(world)
        ImportArrival()(world)
        assert world.ledger.mass[MassFlow.EXPORTED, 1] == 1_000
        assert world.ledger.money[MoneyFlow.EXPORT_REVENUE] == world.groups.money[2] - money == 5_000 * active
        check(world, before)


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], as_written: Callable[..., None]) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        for material in range(4):
            send(world, material, material - 1)
    as_written(ImportArrival(), *worlds, "_arrive")
