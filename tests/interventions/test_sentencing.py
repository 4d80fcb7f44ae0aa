"""Longer sentences: more years given, pay for the risk, and next to no fewer sales."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.interventions.sentencing import Sentencing
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load, loads
from marketsim.world.charges import charges_of, usual_charge
from marketsim.world.levers import BUYER, Levers
from marketsim.world.states import Charge, Role
from marketsim.world.world import World
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
SCENARIOS = Path(__file__).parents[2] / "scenarios"
RISKY = {"parameters.courier_arrest.detection": 5e-5, "parameters.perceived_risk.memory": 60}
"""A street on which couriers know what it is to be caught: five times the usual chance, and quick news."""
TRIAL = Trial({"kind": "sentencing", "sale": 25, "online_sale": 25}, settings=RISKY, seeds=14)
PURSUIT = Trial({"kind": "investigation_capacity", "investigation": 3, "patrol": 3}, settings=RISKY, seeds=3)
Moved = Callable[..., dict[str, Any]]


def ends(levers: Levers, charge: Charge, role: int) -> tuple[float, float]:
    return float(levers.sentence_low[charge, role]), float(levers.sentence_high[charge, role])


def test_it_moves_the_ranges_of_the_charges_named(moved: Moved, bare: World) -> None:
    policy = Sentencing(start=START, possession=6.0, online_sale=(5.0, 15.0), online_sale_is_grave=True)
    assert moved(policy).keys() == {"sentence_low", "sentence_high", "online_sale_is_grave"}
    assert ends(bare.levers, Charge.POSSESSION, BUYER) == (4.0, 8.0)
    assert ends(bare.levers, Charge.ONLINE_SALE, Role.COURIER) == (5.0, 15.0)
    assert ends(bare.levers, Charge.SALE, Role.COURIER) == (3.5, 10.5)
    half = moved(policy, 0.5)
    assert half["online_sale_is_grave"] is True
    assert ends(bare.levers, Charge.ONLINE_SALE, Role.COURIER) == (4.25, 12.75)


def test_it_moves_them_for_the_roles_named_alone(moved: Moved, bare: World) -> None:
    moved(Sentencing(start=START, roles=("courier",), sale=(1.0, 2.0)))
    assert ends(bare.levers, Charge.SALE, Role.COURIER) == (1.0, 2.0)
    assert ends(bare.levers, Charge.SALE, Role.OWNER) == ends(bare.levers, Charge.SALE, BUYER) == (3.5, 10.5)


@pytest.mark.parametrize("strength", [0.1, 1 / 3, 0.7, 1.0])
def test_sentences_as_they_are_change_no_byte(strength: float, moved: Moved) -> None:
    as_it_is = Sentencing(start=START, possession=3.0, sale=(3.5, 10.5), production=10.0, online_sale_is_grave=False)
    assert moved(as_it_is, strength) == {}


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("sale: [9, 2]", "sale: the range [9, 2] runs backwards. Write the shorter sentence first."),
        ("sale: 90", "sale: 90 is out of range. Give a mean, or a range such as [5, 15], from 0 to 25 years."),
        ("sale: [5]", "sale: it is no sentence. Give a mean, or a range such as [5, 15], from 0 to 25 years."),
        ("roles: [curier], sale: 5", "roles[0]: there is no role 'curier' in this scenario. Did you mean 'courier'?"),
    ],
)
def test_a_faulty_sentence_is_a_fault_with_its_place(setting: str, fault: str) -> None:
    text = f"interventions:\n  - {{kind: sentencing, start: 2019-01-01, {setting}}}\n"
    with pytest.raises(ScenarioError) as error:
        loads(text, "a.yaml")
    column = text.splitlines()[1].index("[curier" if "curier" in setting else setting.split(": ")[1]) + 1
    column += "curier" in setting
    assert [str(found) for found in error.value.faults] == [f"a.yaml:2:{column}  interventions[0].{fault}"]


@pytest.mark.parametrize(
    ("setting", "at", "fault"),
    [
        (
            "roles: [courier], possession: 3",
            "[courier",
            "roles: roles names 'courier', who is never charged with possession. "
            "Take it out, or give years for what it is charged with: sale, sale_to_minors, online_sale.",
        ),
        (
            "roles: [courier, dropper], online_sale: 3",
            "[courier",
            "roles: roles names 'dropper', who is never charged with online_sale. "
            "Take it out, or give years for what it is charged with: sale, sale_to_minors.",
        ),
        (
            "roles: [dropper], sale: 2, equipment: 3",
            "3",
            "equipment: equipment is a charge of none of the roles. Take it out, or name who can have it "
            "(dropper: sale, sale_to_minors).",
        ),
    ],
)
def test_a_role_that_is_never_charged_so_is_a_fault_with_its_place(setting: str, at: str, fault: str) -> None:
    text = f"interventions:\n  - {{kind: sentencing, start: 2019-01-01, {setting}}}\n"
    with pytest.raises(ScenarioError) as error:
        loads(text, "a.yaml")
    column = text.splitlines()[1].rindex(at) + 1
    assert [str(found) for found in error.value.faults] == [f"a.yaml:2:{column}  interventions[0].{fault}"]


def test_roles_may_share_out_the_charges_and_everybody_may_have_any() -> None:
    Sentencing(start=START, roles=("courier", "laboratory_worker"), sale=2.0, online_sale=3.0, equipment=1.0)
    Sentencing(start=START, possession=3.0, production=2.0)
    Sentencing(start=START, roles=("dropper",), online_sale_is_grave=True)


def test_the_charges_of_a_role_are_those_that_the_law_can_lay() -> None:
    for role in Role:
        laid = {usual_charge(role, grave, True) for grave in (False, True)}
        further = {Charge.PRODUCTION: {Charge.EQUIPMENT}, Charge.SALE: {Charge.SALE_TO_MINORS}}
        expected = laid.union(*(further.get(Charge(charge), set()) for charge in laid))
        assert set(charges_of(role)) == expected


def test_a_written_range_is_read() -> None:
    text = "interventions:\n  - {kind: sentencing, start: 2019-01-01, sale: [2, 9], online_sale: 8}\n"
    policy = loads(text, "a.yaml").interventions[0]
    assert isinstance(policy, Sentencing)
    assert (policy.sale, policy.online_sale) == ((2.0, 9.0), 8.0)


def test_the_scenarios_change_what_they_say(bare: World) -> None:
    found = {}
    for name in ("baseline", "sentencing", "counterfactuals/online_sale_not_grave"):
        bare.levers.reset()
        for policy in load(SCENARIOS / f"{name}.yaml").interventions:
            if strength := policy.strength(day_number(START)):
                policy.pull(bare, strength)
        charge = Charge.ONLINE_SALE if bare.levers.online_sale_is_grave else Charge.SALE
        found[name] = ends(bare.levers, charge, Role.COURIER), ends(bare.levers, charge, Role.OWNER)
    assert found["baseline"] == ((5.0, 15.0), (5.0, 15.0))
    assert found["sentencing"] == ((2.0, 8.0), (5.0, 15.0))
    assert found["counterfactuals/online_sale_not_grave"] == ((3.5, 10.5), (3.5, 10.5))


def test_more_years_are_given() -> None:
    assert TRIAL.change("sentenced_years").rises()


def test_couriers_are_paid_for_the_longer_sentence() -> None:
    assert TRIAL.change("courier_wage").rises()


def test_certainty_deters_more_than_severity() -> None:
    """P12: three times the officers move the pay for the risk more than three times the sentence."""
    severity, certainty = TRIAL.change("courier_wage"), PURSUIT.change("courier_wage")
    assert certainty.rises()
    assert np.mean(certainty.pairs) > 2.0 * np.mean(severity.pairs)


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
