"""Dear imports shrink and pass part of their price on; laboratories at home take over."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.price_shock import PriceShock
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
TRIAL = Trial({"kind": "price_shock", "import_price": 2, "products": ["alpha_pvp", "cannabinoid"]}, seeds=4, days=300)


def test_it_moves_prices_of_the_products_named_and_of_precursor(moved: Callable[..., dict[str, Any]]) -> None:
    assert moved(PriceShock(start=START, products=("mephedrone",), import_price=3.0)) == {"import_price": [1, 3, 1]}
    assert moved(PriceShock(start=START, import_price=0.5), 0.5) == {"import_price": [0.75] * 3}
    assert moved(PriceShock(start=START, precursor_price=5.0)) == {"precursor_price": 5.0}
    assert moved(PriceShock(start=START, import_price=1.0)) == {}


def test_less_is_imported_and_it_gets_dearer() -> None:
    assert TRIAL.change("imports_t").falls()
    assert TRIAL.change("wholesale_price_alpha_pvp").rises()
    assert TRIAL.change("retail_price_alpha_pvp").rises()


def test_laboratories_at_home_take_over() -> None:
    assert TRIAL.change("labs_opened").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
