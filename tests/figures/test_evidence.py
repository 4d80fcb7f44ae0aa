"""The model stands beside what was reported, for the same days."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.dates import date2num

import marketsim as ms
from marketsim.figures.errors import FigureError
from marketsim.results.run import Run


def panel(figure: object, title: str) -> Axes:
    (found,) = [axes for axes in figure.axes if axes.get_title("left") == title]  # type: ignore[attr-defined]
    return found


def levels(axes: Axes, start: str, end: str) -> list[float]:
    """Return the levels of the lines that go over these days."""
    span = [date2num(np.datetime64(day)) for day in (start, end)]
    return [float(line.get_ydata()[0]) for line in axes.lines if np.allclose(np.asarray(line.get_xdata(), float), span)]


def test_a_flow_is_the_median_of_the_runs_over_the_year_beside_the_reported_figure(runs: list[Run]):
    axes = panel(ms.figures.evidence(runs), "NPS first hospitalisations")
    totals = [run.yearly.loc[2018, "nps_first_hospitalisations"] for run in runs]
    assert levels(axes, "2018-01-01", "2019-01-01") == [np.median(totals), 344.0]
    assert axes.get_ylabel() == "persons a year"
    (band,) = axes.collections
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (min(totals), max(totals))


def test_only_what_the_runs_cover_whole_is_drawn(runs: list[Run]):
    titles = {axes.get_title("left") for axes in ms.figures.evidence(runs).axes}
    assert titles == {"Synthetics seized", "Registered synthetic users", "NPS first hospitalisations", ""}


def test_one_measure_can_be_asked_for(runs: list[Run]):
    figure = ms.figures.evidence(runs, measures=["synthetics_seized_kg"])
    assert [axes.get_title("left") for axes in figure.axes] == ["Synthetics seized", ""]
    low, high = 5.0, 12.0
    assert any(list(line.get_ydata()) == [low, high] for line in figure.axes[0].lines)


def test_what_has_no_reported_figure_is_told(runs: list[Run]):
    with pytest.raises(FigureError, match="nothing to compare"):
        ms.figures.evidence(runs, measures=["orders"])
    with pytest.raises(FigureError, match="no measure 'nothing'"):
        ms.figures.evidence(runs, measures=["nothing"])
