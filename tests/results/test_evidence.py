"""Reported figures are read whole and compared only over days that the run has."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from marketsim.measures.registry import all_measures
from marketsim.results.evidence import compare, figures
from marketsim.results.run import Run


@pytest.fixture
def long(done: Run) -> Run:
    """A run from 2018 to the middle of 2023 on which every measure is 1 every day."""
    index = pd.DatetimeIndex(pd.date_range("2018-01-01", "2023-06-30"), name="date")
    daily = pd.DataFrame({name: np.ones(len(index)) for name in all_measures()}, index=index)
    days = {"first_day": "2018-01-01", "measures_from": "2018-07-01", "last_day": "2023-06-30"}
    return replace(done, daily=daily, manifest=done.manifest | days)


def row(run: Run, name: str) -> pd.Series:
    return compare(run).set_index("id").loc[name]


def test_all_rows_are_read_with_their_dates_and_bounds():
    by_id = {figure.id: figure for figure in figures()}
    assert len(by_id) == len(figures()) == 218
    figure = by_id["block-2021"]
    assert (figure.start.isoformat(), figure.end.isoformat()) == ("2021-01-01", "2021-12-31")
    assert (figure.number, figure.low, figure.high) == (1628, 1465, 1790)
    assert math.isnan(by_id["weekday"].number)


def test_a_flow_is_summed_over_the_reported_period(long: Run):
    assert row(long, "block-2021")["model"] == 365
    assert row(long, "block-2021h")["model"] == 243
    assert row(long, "block-2021")["ratio"] == pytest.approx(365 / 1628)


def test_a_stock_is_taken_on_the_last_day_and_a_price_is_averaged(long: Run):
    long.daily.loc["2023-06-30", "convicts_synthetic_trafficking_stock"] = 1234.0
    long.daily.loc["2022-12-01":"2022-12-31", "retail_price_alpha_pvp"] = np.arange(31)
    assert row(long, "conv-2023")["model"] == 1234
    assert row(long, "conv-2023")["within"]
    assert row(long, "price-apvp")["model"] == 15


@pytest.mark.parametrize("name", ["block-2018", "seiz-2018", "block-2023", "hosp-2018"])
def test_a_period_that_the_run_covers_in_part_is_not_compared(name: str, long: Run):
    found = row(long, name)
    assert found["covered"] < 1
    assert math.isnan(found["model"])
    assert math.isnan(found["ratio"])


def test_a_bound_on_one_side_is_a_range(long: Run):
    long.daily["precursors_seized_in_labs_t"] = 1.0
    assert row(long, "prec-2021")["within"]
    long.daily["precursors_seized_in_labs_t"] = 0.001
    assert not row(long, "prec-2021")["within"]


def test_only_figures_of_the_country_to_fit_or_check_are_compared(long: Run):
    by_id = {figure.id: figure for figure in figures()}
    compared = compare(long)["id"]
    assert {by_id[name].use for name in compared} == {"fit", "check"}
    assert {by_id[name].scope for name in compared} == {"KZ"}
    fitted = {f.id for f in figures() if f.use == "fit" and f.scope == "KZ"}
    assert fitted <= set(compared)
