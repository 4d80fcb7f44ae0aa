"""The books of mass balance to the milligram, year by year, against stocks that were counted."""

import numpy as np
import pandas as pd
import pytest

from marketsim.results.mass import CLOSING, ENTRIES, EXITS, OPENING, PRECURSOR
from marketsim.results.run import Run


@pytest.fixture
def books(done: Run) -> pd.DataFrame:
    assert done.mass is not None
    return done.mass


def test_every_row_balances_and_years_follow_each_other(books: pd.DataFrame):
    moved = books[list(ENTRIES)].sum(axis=1) - books[list(EXITS)].sum(axis=1)
    assert (books[OPENING] + moved == books[CLOSING]).all()
    first, second = (books[books["year"] == year].set_index("material") for year in (2017, 2018))
    assert (first[CLOSING] == second[OPENING]).all()


def test_there_is_a_row_a_year_and_material(books: pd.DataFrame):
    assert books["material"].tolist() == 2 * ["alpha_pvp", "mephedrone", "cannabinoid", PRECURSOR]
    assert books["days"].tolist() == 4 * [12] + 4 * [18]
    assert all(kind == np.int64 for kind in books.drop(columns="material").dtypes)


def test_flows_are_those_of_the_measures(done: Run, books: pd.DataFrame):
    product = books[books["material"] != PRECURSOR].groupby("year").sum(numeric_only=True)
    assert product["produced_mg"].to_numpy() / 1e9 == pytest.approx(done.yearly["production_t"].to_numpy())
    assert product["seized_courier_mg"].to_numpy() / 1e6 == pytest.approx(
        done.yearly["product_seized_from_couriers_kg"].to_numpy()
    )
    assert product["sold_mg"].min() > 0
