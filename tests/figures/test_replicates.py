"""Every run is a line, the median a thicker one."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import marketsim as ms
from marketsim.figures.errors import FigureError
from marketsim.results.run import Run


def test_lines_are_the_months_of_every_run_and_their_median(runs: list[Run]):
    figure = ms.figures.replicates(runs, measures=["orders", "retail_price_mephedrone"])
    assert [axes.get_title("left") for axes in figure.axes] == ["Orders", "Retail price mephedrone"]
    assert [axes.get_ylabel() for axes in figure.axes] == ["orders a month", "USD/g"]
    *thin, thick = figure.axes[0].lines
    months = [run.daily["orders"]["2018-01-01":].resample("MS").sum() for run in runs]  # type: ignore[misc]
    assert [list(line.get_ydata()) for line in thin] == [list(month) for month in months]
    assert list(thick.get_ydata()) == list(np.median(months, axis=0))


def test_a_short_run_is_drawn_by_day(short: Run):
    axes = ms.figures.replicates(short, measures=["orders"]).axes[0]
    assert axes.get_ylabel() == "orders a day"
    assert list(axes.lines[0].get_ydata()) == list(short.daily["orders"]["2018-01-10":])  # type: ignore[misc]


def test_several_measures_do_not_fit_one_axes(runs: list[Run]):
    with pytest.raises(FigureError, match="One Axes holds one measure"):
        ms.figures.replicates(runs, axes=Figure().add_subplot())
    with pytest.raises(FigureError, match="No measure is named"):
        ms.figures.replicates(runs, measures=[])
