"""Even ranks make even bars."""

import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.learned import ranks
from tests.figures.seen import faults, unlabelled


@pytest.mark.parametrize("truths", [1, 50, 400])
def test_it_can_be_read(truths: int):
    figure = ms.figures.rank_histogram(ranks(truths))
    assert faults(figure) == [] and unlabelled(figure) == []


def test_bars_count_truths_and_parameters():
    figure = ms.figures.rank_histogram(ranks(50))
    assert [bar.get_height() for bar in figure.axes[0].containers[0]] == [10] * 10
    assert "50 truths, 2 parameters" in figure.get_supxlabel()


def test_what_lacks_is_told():
    with pytest.raises(FigureError, match="lacks rank"):
        ms.figures.rank_histogram(ranks().drop(columns="rank"))
