"""Output goes to the depots, once in a while."""

from collections.abc import Callable

from marketsim.rules.wholesale.laboratory_delivery import LaboratoryDelivery
from marketsim.world.audit import check, count_stocks
from marketsim.world.states import GroupStatus
from marketsim.world.world import World


def test_every_laboratory_delivers_once_in_the_interval(world: World, add_laboratories: Callable[..., slice]) -> None:
    rows = add_laboratories(world, 30)
    depot = int(world.groups.product_stock[0, 3, 1])
    world.laboratories.product_stock[rows] = 1_000
    before = count_stocks(world)
    LaboratoryDelivery(interval=10)(world)
    assert 0 < (world.laboratories.used("product_stock") == 0).sum() < 30
    for _ in range(9):
        world.today.day += 1
        LaboratoryDelivery(interval=10)(world)
    assert (world.laboratories.used("product_stock") == 0).all()
    assert world.groups.product_stock[0, 3, 1] == depot + 30_000
    check(world, before)


def test_what_is_meant_for_export_stays(world: World, add_laboratories: Callable[..., slice]) -> None:
    world.laboratories.export_share[add_laboratories(world, 1)] = 0.75
    world.laboratories.product_stock[0] = 1_000
    LaboratoryDelivery(interval=1)(world)
    assert world.laboratories.product_stock[0] == 750


def test_a_laboratory_of_a_suppressed_group_finds_another(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 20)
    world.groups.status[0] = GroupStatus.SUPPRESSED
    LaboratoryDelivery(interval=1)(world)
    assert len(set(world.laboratories.used("group"))) > 3
    assert 0 not in world.laboratories.used("group")
    world.groups.status[:] = GroupStatus.SUPPRESSED
    world.laboratories.product_stock[0] = 5
    LaboratoryDelivery(interval=1)(world)
    assert world.laboratories.product_stock[0] == 5


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        world.laboratories.product_stock[add_laboratories(world, 30)] = 1_000
    as_written(LaboratoryDelivery(interval=10), *worlds, "_deliver")
