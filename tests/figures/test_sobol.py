"""Bars are shares of the variance, with their intervals."""

import pytest

import marketsim as ms
from tests.figures.made import sensitivity


def test_bars_are_the_indices_with_their_intervals():
    table = sensitivity(4)
    table = table.assign(low=table["total"] - 0.02, high=table["total"] + 0.03)
    axes = ms.figures.sobol(table).axes[0]
    alone, together = (bars for bars in axes.containers if hasattr(bars, "patches"))
    assert [bar.get_width() for bar in alone] == list(table["first"])
    assert [bar.get_width() for bar in together] == list(table["total"])
    (lines,) = together.errorbar.lines[2]
    assert lines.get_segments()[0][:, 0] == pytest.approx([table["low"][0], table["high"][0]])
    assert axes.get_xlabel() == "share of the variance of couriers detained"


def test_without_intervals_there_are_no_lines():
    table = sensitivity(4).drop(columns=["first_low", "first_high", "low", "high"])
    figure = ms.figures.sobol(table)
    assert "Lines: intervals" not in figure.get_supxlabel()
    assert all(bars.errorbar is None for bars in figure.axes[0].containers)
