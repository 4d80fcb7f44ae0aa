"""Export: finite demand abroad at a price that falls."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.rules.wholesale.product_export import ProductExport
from marketsim.world.audit import check, count_stocks
from marketsim.world.states import GroupKind, GroupStatus, Origin
from marketsim.world.world import World

KG = 1_000_000


@pytest.fixture
def works(world: World, add_laboratories: Callable[..., slice]) -> World:
    """A world with one laboratory in which 1 kg lies, 900 g of it made for export."""
    add_laboratories(world, 1)
    world.laboratories.product_stock[0], world.laboratories.export_stock[0] = KG, 900_000
    world.laboratories.export_share[0] = 0.9
    on_its_day(world)
    return world


def on_its_day(world: World) -> None:
    world.laboratories.uid[: world.laboratories.size] = np.uint64(40 * 7919)
    world.today.day += -world.today.day % 40


def sent(world: World) -> int:
    """Return what is on its way out of the country, mg."""
    return int(world.consignments.used("mg")[world.consignments.used("outward")].sum())


def test_the_share_for_export_leaves_at_the_foreign_price(works: World) -> None:
    before, money = count_stocks(works), int(works.groups.money[0])
    ProductExport(price=0.8)(works)
    loads = works.consignments
    assert (loads.size, loads.mg[0], loads.worth[0]) == (1, 900_000, round(900 * 0.8 * 6_400))
    assert (loads.origin[0], loads.region[0], bool(loads.outward[0])) == (Origin.HOME, 3, True)
    assert works.groups.money[0] == money
    assert 0.0 < works.market.foreign_stock[1] < 0.01
    check(works, before)


def test_demand_abroad_is_no_free_sink(works: World) -> None:
    rule = ProductExport(foreign_demand=2.0)
    room = rule.rooms(works)[1]
    for _ in range(100):
        works.laboratories.product_stock[0] = works.laboratories.export_stock[0] = 10 * room
        rule(works)
    assert works.market.foreign_stock[1] <= 1.0
    assert abs(sent(works) / room - (1.0 + 99 / 180.0)) < 0.02


def test_demand_abroad_grows(works: World) -> None:
    rule = ProductExport(growth=0.15)
    now = rule.rooms(works)[1]
    works.today.day += day_number(works.today.date.replace(year=2018)) - works.today.day
    assert 1.15 < rule.rooms(works)[1] / now < 1.17


def test_small_amounts_wait_and_served_buyers_pay_less(works: World) -> None:
    works.laboratories.export_stock[0] = 100_000
    ProductExport()(works)
    assert sent(works) == 0
    works.laboratories.export_stock[0] = 900_000
    works.market.foreign_stock[1] = 0.5
    ProductExport(window=3_650.0, price=0.8)(works)
    price = works.consignments.worth[0] / works.consignments.mg[0]
    assert abs(price * 1_000 / (0.8 * 6_400) - 0.75) < 0.01


def test_a_small_share_for_export_fills_loads_of_its_own(works: World) -> None:
    works.laboratories.export_share[0] = 0.2
    for mg, left in ((23_000, 0), (25_000, 25_000)):
        works.laboratories.export_stock[0] = mg
        ProductExport(least=0.3)(works)
        assert sent(works) == left


def test_closed_borders_and_suppressed_groups_keep_product_here(works: World) -> None:
    works.levers.border_openness = 0.0
    ProductExport()(works)
    works.levers.border_openness = 1.0
    works.groups.status[0] = GroupStatus.SUPPRESSED
    ProductExport()(works)
    assert works.laboratories.product_stock[0] == KG


def test_what_is_made_for_home_does_not_go_abroad(works: World) -> None:
    for _ in range(3):
        ProductExport()(works)
        works.laboratories.uid[0] += np.uint64(40)
    assert sent(works) == 900_000
    assert (works.laboratories.product_stock[0], works.laboratories.export_stock[0]) == (100_000, 0)


def test_half_closed_borders_let_half_of_a_load_pass_on_its_day_and_none_on_others(works: World) -> None:
    works.levers.border_openness = 0.5
    for _ in range(40):
        ProductExport()(works)
        works.today.day += 1
    assert sent(works) == 450_000


def test_a_price_shock_abroad_is_what_exporters_get(works: World) -> None:
    works.levers.import_price[1] = 2.0
    ProductExport(price=0.8)(works)
    assert works.consignments.worth[0] == round(900 * 2.0 * 0.8 * 6_400)


def test_transnational_groups_export_what_sells_for_less_at_home(world: World) -> None:
    groups = world.groups
    transnational = groups.used("kind") == GroupKind.TRANSNATIONAL
    before, held = count_stocks(world), groups.used("product_stock")[:, :, 1].sum(axis=1)
    for price, left in ((6_000.0, 1.0), (4_000.0, 0.75)):
        world.market.wholesale_price[:] = (9_000.0, price, 9_000.0)
        for _ in range(30):
            world.today.day += 1
            ProductExport(price=0.8, surplus=0.25)(world)
        now = groups.used("product_stock")[:, :, 1].sum(axis=1)
        assert (now[transnational] == left * held[transnational]).all()
        assert (now[~transnational] == held[~transnational]).all()
    check(world, before)


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        rows = add_laboratories(world, 10)
        world.laboratories.product_stock[rows] = range(0, 2_000_000, 200_000)
        world.laboratories.export_stock[rows] = range(0, 1_000_000, 100_000)
        on_its_day(world)
        world.groups.uid[: world.groups.size] //= np.uint64(30)
        world.groups.uid[: world.groups.size] *= np.uint64(30)
        world.market.wholesale_price[:] = 1_000.0
        world.today.day = 7_080
    as_written(ProductExport(), *worlds, "_ready", "_sell_surplus")
    assert sent(worlds[0]) > 0
