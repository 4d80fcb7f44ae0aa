"""Closed borders cut imports and exports; what is imported gets dear, what is made at home hardly does (P03)."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "border_closure", "openness": 0.1}, seeds=4, days=240)


def test_less_comes_in_and_goes_out() -> None:
    assert TRIAL.change("imports_t").falls()
    assert TRIAL.change("exports_t").falls()


def test_the_imported_product_gets_dearer_than_the_one_made_at_home() -> None:
    imported, home_made = TRIAL.change("wholesale_price_cannabinoid"), TRIAL.change("wholesale_price_mephedrone")
    assert imported.rises()
    assert imported.share > home_made.share


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
