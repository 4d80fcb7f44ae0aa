"""Figures of a sweep by point and seed."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.sensitivity.outputs import USUAL, check_years, checked_measures, outputs_of
from marketsim.experiments.sweep import Sweep
from tests.experiments.sensitivity.known import design

PLAN = design().at([(-1.0, 0.5, 0.1), (-2.0, 0.5, 0.1)])


def made(**tables: pd.DataFrame) -> Sweep:
    return cast(Sweep, SimpleNamespace(**tables))


def test_the_usual_measures_exist():
    assert checked_measures(USUAL) == USUAL


@pytest.mark.parametrize(
    ("names", "said"),
    [(("order",), "no measure 'order'. Did you mean 'orders'"), (("orders", "orders"), "once"), ((), "one at least")],
)
def test_wrong_measures_are_told(names: tuple[str, ...], said: str):
    with pytest.raises(WrongCallError, match=said):
        checked_measures(names)


@pytest.mark.parametrize("years", [(2016, 2017), (2017, 2018), (2024, 2024), (2023, 2021), (0, 5)])
def test_years_that_are_not_measured_whole_are_told(years: tuple[int, int]):
    with pytest.raises(WrongCallError):
        check_years(PLAN, years)
    check_years(PLAN, (2018, 2023))
    check_years(PLAN, None)


def test_runs_are_placed_by_point_and_seed_and_failed_ones_have_no_figure():
    runs = pd.DataFrame({"point": [2, 1, 1, 2], "seed": [1, 2, 1, 2], "orders": [3.0, 2.0, 1.0, np.nan]})
    found = outputs_of(made(runs=runs), PLAN, ["orders"], None)["orders"]
    np.testing.assert_array_equal(found, [[1.0, 2.0], [3.0, np.nan]])


def test_years_are_averaged_and_all_of_them_are_wanted():
    rows = [(1, 1, 2021, 4.0), (1, 1, 2022, 6.0), (1, 2, 2021, 1.0), (2, 1, 2020, 9.0), (2, 1, 2021, 1.0)]
    yearly: Any = pd.DataFrame(rows, columns=["point", "seed", "year", "orders"]).assign(complete=True)
    found = outputs_of(made(yearly=yearly), PLAN, ["orders"], (2021, 2022))["orders"]
    np.testing.assert_array_equal(found, [[5.0, np.nan], [np.nan, np.nan]])
    hole = yearly.assign(orders=[np.nan, *yearly["orders"][1:]])
    found = outputs_of(made(yearly=hole), PLAN, ["orders"], (2021, 2022))["orders"]
    assert np.isnan(found).all()


def test_the_shipped_design_of_couriers_can_be_planned():
    from marketsim.experiments.design_reading import load_design
    from marketsim.experiments.sensitivity.planning import METHODS, count_of, method_of, planned

    shipped = load_design(Path(__file__).parents[3] / "scenarios" / "sweeps" / "sensitivity_couriers.yaml")
    check_years(shipped, (2023, 2023))
    assert count_of(shipped, "prcc", None) == 120
    assert count_of(shipped, "prcc", 50) == 50
    assert count_of(shipped, "morris", None) is None
    for name in METHODS:
        planned(shipped, method_of(name, len(shipped.dimensions)))
