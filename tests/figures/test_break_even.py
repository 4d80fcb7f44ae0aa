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
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["more places", "plan"]
    assert "cost of one place for a year, million KZT" in axes.get_xlabel()
    assert axes.get_ylabel() == "poisonings averted per billion KZT"
    assert any("break-even 10 mn KZT a place" in text.get_text() for text in axes.texts)
    low, high = axes.get_ylim()
    assert low <= 0.0 < 20.0 < high


@pytest.mark.parametrize("second", [20.0, math.nan])
def test_without_a_break_even_the_reason_stands_above(second: float):
    curve = CURVE.assign(second=second, second_low=second, second_high=second)
    axes = draw(curve, WORDS | {"reason": "plan averts none"}, math.nan, (math.nan, math.nan)).axes[0]
    assert axes.get_title("left").startswith("No break-even: plan averts none.")
    assert not axes.texts


def test_the_same_figure_makes_the_same_bytes():
    once, again = (png_bytes(draw(CURVE, WORDS, 1e7, (7e6, 1.4e7))) for _ in range(2))
    assert once == again
