"""Without escrow nobody settles disputes for buyers; they leave the marketplace for other shops, and go on buying."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.escrow_disruption import EscrowDisruption
from tests.interventions.trial import Trial

OPEN = {"remove": ["marketplace_closed"]}
"""The lively market begins after the marketplace was closed by history."""
TRIAL = Trial({"kind": "escrow_disruption", "working": 0}, settings=OPEN, days=150, seeds=10)
DISPUTED = {"parameters.shop_channels.marketplace_share": 0.9, "parameters.buyer_collect.missing": 0.25}
"""Most trade on the marketplace and many parcels lost, in both arms: trust is at stake more often."""


def test_it_moves_its_lever(moved: Callable[..., dict[str, Any]]) -> None:
    policy = EscrowDisruption(start=date(2021, 1, 1), working=0.4)
    assert moved(policy) == {"escrow": 0.4}
    assert moved(policy, 0.5) == {"escrow": 0.7}
    assert moved(EscrowDisruption(start=date(2021, 1, 1), working=1.0)) == {}


def test_fewer_disputes_end_with_a_refund() -> None:
    assert TRIAL.change("disputes_refunded").falls()


def test_trust_is_lost_and_buyers_look_for_other_shops() -> None:
    disputed = Trial(TRIAL.policy, settings=OPEN | DISPUTED, days=150, seeds=10)
    assert disputed.change("searches_successful").rises()


def test_buyers_leave_the_marketplace_and_not_the_market() -> None:
    there, orders = TRIAL.change("orders_on_marketplace"), TRIAL.change("orders")
    assert there.falls()
    assert orders.mean > 0.2 * there.mean


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
