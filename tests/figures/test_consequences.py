"""A panel is a consequence of the country, year by year."""

import numpy as np
import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from marketsim.results.run import Run


def test_points_are_the_median_of_the_country(runs: list[Run]):
    axes = ms.figures.consequences(runs, domains=["market"]).axes
    assert [panel.get_title("left") for panel in axes] == [
        "Market: orders", "Market: retail", "Market: revenue", "Market: price",
    ]  # fmt: skip
    assert [panel.get_ylabel() for panel in axes] == ["orders", "kg", "mn KZT", "KZT / g"]
    country = [run.consequences[run.consequences["region"] == "country"] for run in runs]
    whole, part = axes[0].lines[1:]
    medians = np.median([table["orders"] for table in country], axis=0)
    assert [*whole.get_ydata(), *part.get_ydata()] == list(medians)
    assert axes[1].lines[1].get_ydata()[0] == np.median([table["retail_g"].iloc[0] for table in country]) / 1e3


def test_what_never_happened_is_named_and_not_drawn(runs: list[Run]):
    figure = ms.figures.consequences(runs, domains=["money"])
    assert "policies courts" in figure.get_supxlabel().replace("\n", " ")
    assert not any("policies courts" in axes.get_title("left") for axes in figure.axes)
    with pytest.raises(FigureError, match="no domain 'weather'"):
        ms.figures.consequences(runs, domains=["weather"])
