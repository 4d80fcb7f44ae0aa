"""The figure says what it shows, with a break-even and without."""

import math

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments.saved_break_even import SavedBreakEven
from marketsim.figures.saving import figure_bytes
from tests.figures.seen import faults, unlabelled

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
FACTS = {"first": "more_places", "second": "plan", "outcome": "poisonings", "unit": "place", "seeds": list(range(10))}


def made(curve: pd.DataFrame = CURVE, cost: float | None = 1e7, ends=(7e6, 1.4e7), reason: str = "") -> SavedBreakEven:
    low, high = ends if cost is not None else (None, None)
    return SavedBreakEven(curve, FACTS | {"cost": cost, "low": low, "high": high, "reason": reason})


def note(figure) -> str:
    return " ".join(figure.get_supxlabel().split())


def test_both_policies_the_axes_and_the_crossing_are_named():
    figure = ms.figures.break_even(made())
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["more places", "plan"]
    assert "cost of one place for a year, million KZT" in axes.get_xlabel()
    assert axes.get_ylabel() == "poisonings averted per billion KZT"
    said = "Break-even: 10 million KZT for one place a year (95 %: 7 to 14), where the lines cross."
    assert note(figure).startswith(said)
    low, high = axes.get_ylim()
    assert low <= 0.0 < 20.0 < high
    assert faults(figure) == unlabelled(figure) == []


def test_policies_are_called_by_their_titles_where_these_are_kept():
    long = "Sixteen hundred more places, of which each is for a year and costs what it may"
    held = made()
    figure = ms.figures.break_even(SavedBreakEven(held.curve, held.description | {"titles": {"more_places": long}}))
    first, second = (text.get_text() for text in figure.axes[0].get_legend().get_texts())
    assert first.replace("\n", " ") == f"{long[:59]}… (more places)"  # Reasons have names.
    assert second == "plan"
    assert faults(figure) == []


@pytest.mark.parametrize("second", [20.0, math.nan])
def test_without_a_break_even_the_reason_stands_below(second: float):
    curve = CURVE.assign(second=second, second_low=second, second_high=second)
    figure = ms.figures.break_even(made(curve, None, reason="plan averts none"))
    assert note(figure).startswith("No break-even: plan averts none.")
    assert faults(figure) == []


@pytest.mark.parametrize(
    ("costs", "interval", "said"),
    [((2e7, 1e8), (7e6, 1.4e7), "(95 %: 7 to 14), beyond the axis."), ((8e6, 1.1e7), (9e6, 5.4321e9), "9 to 5,430)")],
)
def test_a_break_even_anywhere_leaves_the_axes_their_room(
    costs: tuple[float, float], interval: tuple[float, float], said: str
):
    curve = CURVE.assign(unit_cost_kzt=np.geomspace(*costs, len(CURVE)))
    figure = ms.figures.break_even(made(curve, 1e7, interval))
    figure_bytes(figure)
    (axes,) = figure.axes
    assert said in note(figure)
    assert axes.get_position().width > 0.85
    assert sum(costs[0] <= 1e6 * tick <= costs[1] for tick in axes.get_xticks()) >= 2
    assert faults(figure) == []


def test_the_same_figure_makes_the_same_bytes():
    once, again = (figure_bytes(ms.figures.break_even(made())) for _ in range(2))
    assert once == again
