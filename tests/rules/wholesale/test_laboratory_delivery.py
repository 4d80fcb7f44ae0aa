"""Output goes to the depots, once in a while."""

from collections.abc import Callable

from marketsim.rules.supply.laboratory_cooking import LaboratoryCooking
from marketsim.rules.wholesale.laboratory_delivery import LaboratoryDelivery
from marketsim.rules.wholesale.product_export import ProductExport
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow
from marketsim.world.states import GroupKind, GroupStatus
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
    add_laboratories(world, 1)
    world.laboratories.product_stock[0], world.laboratories.export_stock[0] = 1_000, 750
    LaboratoryDelivery(interval=1)(world)
    assert world.laboratories.product_stock[0] == 750


def test_all_that_a_laboratory_for_export_makes_for_home_comes_home(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    rows = add_laboratories(world, 5)
    laboratories, groups = world.laboratories, world.groups
    groups.status[1 : groups.size] = GroupStatus.SUPPRESSED
    groups.kind[0] = GroupKind.LOCAL
    groups.money[0] = 10**12
    groups.product_stock[:] = 0
    laboratories.export_share[rows] = 0.9
    laboratories.precursor_stock[rows] = 10**9
    world.market.wholesale_price[1] = world.market.foreign_price[1] = 20_000.0
    before = count_stocks(world)
    for _ in range(400):
        world.today.day += 1
        LaboratoryCooking()(world)
        ProductExport(least=0.0)(world)
        LaboratoryDelivery()(world)
    made = 5 * 400 * 10_000
    assert world.ledger.mass[MassFlow.PRODUCED, 1] == made
    waiting, for_export = laboratories.used("product_stock").sum(), laboratories.used("export_stock").sum()
    home, sent = groups.product_stock[0, 3, 1], world.consignments.used("mg").sum()
    assert home + waiting - for_export == 0.1 * made
    assert sent + for_export == 0.9 * made
    assert home > 0.085 * made
    check(world, before)


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
