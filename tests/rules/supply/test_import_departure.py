"""Imports: how much, by whom, at what price."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.supply.import_departure import ImportDeparture
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import GroupKind, Route
from marketsim.world.world import World

KG = 1_000_000


@pytest.fixture
def trade(world: World) -> World:
    """A world that wants 1 kg a day of each product and holds the target, at a price that is just worth it."""
    world.market.offtake[:] = KG
    world.market.cover[:] = 45.0
    world.market.wholesale_price[:] = [1.3 * p.import_price for p in world.products]
    world.groups.money[:] = 10**13
    return world


def imported(world: World, days: int, **settings: float) -> np.ndarray:
    total = np.zeros(len(world.products))
    for _ in range(days):
        world.today.day += 1
        world.ledger.clear()
        ImportDeparture(**settings)(world)
        total += world.ledger.mass[MassFlow.IMPORTED, :-1]
    return total / days / KG


def test_imports_replace_the_offtake_at_the_full_markup(trade: World) -> None:
    assert abs(imported(trade, 400).mean() - 1.0) < 0.15


def test_cheap_product_at_home_and_full_depots_stop_imports(trade: World) -> None:
    trade.market.wholesale_price[:] = [p.import_price for p in trade.products]
    assert imported(trade, 20).sum() == 0.0
    trade.market.wholesale_price *= 1.3
    trade.market.cover[:] = 70.0
    assert imported(trade, 20).sum() == 0.0


def test_closed_borders_cut_imports(trade: World) -> None:
    trade.levers.border_openness = 0.1
    assert imported(trade, 200, closure_premium=0.0).mean() < 0.2


def test_payment_is_the_import_price_and_the_books_balance(trade: World) -> None:
    before = count_stocks(trade)
    trade.market.offtake[:] = 20 * KG
    ImportDeparture()(trade)
    price = np.array([p.import_price for p in trade.products])
    worth = (trade.ledger.mass[MassFlow.IMPORTED, :-1] * price / 1_000).sum()
    assert worth > 0
    assert abs(trade.ledger.money[MoneyFlow.IMPORTS] - worth) < trade.consignments.size
    assert (trade.consignments.used("arrives_on") > trade.today.day + 1).all()
    check(trade, before)


def test_nobody_orders_without_money(trade: World) -> None:
    trade.groups.money[:] = 1_000
    assert imported(trade, 20).sum() == 0.0


def test_transnational_groups_bring_most_by_road_and_local_ones_by_post(trade: World) -> None:
    imported(trade, 600)
    loads = trade.consignments
    transnational = trade.groups.kind[loads.used("group")] == GroupKind.TRANSNATIONAL
    by_road = loads.used("route") == Route.ROAD
    mass = loads.used("mg")
    shares = [mass[by_road & who].sum() / mass[who].sum() for who in (transnational, ~transnational)]
    assert shares[0] > 0.45
    assert shares[1] < 0.25


def test_losses_within_what_is_tolerated_change_nothing(trade: World) -> None:
    usual = ImportDeparture()._routes(trade)[0]
    trade.market.load_risk[:] = 0.1
    gateways, kept, beyond = ImportDeparture()._routes(trade)
    assert np.allclose(gateways, usual)
    assert kept.tolist() == [1.0, 1.0]
    assert beyond.tolist() == [0.0, 0.0]


def test_losses_everywhere_make_loads_smaller_and_spread_them_over_gateways(trade: World) -> None:
    few = ImportDeparture()._routes(trade)[0][Route.ROAD]
    imported(trade, 100)
    size, mass = trade.consignments.size, trade.consignments.used("mg").mean()
    trade.market.load_risk[:] = 0.5
    many = ImportDeparture()._routes(trade)[0][Route.ROAD]
    assert ((many / many.sum()) ** 2).sum() < 0.8 * ((few / few.sum()) ** 2).sum()
    imported(trade, 100)
    assert trade.consignments.used("mg")[size:].mean() < 0.5 * mass
    assert trade.consignments.size - size > 1.5 * size


def test_a_gateway_that_loses_more_than_others_is_avoided_and_so_is_a_route(trade: World) -> None:
    few = ImportDeparture()._routes(trade)[0][Route.ROAD]
    trade.market.load_risk[Route.ROAD, 4] = 0.9
    routes, kept, _ = ImportDeparture()._routes(trade)
    assert routes[Route.ROAD, 4] < 0.2 * few[4]
    assert routes[Route.ROAD, 2] > 0.9 * few[2]
    trade.market.load_risk[Route.ROAD] = 0.5
    kept = ImportDeparture()._routes(trade)[1]
    assert (ImportDeparture()._road_share(kept) < 0.5 * np.array([0.1, 0.6])).all()


def test_a_price_shock_abroad_stops_imports(trade: World) -> None:
    trade.levers.import_price[:] = 1.5
    assert imported(trade, 20).sum() == 0.0


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], as_written: Callable[..., None]) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        world.market.offtake[:] = 10 * KG
        world.market.cover[:] = 40.0
    as_written(ImportDeparture(), *worlds, "_wishes", "_order")
    assert worlds[0].consignments.size
