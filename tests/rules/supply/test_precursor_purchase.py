"""Buying precursor: stocks, prices under liability, inspection and smuggling."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_MONTH
from marketsim.rules.supply.precursor_purchase import PrecursorPurchase
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ConsignmentStatus, LaboratoryClass, Route
from marketsim.world.world import World

RICH = 10**15


def test_a_laboratory_fills_up_to_its_months_and_the_group_pays(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1)
    before, money = count_stocks(world), int(world.groups.money[0])
    PrecursorPurchase(smuggled=0.0)(world)
    bought = int(world.ledger.mass[MassFlow.BOUGHT, world.precursor])
    assert abs(bought - min(2.7 * DAYS_PER_MONTH * 100_000, 0.5 * money / 30_000 * 1e6)) < 2
    assert world.laboratories.precursor_stock[0] == bought
    assert money - world.groups.money[0] == world.ledger.money[MoneyFlow.PRECURSORS] > 0
    check(world, before)


def test_groups_hold_most_of_what_industrial_laboratories_use(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1, LaboratoryClass.INDUSTRIAL)
    world.groups.money[0] = RICH
    PrecursorPurchase(smuggled=0.0)(world)
    ratio = world.groups.precursor_stock[0, 3] / world.laboratories.precursor_stock[0]
    assert abs(ratio - 4.4 / 1.5) < 1e-3


def test_no_purchase_goes_beyond_the_money(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 3)
    world.groups.money[0] = 40_000
    PrecursorPurchase(smuggled=0.0, spend=0.5)(world)
    assert world.groups.money[0] >= 5_000


def test_liability_makes_precursor_dearer(world: World) -> None:
    world.levers.precursor_liability = 0.5
    PrecursorPurchase(liability_premium=3.0)(world)
    assert world.market.precursor_price_today == 2.5 * world.market.precursor_price
    world.levers.precursor_price = 2.0
    PrecursorPurchase(liability_premium=3.0)(world)
    assert world.market.precursor_price_today == 5.0 * world.market.precursor_price


def test_inspectors_seize_the_stated_share(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 400)
    world.groups.money[0] = RICH
    world.levers.purchase_inspection = 0.3
    before = count_stocks(world)
    PrecursorPurchase(smuggled=0.0)(world)
    left_without = (world.laboratories.used("precursor_stock") == 0).sum()
    assert abs(left_without - 120) < 5 * np.sqrt(400 * 0.3 * 0.7)
    assert world.ledger.mass[MassFlow.SEIZED_TRANSIT, world.precursor] > 0
    check(world, before)


def test_the_share_bought_abroad_follows_what_it_costs_here_and_there(world: World) -> None:
    rule, levers = PrecursorPurchase(smuggled=0.02, liability_premium=3.0, substitution=3.0), world.levers
    assert rule.smuggled_share(world, 1.0) == pytest.approx(0.02)
    levers.precursor_liability = 1.0
    dear = rule.smuggled_share(world, 1.0)
    assert dear == pytest.approx(64 / (64 + 49))
    assert rule.smuggled_share(world, 0.5) > dear
    levers.purchase_tracing = 0.5
    traced = rule.smuggled_share(world, 1.0)
    levers.purchase_inspection = 0.3
    assert rule.smuggled_share(world, 1.0) > traced > dear
    world.market.load_risk[Route.ROAD] = 0.5
    assert rule.smuggled_share(world, 1.0) < traced
    levers.border_openness = 0.0
    assert rule.smuggled_share(world, 1.0) == 0.0


def test_under_liability_sellers_let_go_of_little(world: World, add_laboratories: Callable[..., slice]) -> None:
    rule = PrecursorPurchase(smuggled=0.0, home_supply=365.25, left_under_liability=0.02)
    assert rule.ration(world) == 1.0
    world.market.precursor_wanted = 2e9
    assert rule.ration(world) == pytest.approx(0.5)
    world.levers.precursor_liability = 1.0
    assert rule.ration(world) == pytest.approx(0.01)
    add_laboratories(world, 100)
    world.groups.money[0] = RICH
    rule(world)
    wanted = 100 * 2.7 * DAYS_PER_MONTH * 100_000
    assert world.ledger.mass[MassFlow.BOUGHT, world.precursor] == pytest.approx(0.01 * wanted, rel=1e-4)
    assert world.market.precursor_wanted == pytest.approx(2e9 + (wanted - 2e9) / 30)


def test_smuggled_loads_travel_by_road_to_the_depot(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 400)
    world.groups.money[0] = RICH
    world.levers.precursor_liability = 1.0
    before = count_stocks(world)
    PrecursorPurchase()(world)
    loads = world.consignments
    share = 64 / (64 + 49)
    assert abs(loads.size - 400 * share) < 5 * np.sqrt(400 * share * (1 - share))
    assert (loads.used("material") == world.precursor).all()
    assert (loads.used("status") == ConsignmentStatus.TRAVELLING).all()
    assert (loads.used("arrives_on") > world.today.day).all()
    assert world.tally.from_neighbours_mg[world.precursor] == loads.used("mg").sum()
    check(world, before)


def test_purchases_become_noticeable_and_fade(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 1)
    PrecursorPurchase(smuggled=0.0)(world)
    noticed = world.laboratories.purchases[0]
    assert noticed > 0
    world.today.day += 1
    PrecursorPurchase(smuggled=0.0)(world)
    assert world.laboratories.purchases[0] < noticed


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        add_laboratories(world, 20, LaboratoryClass.INDUSTRIAL)
        world.levers.precursor_liability = 0.7
        world.levers.purchase_inspection = 0.4
    as_written(PrecursorPurchase(), *worlds, "_buy", "_depot_targets", "_add_coming")
