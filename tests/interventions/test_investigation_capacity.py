"""More investigators: more purchases, more cases up the chain, and shops that hire anew."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "investigation_capacity", "investigation": 4.0})


def test_more_purchases_open_more_cases() -> None:
    assert TRIAL.change("test_purchases_made").rises()
    assert TRIAL.change("online_sale_cases").rises()


def test_more_couriers_are_traced_and_cases_climb_higher() -> None:
    couriers, behind = TRIAL.change("detained_couriers"), TRIAL.change("detained_operators_packers_stashers")
    assert couriers.rises()
    assert behind.rises()
    assert behind.share > couriers.share


def test_shops_hire_anew() -> None:
    assert TRIAL.change("hires").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
