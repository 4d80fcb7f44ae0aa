"""Listing as before the reform: more cases fall through; formulas last longer, so that fewer new ones come."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from marketsim.core.units import day_number
from marketsim.interventions.emergency_listing import EmergencyListing
from marketsim.scenario.loading import load
from marketsim.world.world import World
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
SCENARIOS = Path(__file__).parents[2] / "scenarios"
NOVELTIES = {"parameters.substance_listing.rate": 8, "parameters.substance_listing.lag": 30}
"""New formulas of every product come often."""
TRIAL = Trial({"kind": "emergency_listing", "delay": 365, "analogue_notion": 0.1}, settings=NOVELTIES)
"""Back to the law before December 2018."""
Moved = Callable[..., dict[str, Any]]


def test_it_moves_the_delay_and_the_notion(moved: Moved) -> None:
    assert moved(EmergencyListing(start=START, delay=30.0)) == {"listing_delay": 30.0}
    assert moved(EmergencyListing(start=START, analogue_notion=0.6)) == {"analogue_notion": 0.6}
    assert moved(EmergencyListing(start=START, delay=65.0), 0.5) == {"listing_delay": 215.0}
    assert moved(EmergencyListing(start=START, delay=365.0, analogue_notion=0.1)) == {}


def test_the_counterfactual_leaves_the_old_delay(bare: World) -> None:
    delays = []
    for name in ("baseline", "emergency_listing", "counterfactuals/no_listing_reform"):
        scenario = load(SCENARIOS / f"{name}.yaml")
        assert scenario.question.endswith("?")
        bare.levers.reset()
        for policy in scenario.interventions:
            if strength := policy.strength(day_number(START)):
                policy.pull(bare, strength)
        delays.append(bare.levers.listing_delay)
    assert delays == [30.0, 2.0, 365.0]


def test_formulas_are_listed_later_and_fewer_new_ones_follow() -> None:
    assert TRIAL.change("formulas_listed").falls()
    assert TRIAL.change("formulas_appeared").falls()


def test_more_cases_end_without_a_charge() -> None:
    assert TRIAL.change("charges_dropped").rises()
    assert TRIAL.change("convictions_trafficking").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
