"""Without escrow nobody settles disputes for buyers; they lose trust, look for other shops, and go on buying."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.escrow_disruption import EscrowDisruption
from tests.interventions.trial import Trial

OPEN = {"remove": ["marketplace_closed"]}
"""The lively market begins after the marketplace was closed by history."""
TRIAL = Trial({"kind": "escrow_disruption", "working": 0}, settings=OPEN)


def test_it_moves_its_lever(moved: Callable[..., dict[str, Any]]) -> None:
    policy = EscrowDisruption(start=date(2021, 1, 1), working=0.4)
    assert moved(policy) == {"escrow": 0.4}
    assert moved(policy, 0.5) == {"escrow": 0.7}
    assert moved(EscrowDisruption(start=date(2021, 1, 1), working=1.0)) == {}


def test_fewer_disputes_end_with_a_refund() -> None:
    assert TRIAL.change("disputes_refunded").falls()


def test_trust_is_lost_and_buyers_look_for_other_shops() -> None:
    assert TRIAL.change("searches_successful").rises()


def test_most_buyers_stay_in_the_market() -> None:
    refunded, orders = TRIAL.change("disputes_refunded"), TRIAL.change("orders")
    assert orders.share > 0.5 * refunded.share


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
