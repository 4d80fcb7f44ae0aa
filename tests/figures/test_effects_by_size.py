"""A panel is a policy, a mark a draw under one reading, its place the size of the market and the effect there."""

from dataclasses import replace

import numpy as np
import pytest

import marketsim as ms
from marketsim.experiments.effects import FEW
from marketsim.experiments.effects_by_size import effects_of
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.readings import READINGS
from marketsim.figures.errors import FigureError
from tests.experiments.ranked import BASE, ranking
from tests.figures.seen import faults, unlabelled

ARMS = ("one", "two", "three", "four", "five", "six", "seven", "eight")


@pytest.mark.parametrize("arms", [ARMS[:1], ARMS[:2], ARMS[:5], ARMS, ("an_arm_$x^{_" * 9, "<b>" * 30)])
@pytest.mark.parametrize("seeds", [1, 5, 24])
def test_it_can_be_read(arms: tuple[str, ...], seeds: int):
    figure = ms.figures.effects_by_size(ranking(arms, seeds))
    assert faults(figure) == [] and unlabelled(figure) == []


@pytest.mark.parametrize(
    ("low", "high"), [(0.0031, 0.0032), (0.7, 1.36), (0.777, 0.902), (5.0, 5.0), (9.3, 610.0), (0.002, 90_000.0)]
)
def test_sizes_of_any_kind_have_ticks_that_can_be_read(low: float, high: float):
    made = ranking()
    sizes = made.sizes.assign(**{SIZE: np.geomspace(low, high, len(made.sizes))})
    figure = ms.figures.effects_by_size(replace(made, sizes=sizes))
    assert faults(figure) == []
    axes = figure.axes[0]
    shown = [tick for tick in axes.get_xticks() if axes.get_xlim()[0] <= tick <= axes.get_xlim()[1]]
    assert 2 <= len({f"{tick:.3g}" for tick in shown}) <= 5


def test_marks_are_effects_over_sizes_and_lines_follow_them():
    made = ranking()
    axes = ms.figures.effects_by_size(made, "retail_g").axes
    titles = [" ".join(panel.get_title("left").split()) for panel in axes]
    assert titles == ["What <site_blocking> does", "What <treatment_places> does"], "Names may say the opposite."
    marks = {line.get_marker(): line for line in axes[0].lines if line.get_marker() in "o^"}
    held = effects_of(made.samples[made.samples["outcome"] == "retail_g"], BASE)["site_blocking"]
    for mark, reading in zip("o^", READINGS, strict=True):
        assert list(marks[mark].get_xdata()) == pytest.approx(made.sizes[SIZE].tolist())
        assert list(marks[mark].get_ydata()) == pytest.approx((held[reading] / 1e3).tolist())
    assert marks["o"].get_color() != marks["^"].get_color()
    fitted = [line for line in axes[0].lines if line.get_linestyle() in ("-", "--") and len(line.get_xdata()) > 2]
    assert len(fitted) == 2 and all(line.get_ydata()[-1] < line.get_ydata()[0] for line in fitted)
    assert axes[0].get_xscale() == "log" and axes[0].get_ylabel() == "change, kg"


def test_days_that_count_are_told():
    note = " ".join(ms.figures.effects_by_size(ranking()).get_supxlabel().split())
    assert "all days from 2021-01-01 to 2023-12-31" in note


def test_money_is_in_millions():
    figure = ms.figures.effects_by_size(ranking(unit="KZT"))
    assert figure.axes[0].get_ylabel() == "change, mn KZT"
    assert abs(figure.axes[0].lines[1].get_ydata()).max() < 100.0


def test_of_many_policies_those_that_do_most_are_shown_and_it_says_so():
    figure = ms.figures.effects_by_size(ranking(ARMS))
    assert [axes.get_title("left") for axes in figure.axes] == [f"What <{arm}> does" for arm in ARMS[2:]]
    assert "Shown: the 6 policies that change it most; 2 others are not" in " ".join(figure.get_supxlabel().split())


def test_few_draws_have_no_lines_and_nothing_no_scale():
    few = ms.figures.effects_by_size(ranking(seeds=11))
    assert "fewer than 12 seeds" in few.get_supxlabel()
    assert not any(len(axes.collections) for axes in few.axes)
    made = ranking()
    idle = ms.figures.effects_by_size(replace(made, samples=made.samples.assign(value=1.0)))
    assert faults(idle) == []
    assert {text.get_text() for text in idle.axes[0].texts} == {"no change"}
    assert list(idle.axes[0].get_yticks()) == [0.0]


def test_of_what_too_few_were_counted_no_line_is_drawn_and_it_says_so():
    made = ranking()
    few = (made.by_size["arm"] == "site_blocking") & (made.by_size["outcome"] == "retail_g")
    made = replace(made, by_size=made.by_size.assign(verdict=made.by_size["verdict"].mask(few, FEW)))
    figure = ms.figures.effects_by_size(made)
    assert [len(axes.collections) for axes in figure.axes] == [0, 2]
    assert "No line: too few counted to tell." in " ".join(figure.get_supxlabel().split())
    assert len(figure.legends[0].get_texts()) == 4 and faults(figure) == []
    other = ms.figures.effects_by_size(made, "prison_days")
    assert "No line" not in other.get_supxlabel() and all(len(axes.collections) == 2 for axes in other.axes)


def test_what_cannot_be_drawn_is_told():
    made = ranking()
    with pytest.raises(FigureError, match=r"has no outcome 'deaths'\. It has: retail_g, prison_days"):
        ms.figures.effects_by_size(made, "deaths")
    with pytest.raises(FigureError, match="knows no market sizes"):
        ms.figures.effects_by_size(replace(made, sizes=made.sizes.iloc[:0]))
    for wrong in (made.sizes.iloc[1:], made.sizes.assign(**{SIZE: 0.0})):
        with pytest.raises(FigureError, match="has no size"):
            ms.figures.effects_by_size(replace(made, sizes=wrong))


def test_what_is_provisional_says_so():
    made = ranking()
    text = ms.figures.effects_by_size(
        replace(made, description=made.description | {"provisional": True})
    ).get_supxlabel()
    assert "Provisional" in text
