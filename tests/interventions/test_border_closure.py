"""Closed borders cut imports and exports and make what is sold dear; laboratories open at home instead."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "border_closure", "openness": 0.1}, seeds=6, days=240)


def test_less_comes_in_and_goes_out() -> None:
    assert TRIAL.change("imports_t").falls()
    assert TRIAL.change("exports_t").falls()


def test_what_came_in_gets_dear() -> None:
    assert TRIAL.change("retail_price_cannabinoid").rises()
    assert TRIAL.change("retail_price_alpha_pvp").rises()


def test_laboratories_open_at_home_instead() -> None:
    assert TRIAL.change("labs_opened").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
