"""Each kind moves exactly its levers, by what it says, and leaves all others alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from marketsim.interventions.border_closure import BorderClosure
from marketsim.interventions.border_screening import BorderScreening
from marketsim.interventions.intervention import Intervention
from marketsim.interventions.investigation_capacity import InvestigationCapacity
from marketsim.interventions.laboratory_task_force import LaboratoryTaskForce
from marketsim.interventions.lockdown import Lockdown
from marketsim.interventions.marketplace_closure import MarketplaceClosure
from marketsim.interventions.precursor_control import PrecursorControl
from marketsim.interventions.price_shock import PriceShock
from marketsim.interventions.producer_relocation import ProducerRelocation
from marketsim.interventions.site_blocking import SiteBlocking
from marketsim.interventions.treatment_places import TreatmentPlaces
from marketsim.scenario.registry import intervention_kinds
from marketsim.world.levers import Levers
from marketsim.world.states import Unit
from marketsim.world.world import World

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
Plain = Callable[[Levers], dict[str, Any]]


def capacity(**units: float) -> list[float]:
    """Return the capacities of the units, 1 unless said otherwise."""
    return [units.get(unit.name.lower(), 1.0) for unit in Unit]


CASES: list[tuple[Intervention, dict[str, Any]]] = [
    (SiteBlocking(start=START, delay=1.0), {"block_delay": 1.0}),
    (SiteBlocking(start=START, officers=3.0), {"capacity": capacity(cyber=3.0)}),
    (
        SiteBlocking(start=START, automatic_finds=12.0, platform_cooperation=0.5),
        {"automatic_monitoring": 12.0, "platform_cooperation": 0.5},
    ),
    (SiteBlocking(start=START, monitoring=2.0), {"monitoring_effort": 2.0}),
    (
        PrecursorControl(start=START, liability=1.0, tracing=0.2, inspection=0.1),
        {"precursor_liability": 1.0, "purchase_tracing": 0.2, "purchase_inspection": 0.1},
    ),
    (PrecursorControl(start=START, liability=0.5), {"precursor_liability": 0.5}),
    (Lockdown(start=START, mobility=0.55), {"mobility": 0.55}),
    (Lockdown(start=START, stockpiling=0.3), {"stockpiling": 0.3}),
    (BorderClosure(start=START, openness=0.2), {"border_openness": 0.2}),
    (ProducerRelocation(start=START, laboratories=60.0), {"relocating_laboratories": 60.0}),
    (MarketplaceClosure(start=START), {"marketplace_open": False}),
    (
        InvestigationCapacity(start=START, cyber=1.1, investigation=1.2, patrol=0.9),
        {"capacity": capacity(cyber=1.1, investigation=1.2, patrol=0.9)},
    ),
    (LaboratoryTaskForce(start=START, officers=1.5), {"capacity": capacity(laboratory=1.5)}),
    (BorderScreening(start=START, officers=2.0), {"capacity": capacity(border=2.0)}),
    (
        PriceShock(start=START, import_price=2.0, precursor_price=3.0),
        {"import_price": [2.0] * 3, "precursor_price": 3.0},
    ),
    (PrecursorControl(start=START, equipment=0.5), {"equipment_control": 0.5}),
    (TreatmentPlaces(start=START, places=4.0), {"treatment_places": 4.0}),
]
IDS = [f"{policy.kind}-{'-'.join(moves)}" for policy, moves in CASES]

AS_IT_IS: list[Intervention] = [
    SiteBlocking(start=START, officers=1.0, automatic_finds=0.0, monitoring=1.0, delay=10.0, platform_cooperation=0.1),
    PrecursorControl(start=START, liability=0.0, tracing=0.0, inspection=0.0),
    Lockdown(start=START, mobility=1.0, stockpiling=0.0),
    BorderClosure(start=START, openness=1.0),
    ProducerRelocation(start=START, laboratories=0.0),
    InvestigationCapacity(start=START, cyber=1.0, investigation=1.0, patrol=1.0),
    LaboratoryTaskForce(start=START, officers=1.0),
    BorderScreening(start=START, officers=1.0),
    PriceShock(start=START, import_price=1.0, precursor_price=1.0),
    TreatmentPlaces(start=START, places=1.0),
]


def numbers(value: Any) -> list[float]:
    """Return all numbers of a lever in one list."""
    return [float(number) for number in np.ravel(value)]


@pytest.mark.parametrize(("policy", "expected"), CASES, ids=IDS)
def test_a_kind_moves_exactly_its_levers(policy: Intervention, expected: dict[str, Any], moved: Moved):
    assert moved(policy) == expected


@pytest.mark.parametrize(("policy", "expected"), CASES, ids=IDS)
def test_half_strength_moves_levers_half_way_and_flags_whole(policy, expected, moved: Moved, bare: World, plain: Plain):
    usual = plain(Levers(len(bare.products)))
    halved = moved(policy, 0.5)
    assert halved.keys() == expected.keys()
    for name, setting in expected.items():
        if isinstance(setting, bool):
            assert halved[name] is setting
            continue
        for now, half, full in zip(numbers(usual[name]), numbers(halved[name]), numbers(setting), strict=True):
            assert half == pytest.approx((now + full) / 2)


@pytest.mark.parametrize("policy", AS_IT_IS, ids=[policy.kind for policy in AS_IT_IS])
@pytest.mark.parametrize("strength", [0.1, 1 / 3, 0.7, 1.0])
def test_settings_as_things_are_change_no_byte(policy: Intervention, strength: float, moved: Moved):
    assert moved(policy, strength) == {}


@pytest.mark.parametrize(("policy", "expected"), CASES, ids=IDS)
def test_strength_just_above_nothing_changes_next_to_nothing(policy, expected, moved: Moved, bare: World, plain: Plain):
    usual = plain(Levers(len(bare.products)))
    for name, value in moved(policy, 1e-9).items():
        if not isinstance(value, bool):
            assert numbers(value) == pytest.approx(numbers(usual[name]), rel=1e-6, abs=1e-6)


def test_every_kind_is_tried():
    """Here, or in the file of its own name."""
    own = {file.stem.removeprefix("test_") for file in Path(__file__).parent.glob("test_*.py")}
    assert {policy.kind for policy, _ in CASES} | own >= set(intervention_kinds())


def test_monitoring_is_multiplied_whoever_sets_it_up_and_whenever(bare: World):
    policies = [SiteBlocking(start=START, monitoring=2.0), SiteBlocking(start=START, automatic_finds=7.0)]
    for order in (policies, policies[::-1]):
        bare.levers.reset()
        for policy in order:
            policy.pull(bare, 1.0)
        assert bare.levers.automatic_monitoring * bare.levers.monitoring_effort == 14.0


def test_policies_on_one_unit_multiply_in_any_order(bare: World, plain: Plain):
    policies = [SiteBlocking(start=START, officers=2.0), InvestigationCapacity(start=START, cyber=1.5)]
    reached = []
    for order in (policies, policies[::-1]):
        bare.levers.reset()
        for policy in order:
            policy.pull(bare, 1.0)
        reached.append(plain(bare.levers))
    assert reached[0] == reached[1]
    assert bare.levers.capacity[Unit.CYBER] == 3.0


def test_a_later_policy_sets_a_delay_anew_and_finds_add_up(bare: World):
    SiteBlocking(start=START, delay=5.0, automatic_finds=3.0).pull(bare, 1.0)
    SiteBlocking(start=START, delay=1.0, automatic_finds=4.0).pull(bare, 1.0)
    assert (bare.levers.block_delay, bare.levers.automatic_monitoring) == (1.0, 7.0)


def test_the_next_morning_the_levers_are_back(bare: World, plain: Plain):
    usual = plain(bare.levers)
    for policy, _ in CASES:
        policy.pull(bare, 1.0)
    assert plain(bare.levers) != usual
    bare.start_day()
    assert plain(bare.levers) == usual
