"""The figure says what it shows, with a break-even and without."""

import math

import numpy as np
import pandas as pd
import pytest

from marketsim.figures.break_even import draw, png_bytes

COSTS = np.geomspace(1e6, 1e8, 41)
CURVE = pd.DataFrame(
    {
        "unit_cost_kzt": COSTS,
        "first": 2e8 / COSTS,
        "first_low": 1.5e8 / COSTS,
        "first_high": 2.5e8 / COSTS,
        "second": 20.0,
        "second_low": 15.0,
        "second_high": 26.0,
    }
)
WORDS = {
    "first": "more_places", "second": "plan", "outcome": "poisonings", "unit": "place",
    "reason": "", "pairs": "10",
}  # fmt: skip


def test_both_policies_the_axes_and_the_crossing_are_named():
    figure = draw(CURVE, WORDS, 1e7, (7e6, 1.4e7))
    axes = figure.axes[0]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["more_places", "plan"]
    assert "cost of one place for a year, million KZT" in axes.get_xlabel()
    assert axes.get_ylabel() == "poisonings averted per billion KZT"
    said = "Break-even: 10 million KZT for one place a year (95 %: 7 to 14), where the lines cross."
    assert axes.get_title("left").startswith(said)
    low, high = axes.get_ylim()
    assert low <= 0.0 < 20.0 < high


@pytest.mark.parametrize("second", [20.0, math.nan])
def test_without_a_break_even_the_reason_stands_above(second: float):
    curve = CURVE.assign(second=second, second_low=second, second_high=second)
    axes = draw(curve, WORDS | {"reason": "plan averts none"}, math.nan, (math.nan, math.nan)).axes[0]
    assert axes.get_title("left").startswith("No break-even: plan averts none.")
    assert not axes.texts


@pytest.mark.parametrize(
    ("costs", "interval", "said"),
    [((2e7, 1e8), (7e6, 1.4e7), "(95 %: 7 to 14), beyond the axis."), ((8e6, 1.1e7), (9e6, 5.4321e9), "9 to 5,430)")],
)
def test_a_break_even_anywhere_leaves_the_axes_their_room(
    costs: tuple[float, float], interval: tuple[float, float], said: str
):
    curve = CURVE.assign(unit_cost_kzt=np.geomspace(*costs, len(CURVE)))
    figure = draw(curve, WORDS, 1e7, interval)
    png_bytes(figure)
    axes = figure.axes[0]
    assert said in axes.get_title("left")
    assert axes.get_position().width > 0.85
    assert sum(costs[0] <= 1e6 * tick <= costs[1] for tick in axes.get_xticks()) >= 2


def test_the_same_figure_makes_the_same_bytes():
    once, again = (png_bytes(draw(CURVE, WORDS, 1e7, (7e6, 1.4e7))) for _ in range(2))
    assert once == again
