"""Loads at the border."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.police import customs_check
from marketsim.rules.police.customs_check import CustomsCheck
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import ConsignmentStatus, Origin, Unit
from marketsim.world.world import World


@pytest.fixture
def border(world: World) -> World:
    world.officers.used("corrupt")[:] = False
    world.start_day()
    return world


def rule_of(world: World, hazard: float, intelligence: float) -> CustomsCheck:
    officers = np.count_nonzero(world.officers.used("unit") == Unit.BORDER)
    world.levers.capacity[Unit.BORDER] = 100.0 / officers
    return CustomsCheck(equipment=(hazard / 100.0,) * 2, intelligence=intelligence / 100.0, large=1.0, growth=1.0)


def seized(world: World) -> int:
    return int((world.consignments.used("status") == ConsignmentStatus.SEIZED).sum())


def test_share_found_is_the_stated_chance(
    border: World, send: Callable[..., slice], within_five_sigma: Callable[..., bool]
) -> None:
    send(border, 1_000, 1_000_000)
    before = count_stocks(border)
    rule_of(border, 0.2, 0.2)(border)
    check(border, before)
    assert within_five_sigma(seized(border), 1_000, -np.expm1(-0.3))
    assert border.ledger.mass[MassFlow.SEIZED_BORDER, 0] == seized(border) * 1_000_000
    assert border.tally.counts[Count.CONSIGNMENTS_SEIZED, 5] == seized(border)


def test_domestic_loads_are_seized_in_transit_and_only_on_the_eve(border: World, send: Callable[..., slice]) -> None:
    rows = send(border, 100, 1_000)
    border.consignments.origin[rows] = Origin.HOME
    border.consignments.arrives_on[rows.start : rows.start + 50] += 1
    rule_of(border, 10.0, 0.0).model_copy(update={"inland": 1.0})(border)
    assert seized(border) == 50
    assert border.ledger.mass[MassFlow.SEIZED_TRANSIT, 0] == 50_000


def test_inland_and_outward_loads_are_found_less_often_and_precursors_more_under_liability(
    border: World, send: Callable[..., slice], within_five_sigma: Callable[..., bool]
) -> None:
    loads, rule = border.consignments, rule_of(border, 0.2, 0.0).model_copy(update={"inland": 0.5, "outward": 0.1})
    for change, hazard in (("origin", 0.1), ("outward", 0.02), ("precursor", 0.06), ("liability", 0.13)):
        material = border.precursor if change in ("precursor", "liability") else 0
        rows = send(border, 2_000, 1_000, material)
        loads.uid[rows] += np.uint64(1)
        loads.origin[rows] = Origin.HOME if change in ("origin", "outward") else Origin.OVERSEAS
        loads.outward[rows] = change == "outward"
        border.levers.precursor_liability = 0.5 if change == "liability" else 0.0
        rule(border)
        found = int((loads.status[rows] == ConsignmentStatus.SEIZED).sum())
        assert within_five_sigma(found, 2_000, -np.expm1(-hazard)), change
        loads.status[rows] = ConsignmentStatus.ARRIVED


def test_a_bought_officer_lets_it_pass(border: World, send: Callable[..., slice]) -> None:
    border.officers.used("corrupt")[:] = True
    send(border, 100, 1_000)
    rule_of(border, 10.0, 0.0)(border)
    assert seized(border) == 0


def test_the_compiled_check_is_the_written_one(border: World, send: Callable[..., slice]) -> None:
    send(border, 200, 1_000)
    loads = border.consignments
    arguments = (
        border.seed, border.today.day, np.array([0.2, 0.2]), 0.1, 1.0, border.precursor, 0.3, 0.5, 0.1, loads.uid,
        loads.status, loads.material, loads.mg, loads.route, loads.origin, loads.outward, loads.arrives_on, loads.size,
    )  # fmt: skip
    compiled = customs_check._find(*arguments)
    assert len(compiled) > 10
    assert np.array_equal(compiled, customs_check._find.py_func(*arguments))
