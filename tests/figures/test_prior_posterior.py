"""The posterior lies on the scale of its prior."""

import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.learned import parameters
from tests.figures.seen import faults, unlabelled


@pytest.mark.parametrize("count", [1, 6, 32])
@pytest.mark.parametrize("key", ["parameters.rule.setting", "reporting.<b>$x^{_" * 8])
def test_it_can_be_read(count: int, key: str):
    figure = ms.figures.prior_posterior(parameters(count, key))
    assert faults(figure) == [] and unlabelled(figure) == []


def test_ends_and_medians_lie_between_those_of_the_prior():
    axes = ms.figures.prior_posterior(parameters(2)).axes[0]
    medians = next(line for line in axes.lines if line.get_label() == "posterior, median")
    assert medians.get_xdata()[0] == pytest.approx(0.5)  # Of 1 to 9, linear.
    assert medians.get_xdata()[1] == pytest.approx(0.7325, abs=1e-4)  # Logarithmic.


def test_what_lacks_is_told():
    for table, said in ((parameters().drop(columns="low"), "lacks low"), (parameters().iloc[:0], "no rows")):
        with pytest.raises(FigureError, match=said):
            ms.figures.prior_posterior(table)
