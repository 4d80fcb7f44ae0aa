"""The ledger of consequences: regions add up to the country, and nothing else than the measures is in it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.consequences import COLUMNS, COUNTRY, PRICE
from marketsim.results.folder import read
from marketsim.results.run import Run

NAMES = [column.name for column in COLUMNS]


def test_there_is_a_row_for_every_year_and_region_and_one_for_the_country(done: Run):
    rows = list(zip(done.consequences["year"], done.consequences["region"], strict=True))
    regions = ["almaty_city", "astana", "shymkent", COUNTRY]
    assert rows == [(year, region) for year in (2017, 2018) for region in regions]
    assert done.consequences["days"].tolist() == [12] * 4 + [18] * 4


@pytest.mark.parametrize("name", NAMES)
def test_regions_add_up_to_the_country_exactly(done: Run, name: str):
    table = done.consequences.set_index(["year", "region"])[name]
    assert table.dtype == np.int64
    for year in (2017, 2018):
        assert table[year].drop(COUNTRY).sum() == table[year][COUNTRY]


@pytest.mark.parametrize("column", COLUMNS, ids=NAMES)
def test_the_country_has_the_figure_of_the_yearly_table(done: Run, column):
    table = done.consequences.set_index(["region", "year"]).loc[COUNTRY]
    kind = all_measures()[column.measure].kind
    assert kind in (Kind.FLOW, Kind.STOCK)
    expected = (done.yearly[column.measure] * column.times).to_numpy()
    assert table[column.name].to_numpy() == pytest.approx(expected, abs=2)  # three regions, each rounded


def test_something_happened_in_every_domain(done: Run):
    country = done.consequences[done.consequences["region"] == COUNTRY].sum(numeric_only=True)
    for name in ("orders", "retail_g", "revenue_kzt", "active_users", "prison_days", "services_police_kzt"):
        assert country[name] > 0, name


def test_the_price_is_revenue_over_mass(done: Run):
    table = done.consequences
    sold = table[table["retail_g"] > 0]
    assert sold[PRICE].to_numpy() == pytest.approx((sold["revenue_kzt"] / sold["retail_g"]).to_numpy())


def test_all_money_is_the_sum_of_its_lines(done: Run):
    table = done.consequences
    lines = [name for name in NAMES if name.startswith(("services_", "policies_"))]
    assert len(lines) == 10
    whole = table["public_money_kzt"].to_numpy()
    assert table[lines].sum(axis=1).to_numpy() == pytest.approx(whole, abs=len(lines) * 3)
    assert (table["public_money_low_kzt"] < table["public_money_kzt"]).all()
    assert (table["public_money_kzt"] < table["public_money_high_kzt"]).all()


def test_it_is_a_plain_csv_file_and_reads_back_as_it_was(done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    pd.testing.assert_frame_equal(read(folder).consequences, done.consequences)
    plain = pd.read_csv(folder / "consequences.csv")
    assert list(plain.columns) == list(done.consequences.columns)
    assert plain["orders"].tolist() == done.consequences["orders"].tolist()


def test_every_column_is_described():
    text = (Path(__file__).parents[2] / "docs" / "results.md").read_text("utf-8")
    assert [name for name in ("year", "region", "days", PRICE, *NAMES) if f"`{name}`" not in text] == []
