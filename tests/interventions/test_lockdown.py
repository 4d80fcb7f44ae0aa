"""Limits on movement keep buyers and couriers at home; people without work apply to shops, and pay falls."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "lockdown", "mobility": 0.5}, days=240)
AHEAD = Trial({"kind": "lockdown", "stockpiling": 1.0}, days=60)


def test_fewer_parcels_are_wanted_hidden_and_bought() -> None:
    assert TRIAL.change("orders_wanted").falls()
    assert TRIAL.change("drops_placed").falls()


def test_sales_fall_by_less_than_movement() -> None:
    orders = TRIAL.change("orders")
    assert orders.falls() and orders.share > -0.5


def test_people_without_work_apply_and_couriers_cost_less() -> None:
    assert TRIAL.change("courier_wage").falls()


def test_before_they_are_shut_in_people_buy_ahead() -> None:
    assert AHEAD.change("orders_wanted").rises()
    assert AHEAD.change("drops_placed").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
