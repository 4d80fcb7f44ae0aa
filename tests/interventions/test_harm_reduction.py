"""Contact spares infections and poisonings where it is; those who come to treatment sooner lengthen the queue."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketsim.interventions.harm_reduction import HarmReduction
from marketsim.world.world import World
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial({"kind": "harm_reduction", "outreach": 0.8, "supplies": 1, "drug_checking": 1}, seeds=8)


def test_it_moves_the_shares_of_the_regions_named_alone(moved: Moved, bare: World) -> None:
    names = bare.regions.names
    levers = moved(HarmReduction(start=START, regions=(names[2], names[5]), outreach=0.5, drug_checking=0.3))
    assert levers == {
        "outreach": [0.5 if place in (2, 5) else 0.02 for place in range(len(names))],
        "drug_checking": [0.3 if place in (2, 5) else 0.0 for place in range(len(names))],
    }


def test_without_regions_all_are_meant(moved: Moved) -> None:
    assert moved(HarmReduction(start=START, supplies=0.9), 0.5)["supplies"] == pytest.approx([0.7] * 20)
    assert moved(HarmReduction(start=START, outreach=0.02, supplies=0.5, drug_checking=0.0)) == {}


def test_users_in_contact_are_infected_and_poisoned_less() -> None:
    assert TRIAL.change("people_reached").rises()
    assert TRIAL.change("infections_hcv").falls()
    assert TRIAL.change("poisonings").falls()


def test_more_seek_treatment_than_there_are_places() -> None:
    assert TRIAL.change("treatment_refused").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
