"""Making product: yield, money, margins."""

from collections.abc import Callable

import pytest

from marketsim.rules.supply.laboratory_cooking import LaboratoryCooking
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import GroupStatus
from marketsim.world.world import World


@pytest.fixture
def works(world: World, add_laboratories: Callable[..., slice]) -> World:
    """A world with one laboratory that has precursor, money and a good margin."""
    add_laboratories(world, 1)
    world.laboratories.precursor_stock[0] = 10_000_000
    world.market.precursor_cost = 30_000.0
    world.market.wholesale_price[1] = world.market.foreign_price[1] = 10_000.0
    return world


def test_product_is_precursor_times_yield(works: World) -> None:
    before = count_stocks(works)
    LaboratoryCooking()(works)
    assert works.laboratories.product_stock[0] == 10_000
    assert works.ledger.mass[MassFlow.USED, works.precursor] == 100_000
    assert works.ledger.money[MoneyFlow.PRODUCTION] == 5_000
    check(works, before)


def test_nobody_makes_more_than_the_precursor_yields(works: World) -> None:
    works.laboratories.precursor_stock[0] = 1_000
    LaboratoryCooking()(works)
    assert works.laboratories.product_stock[0] == 100


def test_makers_slow_down_with_the_margin_and_stop_at_cost(works: World) -> None:
    cost = 500.0 + 30.0 / 0.1
    for price, made in ((cost + 2_000.0, 5_000), (cost - 1.0, 0)):
        works.market.wholesale_price[1] = price
        works.laboratories.product_stock[0] = 0
        LaboratoryCooking(margin=4_000.0)(works)
        assert abs(works.laboratories.product_stock[0] - made) <= 1


def test_makers_hold_back_when_the_depots_are_full(works: World) -> None:
    works.market.cover[1] = 90.0
    LaboratoryCooking(glut=120.0)(works)
    assert works.laboratories.product_stock[0] == 5_000


def test_makers_for_export_work_on_while_somebody_abroad_wants_more(works: World) -> None:
    works.market.cover[1] = 1_000.0
    works.laboratories.export_share[0] = 0.9
    LaboratoryCooking()(works)
    assert works.laboratories.product_stock[0] == 9_000
    assert works.laboratories.export_stock[0] == 9_000
    works.market.foreign_stock[1] = 1.0
    LaboratoryCooking()(works)
    assert works.laboratories.product_stock[0] == 9_000


def test_makers_for_export_work_at_any_price_abroad_above_cost_and_at_none_below(works: World) -> None:
    cost, laboratories = 500.0 + 30.0 / 0.1, works.laboratories
    laboratories.export_share[0] = 0.9
    works.market.cover[1] = 1_000.0
    works.market.foreign_stock[1] = 0.5
    for price, made in ((cost + 10.0, 9_000), (cost - 10.0, 0)):
        works.market.foreign_price[1] = price / 0.75
        laboratories.product_stock[0] = laboratories.export_stock[0] = 0
        LaboratoryCooking()(works)
        assert laboratories.export_stock[0] == laboratories.product_stock[0] == made


def test_scarce_money_of_a_group_does_not_go_by_the_row(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice]
) -> None:
    made = []
    for turned in (False, True):
        world = world_of()
        rows = add_laboratories(world, 20)
        world.market.wholesale_price[1] = 50_000.0
        if turned:
            world.laboratories.uid[rows] = world.laboratories.uid[rows][::-1].copy()
        world.laboratories.precursor_stock[rows] = 10_000_000
        world.groups.money[0] = 20_000
        LaboratoryCooking()(world)
        laboratories = world.laboratories
        made.append(dict(zip(laboratories.used("uid"), laboratories.used("product_stock"), strict=True)))
    assert made[0] == made[1]
    assert sorted(made[0].values()) == [0] * 16 + [10_000] * 4


def test_makers_for_export_slow_down_and_stop_at_their_own_unsold_stock(works: World) -> None:
    laboratories, rule = works.laboratories, LaboratoryCooking(unsold=40.0)
    laboratories.export_share[0] = 0.9
    works.market.cover[1] = 1_000.0
    for unsold_days, pace in ((20, 1.0), (30, 0.5), (40, 0.0), (50, 0.0)):
        laboratories.product_stock[0] = laboratories.export_stock[0] = unsold_days * 9_000
        rule(works)
        assert laboratories.product_stock[0] - unsold_days * 9_000 == pace * 9_000
        assert laboratories.product_stock[0] == laboratories.export_stock[0]


def test_what_is_made_for_home_and_for_export_is_kept_apart(works: World) -> None:
    laboratories = works.laboratories
    laboratories.export_share[0] = 0.6
    works.market.cover[1] = 60.0
    LaboratoryCooking(glut=80.0)(works)
    assert laboratories.product_stock[0] == 6_000 + 2_000
    assert laboratories.export_stock[0] == 6_000
    laboratories.precursor_stock[0] = 1_000
    LaboratoryCooking(glut=80.0)(works)
    assert laboratories.product_stock[0] == 8_000 + 100
    assert laboratories.export_stock[0] == 6_000 + 75


def test_makers_want_their_margin_above_cost(works: World) -> None:
    rule = LaboratoryCooking()
    works.market.wholesale_price[1] = 500.0 + 30.0 / 0.1 + 0.5 * 8_000.0
    rule(works)
    assert works.market.makers_margin == rule.margin == 8_000.0
    assert works.laboratories.product_stock[0] == 5_000


def test_a_suppressed_group_and_a_poor_one_make_nothing(works: World) -> None:
    works.groups.money[0] = 0
    LaboratoryCooking()(works)
    works.groups.money[0] = 10**9
    works.groups.status[0] = GroupStatus.SUPPRESSED
    LaboratoryCooking()(works)
    assert works.laboratories.product_stock[0] == 0


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        rows = add_laboratories(world, 10)
        world.laboratories.precursor_stock[rows] = range(0, 200_000, 20_000)
    as_written(LaboratoryCooking(), *worlds, "_cook")
