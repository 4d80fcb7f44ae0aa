"""Parameters stand in the order of what known truths tell of them."""

import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.learned import parameters
from tests.figures.seen import faults, unlabelled


@pytest.mark.parametrize("count", [1, 6, 32])
@pytest.mark.parametrize("key", ["parameters.rule.setting", "interventions.<b>$x^{_" * 8])
def test_it_can_be_read(count: int, key: str):
    figure = ms.figures.identifiability(parameters(count, key))
    assert faults(figure) == [] and unlabelled(figure) == []


def test_the_best_known_stands_first_and_words_are_counted():
    figure = ms.figures.identifiability(parameters(3).iloc[::-1])
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == [f"rule: setting {i}" for i in range(3)]
    assert "identified 2, weakly 0, not 1" in figure.get_supxlabel().replace("\n", " ")


def test_what_lacks_is_told():
    with pytest.raises(FigureError, match="lacks recovered"):
        ms.figures.identifiability(parameters().drop(columns="recovered"))
