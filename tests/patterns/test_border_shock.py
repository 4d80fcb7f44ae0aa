"""P03: the shock of 2020 makes what is imported dearer and rarer than what is made at home."""

from datetime import date

import numpy as np
import pytest

from tests.whole_model.running import days_until, scenario, simulate

BEFORE = slice(days_until(date(2020, 1, 1)), days_until(date(2020, 3, 16)))
AFTER = slice(days_until(date(2020, 6, 1)), days_until(date(2021, 1, 1)))
"""Stocks last for weeks and prices follow: the closure of spring shows from June on."""
SEEDS = range(1, 5)


@pytest.mark.slow
def test_imported_products_get_dearer_and_lose_share_to_the_one_made_at_home() -> None:
    dearer, fewer = [], []
    for seed in SEEDS:
        record = simulate(scenario(weight=10, days=days_until(date(2021, 1, 1))), seed=seed).record
        price = [record.prices[when, 0].mean(axis=0) for when in (BEFORE, AFTER)]
        sold = [record.sold_mg[when].sum(axis=(0, 2)) for when in (BEFORE, AFTER)]
        rise, share = price[1] / price[0], [mg / mg.sum() for mg in sold]
        imported, home = record.products.index("cannabinoid"), record.products.index("mephedrone")
        dearer.append(rise[imported] - rise[home])
        fewer.append((share[1] - share[0])[home] - (share[1] - share[0])[imported])
        assert abs(rise[home] - 1.0) < 0.15
    assert np.mean(dearer) > 0.1
    assert min(dearer) > 0.0
    assert np.mean(fewer) > 0.0
