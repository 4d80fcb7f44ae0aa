"""Trade moves to messengers when the marketplace is shut: orders hardly fall, and large shops lose ground (P16)."""

from datetime import date

import pytest

from marketsim.interventions.marketplace_closure import MarketplaceClosure
from tests.interventions.trial import Trial

OPEN = {"remove": ["marketplace_closed"]}
"""The lively market begins after the marketplace was closed by history."""
TRIAL = Trial({"kind": "marketplace_closure"}, settings=OPEN, days=150, seeds=8)
MANY_SHOPS = Trial({"kind": "marketplace_closure"}, settings=OPEN, days=240, seeds=8, weight=10)
"""Less thinned: else a tenth of the shops is a handful, and one of them decides."""


def test_it_moves_its_lever(moved) -> None:
    assert moved(MarketplaceClosure(start=date(2021, 1, 1))) == {"marketplace_open": False}


def test_nothing_is_sold_there_any_more() -> None:
    placed = TRIAL.change("orders_on_marketplace")
    assert placed.falls() and placed.share == -1.0


def test_customers_look_for_other_shops() -> None:
    assert TRIAL.change("searches_successful").rises()


def test_trade_moves_to_messengers_and_hardly_falls() -> None:
    there, orders = TRIAL.change("orders_on_marketplace"), TRIAL.change("orders")
    assert there.share == -1.0
    assert orders.mean > 0.2 * there.mean


@pytest.mark.slow
def test_the_largest_shops_lose_ground() -> None:
    assert MANY_SHOPS.change("largest_shops_share").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
