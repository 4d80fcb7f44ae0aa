"""Fewer start and escalate; those spared stay at risk, and the dependent buy on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.prevention import Prevention
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
Moved = Callable[..., dict[str, Any]]
TRIAL = Trial({"kind": "prevention", "universal": 1, "selective": 1, "indicated": 1}, seeds=5)


def test_it_moves_the_shares_reached(moved: Moved) -> None:
    assert moved(Prevention(start=START, universal=0.6)) == {"prevention_universal": 0.6}
    assert moved(Prevention(start=START, selective=0.6, indicated=0.4), 0.5) == {
        "prevention_selective": 0.3,
        "prevention_indicated": 0.2,
    }
    assert moved(Prevention(start=START, universal=0.0, selective=0.0, indicated=0.0)) == {}


def test_fewer_start_and_fewer_become_regular() -> None:
    assert TRIAL.change("initiations").falls()
    assert TRIAL.change("regular_users").falls()


def test_the_spared_stay_at_risk_and_demand_falls_by_less_than_use() -> None:
    """Those who are dependent already, and whom prevention does not reach, buy the most."""
    assert TRIAL.change("people_at_risk").rises()
    assert TRIAL.change("orders").share > 0.75 * TRIAL.change("regular_users").share


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
