"""Groups learn from raids and losses."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.justice import supplier_risk
from marketsim.rules.justice.supplier_risk import SupplierRisk
from marketsim.world.counts import Count
from marketsim.world.states import ConsignmentStatus, LaboratoryClass, Origin, Route
from marketsim.world.world import World


def checked(world: World, count: int, status: ConsignmentStatus, region: int = 4) -> slice:
    """Let loads by road come to the border that arrive tomorrow."""
    loads = world.consignments
    rows = loads.append(count)
    loads.status[rows] = status
    loads.route[rows] = Route.ROAD
    loads.origin[rows] = Origin.NEIGHBOUR
    loads.region[rows] = region
    loads.arrives_on[rows] = world.today.day + 1
    return rows


def test_the_risk_of_a_class_becomes_its_raids_per_laboratory(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 95)
    world.tally.counts[Count.LABORATORY_MEDIUM_RAIDED, 3] = 1
    for _ in range(1_000):
        SupplierRisk(memory=50.0, prior=4.0)(world)
    assert world.market.laboratory_risk == pytest.approx([0.0, DAYS_PER_YEAR / 100, 0.0])


def test_one_raid_among_few_says_little(world: World) -> None:
    world.tally.counts[Count.LABORATORY_INDUSTRIAL_RAIDED, 3] = 1
    SupplierRisk()(world)
    assert world.market.laboratory_risk[LaboratoryClass.INDUSTRIAL] < 0.4


def test_a_gateway_is_known_for_its_losses(world: World) -> None:
    checked(world, 30, ConsignmentStatus.SEIZED)
    checked(world, 30, ConsignmentStatus.TRAVELLING, region=6)
    SupplierRisk(loads=10.0)(world)
    risk = world.market.load_risk
    assert risk[Route.ROAD, 4] == pytest.approx(1.0 - 0.9**30)
    assert np.count_nonzero(risk) == 1


def test_loads_of_precursor_tell_of_precursor_alone(world: World) -> None:
    for region in (4, 6):
        world.consignments.material[checked(world, 15, ConsignmentStatus.SEIZED, region)] = world.precursor
    SupplierRisk(loads=10.0)(world)
    assert world.market.precursor_loss == pytest.approx(1.0 - 0.9**30)
    assert not world.market.load_risk.any()
    checked(world, 30, ConsignmentStatus.SEIZED, region=5)
    world.consignments.status[:30] = ConsignmentStatus.TRAVELLING
    SupplierRisk(loads=10.0)(world)
    assert world.market.precursor_loss == pytest.approx((1.0 - 0.9**30) * 0.9**30)
    assert world.market.load_risk[Route.ROAD, 5] == pytest.approx(1.0 - 0.9**30)


def test_loads_of_other_days_and_those_from_here_teach_nothing(world: World) -> None:
    world.consignments.arrives_on[checked(world, 5, ConsignmentStatus.SEIZED)] += 1
    world.consignments.origin[checked(world, 5, ConsignmentStatus.SEIZED)] = Origin.HOME
    world.consignments.outward[checked(world, 5, ConsignmentStatus.SEIZED)] = True
    SupplierRisk()(world)
    assert not world.market.load_risk.any()


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], monkeypatch: pytest.MonkeyPatch
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        add_laboratories(world, 20)
        checked(world, 7, ConsignmentStatus.SEIZED)
        checked(world, 7, ConsignmentStatus.TRAVELLING)
        world.tally.counts[Count.LABORATORY_MEDIUM_RAIDED, 3] = 2
    SupplierRisk()(worlds[0])
    for kernel in ("_learn_raids", "_learn_losses"):
        monkeypatch.setattr(supplier_risk, kernel, getattr(supplier_risk, kernel).py_func)
    SupplierRisk()(worlds[1])
    np.testing.assert_allclose(worlds[0].market.laboratory_risk, worlds[1].market.laboratory_risk, rtol=1e-12)
    np.testing.assert_allclose(worlds[0].market.load_risk, worlds[1].market.load_risk, rtol=1e-12)
