"""A panel a measure, a line and a band an arm."""

import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.learned import predictions
from tests.figures.seen import faults, texts, unlabelled


@pytest.mark.parametrize("arms", [("one",), ("a", "b", "c", "d"), ("an_arm_$x^{_" * 9, "<b>" * 30)])
@pytest.mark.parametrize("metrics", [("orders",), ("orders", "deaths", "labs_dismantled", "poisonings", "retail_g")])
def test_it_can_be_read(arms: tuple[str, ...], metrics: tuple[str, ...]):
    figure = ms.figures.prediction_fan(predictions(arms, metrics))
    assert faults(figure) == [] and unlabelled(figure) == []


def test_whole_years_are_drawn_and_reported_figures_lie_beside_them():
    axes = ms.figures.prediction_fan(predictions(metrics=("labs_dismantled",))).axes[0]
    lines = {line.get_label(): line for line in axes.lines}
    assert list(lines["trend"].get_xdata()) == list(range(2018, 2027))
    assert set(lines["trend"].get_ydata()) == {101.0}
    assert 77.0 in lines["reported"].get_ydata()


def test_measures_can_be_chosen_and_what_lacks_is_told():
    assert len([a for a in ms.figures.prediction_fan(predictions(), measures=["deaths"]).axes if a.get_visible()]) == 1
    for table, measures, said in (
        (predictions().drop(columns="median"), (), "lacks median"),
        (predictions(), ("retail_g",), "does not hold retail_g"),
        (predictions().query("kind == 'quarter'"), (), "no whole year"),
    ):
        with pytest.raises(FigureError, match=said):
            ms.figures.prediction_fan(table, measures=measures)


def test_it_says_so_when_the_calibration_goes_on():
    for goes_on in (True, False):
        shown = texts(ms.figures.prediction_fan(predictions().assign(provisional=goes_on))).values()
        assert any("Provisional" in text for text, _ in shown) == goes_on
