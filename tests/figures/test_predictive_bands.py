"""Every figure has a row, and what is missed has its own mark."""

import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.learned import figures
from tests.figures.seen import faults, unlabelled


def test_it_can_be_read():
    figure = ms.figures.predictive_bands(figures())
    assert faults(figure) == [] and unlabelled(figure) == []
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Learned from", "Held back", "Bounds"]


def test_misses_are_marked_and_far_ends_cut():
    axes = ms.figures.predictive_bands(figures()).axes[0]
    missed = next(line for line in axes.lines if line.get_label() == "model, missed")
    assert list(missed.get_xdata()) == [3.0] and list(missed.get_ydata()) == [1]
    assert axes.get_yticklabels()[0].get_text() == "Couriers detained, 2023"
    assert "learned from 1 of 2, held back 1 of 1, bounds 1 of 1" in " ".join(
        ms.figures.predictive_bands(figures()).get_supxlabel().split()
    )


def test_what_lacks_is_told():
    with pytest.raises(FigureError, match="lacks inside"):
        ms.figures.predictive_bands(figures().drop(columns="inside"))
