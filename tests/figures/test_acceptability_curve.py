"""Chances of being worth most add up to one and follow from the pairs."""

import numpy as np
import pytest

import marketsim as ms
from marketsim.figures.acceptability_curve import chances_of
from marketsim.figures.errors import FigureError
from marketsim.figures.worth import Worth, worth_of
from tests.figures.made import comparison


def worth(averted: float, cost: float, pairs: int = 5) -> Worth:
    return Worth(np.full(pairs, averted), np.full(pairs, cost))


def test_a_policy_is_chosen_from_the_price_of_averting_one_on():
    chances = chances_of({"dear": worth(10.0, 50.0)}, np.array([0.0, 4.9, 5.1, 9.0]))
    assert list(chances["dear"]) == [0.0, 0.0, 1.0, 1.0]
    assert list(chances[""]) == [1.0, 1.0, 0.0, 0.0]


def test_of_two_the_cheaper_one_is_chosen_until_the_other_averts_enough_more():
    chances = chances_of({"cheap": worth(10.0, 20.0), "strong": worth(30.0, 120.0)}, np.array([1.0, 4.0, 6.0]))
    assert [list(chances[name]) for name in ("", "cheap", "strong")] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_a_policy_without_effect_is_not_chosen():
    assert list(chances_of({"idle": worth(0.0, 0.0)}, np.array([0.0, 5.0]))["idle"]) == [0.0, 0.0]


def test_lines_are_chances_of_all_that_can_be_done():
    axes = ms.figures.acceptability_curve(comparison(pairs=8), most=4.0).axes[0]
    curves = [line for line in axes.lines if len(line.get_xdata()) > 2]
    assert [line.get_label() for line in curves] == ["none (baseline)", "site blocking", "treatment places"]
    assert sum(np.asarray(line.get_ydata()) for line in curves) == pytest.approx(1.0)
    assert curves[0].get_xdata()[-1] == 4.0
    assert axes.get_xlabel() == "what averting one poisoning is worth, mn KZT"


def test_a_policy_that_does_not_state_its_cost_is_not_drawn_as_free():
    made = comparison(pairs=8)
    facts = made.described() | {"cost_not_stated": {"baseline": [], "site_blocking": ["fast"], "treatment_places": []}}

    class Said(type(made)):
        def described(self):
            return facts

    said = Said(**{field: getattr(made, field) for field in made.__dataclass_fields__})
    drawn, reasons = worth_of(said, "poisonings")
    assert list(drawn) == ["treatment_places"]
    assert reasons == {"site_blocking": "cost not stated of fast: it would count as free"}


def test_reasons_of_the_table_and_an_axis_without_length_are_told():
    with pytest.raises(FigureError, match="not said: the runs end"):
        ms.figures.acceptability_curve(comparison(reason="not said: the runs end before the horizon"))
    with pytest.raises(FigureError, match="more than 0"):
        ms.figures.acceptability_curve(comparison(), most=0.0)
