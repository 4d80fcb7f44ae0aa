"""Prices stand above, and where product comes from below."""

from dataclasses import replace

import numpy as np
import pytest

import marketsim as ms
from marketsim.results.run import Run


def test_a_line_is_the_median_price_of_every_month(runs: list[Run]):
    axes = ms.figures.prices(runs).axes[0]
    assert (axes.get_title("left"), axes.get_ylabel()) == ("alpha-PVP", "USD a gram")
    retail, wholesale = axes.lines
    means = [run.daily["retail_price_alpha_pvp"]["2018-01-01":].resample("MS").mean() for run in runs]  # type: ignore[misc]
    assert list(retail.get_ydata()) == pytest.approx(list(np.median(means, axis=0)))
    assert (np.asarray(wholesale.get_ydata()) < np.asarray(retail.get_ydata())).all()


def test_bars_are_the_mean_mass_by_origin(runs: list[Run]):
    axes = ms.figures.prices(runs).axes[1]
    books = [run.mass[run.mass["material"] == "alpha_pvp"] for run in runs if run.mass is not None]
    for bars, flow in zip(axes.containers, ("produced_mg", "imported_mg"), strict=True):
        mean = np.mean([book[flow] for book in books], axis=0) / 1e6
        assert [bar.get_height() for bar in bars] == pytest.approx(list(mean))
    assert axes.get_ylabel() == "kg in the year"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2018", "2019*"]


def test_results_of_old_show_prices_alone_and_say_why(runs: list[Run]):
    figure = ms.figures.prices(replace(runs[0], mass=None))
    assert len(figure.axes) == 4
    assert "run them again" in figure.get_supxlabel().replace("\n", " ")
