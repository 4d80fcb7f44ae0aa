"""The drawing balances: what enters is what leaves, and every flow of the ledger has its ribbon."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from marketsim.figures.mass_flow import precursor_stages, product_stages
from marketsim.figures.sankey import mass_in_words, masses
from marketsim.results.mass import CLOSING, ENTRIES, EXITS, OPENING
from marketsim.results.run import Run

MATERIALS = ("alpha_pvp", "mephedrone", "cannabinoid", "precursor")


def books_of_ones() -> pd.DataFrame:
    """Return books in which every flow is there, 1, 2, 3 ... kg, and which balance."""
    rows = []
    for year in (2020, 2021):
        for material in MATERIALS:
            flows = {name: (place + 1) * 10**6 for place, name in enumerate((*ENTRIES, *EXITS))}
            row = {"year": year, "days": 366, "material": material, OPENING: 5 * 10**8 * (year - 2019)}
            net = sum(flows[name] for name in ENTRIES) - sum(flows[name] for name in EXITS)
            rows.append(row | flows | {CLOSING: row[OPENING] + net})
    table = pd.DataFrame(rows)
    second = table["year"] == 2021
    net = table.loc[second, CLOSING].to_numpy() - table.loc[second, OPENING].to_numpy()
    table.loc[second, OPENING] = table.loc[~second, CLOSING].to_numpy()
    table.loc[second, CLOSING] = table.loc[second, OPENING].to_numpy() + net
    return table


@pytest.mark.parametrize("make", [product_stages, precursor_stages])
def test_nothing_is_left_over_when_every_flow_is_there(make: object):
    stages = make(books_of_ones())  # type: ignore[operator]
    left = masses(stages)[-1] - sum(ribbon.kg for ribbon in stages[-1].exits)
    used_up = 2 * 3 * 7.0 if make is product_stages else 0.0  # Product never is, and has no ribbon for it.
    assert left == pytest.approx(used_up, abs=1e-6)


def test_buyers_get_what_is_sold_and_given_away(runs: list[Run]):
    books = runs[0].mass
    assert books is not None
    product = books[books["material"] != "precursor"]
    through = masses(product_stages(books))
    assert through[-1] == pytest.approx((product["sold_mg"].sum() + product["given_away_mg"].sum()) / 1e6)
    opening = product.loc[product["year"] == 2018, OPENING].sum()
    assert through[0] == pytest.approx((product[list(ENTRIES)].sum().sum() + opening) / 1e6)


def test_labels_name_the_mass_and_where_it_went(runs: list[Run]):
    figure = ms.figures.mass_flow(runs)
    said = [text.get_text() for axes in figure.axes for text in axes.texts]
    never = np.mean([run.mass.query("material != 'precursor'")["lost_drop_mg"].sum() / 1e6 for run in runs])  # type: ignore[union-attr]
    assert f"Never found  {mass_in_words(never)}" in said
    assert "Mean of the runs." in figure.get_supxlabel().replace("\n", " ")


def test_masses_are_said_in_units_that_fit():
    assert [mass_in_words(kg) for kg in (412_000.0, 10_640.0, 7_612.3, 945.6, 2.512, 0.4)] == [
        "412 t", "10.6 t", "7.61 t", "946 kg", "2.51 kg", "400 g",
    ]  # fmt: skip


def test_a_year_can_be_chosen_and_results_of_old_are_told(runs: list[Run]):
    assert "2019: all 90 days after burn-in." in ms.figures.mass_flow(runs, year=2019).get_supxlabel().replace(
        "\n", " "
    )
    with pytest.raises(FigureError, match="do not count 2030"):
        ms.figures.mass_flow(runs, year=2030)
    with pytest.raises(FigureError, match="Run them again"):
        ms.figures.mass_flow(replace(runs[0], mass=None))
