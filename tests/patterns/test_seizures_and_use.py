"""P17: seizures of synthetics grow by orders of magnitude from 2018 to 2023 while use grows much more slowly."""

import numpy as np
import pytest

from marketsim.core.units import day_date
from marketsim.measures.registry import all_measures
from tests.whole_model.running import scenario, simulate


@pytest.mark.slow
def test_seizures_outgrow_use_by_far() -> None:
    for seed in (1, 2):
        record = simulate(scenario(weight=10), seed=seed).record
        year = np.array([day_date(int(day)).year for day in record.used("days")])
        grown = {}
        for name in ("synthetics_seized_kg", "orders"):
            daily = all_measures()[name].daily(record)
            grown[name] = daily[year == 2023].sum() / daily[year == 2018].sum()
        assert grown["synthetics_seized_kg"] > 30.0
        assert grown["synthetics_seized_kg"] > 5.0 * grown["orders"]
