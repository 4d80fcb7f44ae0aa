"""A row is a consequence, its place a share of the base."""

from dataclasses import replace

import numpy as np
import pytest

import marketsim as ms
from marketsim.figures.compared import CLEAR, FEW
from marketsim.figures.errors import FigureError
from marketsim.figures.policy_differences import NARROWEST
from marketsim.figures.style import ORANGE
from tests.figures.made import comparison


def test_marks_and_lines_are_change_and_interval_as_shares_of_the_base():
    made = comparison()
    figure = ms.figures.policy_differences(made)
    assert [axes.get_title("left") for axes in figure.axes] == ["site blocking", "treatment places"]
    row = made.effects[(made.effects["arm"] == "site_blocking") & (made.effects["consequence"] == "orders")].iloc[0]
    _, line, mark = figure.axes[0].lines[:3]
    assert list(line.get_xdata()) == pytest.approx([row["low"] / row["base"], row["high"] / row["base"]])
    assert list(mark.get_xdata()) == pytest.approx([row["share"]])
    assert row["share"] == pytest.approx(-0.1, abs=0.02)
    assert figure.axes[0].get_xlabel() == "change, % of the base\n(logarithmic beyond 1%)"
    assert [tick.get_text() for tick in figure.axes[0].get_xticklabels()] == ["-10", "-1", "0", "+1", "+10"]


@pytest.mark.parametrize(("low", "high", "arrows"), [(1.5, 2.5, ">"), (-3.0, -1.5, "<"), (-2.0, 2.0, "<>")])
def test_an_interval_that_goes_beyond_the_axis_has_an_arrow_there(low: float, high: float, arrows: str):
    made = comparison(("one",))
    shares = {"low": low, "high": high, "change": (low + high) / 2}
    wide = made.effects.assign(**{name: made.effects["base"] * share for name, share in shares.items()})
    axes = ms.figures.policy_differences(replace(made, effects=wide)).axes[0]
    drawn = [(line.get_marker(), line.get_xdata()[0]) for line in axes.lines if line.get_marker() in ("<", ">")]
    assert set(drawn) == {(arrow, {"<": -1.0, ">": 1.0}[arrow]) for arrow in arrows}


def test_what_too_few_were_counted_of_has_a_mark_even_beyond_the_axis():
    made = comparison(("one",))
    far = made.effects["consequence"] == made.effects["consequence"].iloc[-1]
    share = np.where(far, -3.0, 0.01)
    ends = dict.fromkeys(("change", "low", "high"), made.effects["base"] * share)
    few = made.effects.assign(**ends, verdict=np.where(far, FEW, CLEAR))
    lines = ms.figures.policy_differences(replace(made, effects=few)).axes[0].lines
    (mark,) = [line for line in lines if line.get_marker() in ("<", "x")]
    assert (mark.get_marker(), mark.get_xdata()[0], mark.get_color()) == ("<", -NARROWEST, ORANGE)


def test_a_change_that_nobody_knows_has_no_mark():
    made = comparison(("one",))
    unknown = made.effects["consequence"] == made.effects["consequence"].iloc[-1]
    names = ["change", "low", "high", "share"]
    gone = made.effects.assign(**{name: made.effects[name].mask(unknown) for name in names})
    rows = []
    for effects in (made.effects, gone):
        axes = ms.figures.policy_differences(replace(made, effects=effects)).axes[0]
        rows.append({line.get_ydata()[0] for line in axes.lines if line.get_marker() not in ("None", "", " ")})
    assert rows[1] < rows[0] and len(rows[0] - rows[1]) == 1


def test_an_axis_that_goes_nowhere_far_is_even():
    made = comparison(("one",))
    small = made.effects.assign(**{name: made.effects[name] / 20 for name in ("change", "low", "high", "share")})
    axes = ms.figures.policy_differences(replace(made, effects=small)).axes[0]
    assert axes.get_xlabel() == "change, % of the base"
    assert axes.get_xscale() == "linear"


def test_rows_say_their_unit_and_numbers_their_sign():
    figure = ms.figures.policy_differences(comparison())
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names[:3] == ["Orders", "Retail, kg", "Revenue, mn KZT"]
    said = [text.get_text() for text in figure.axes[1].texts]
    assert said[0].startswith("+")
    assert "Health" in [text.get_text() for text in figure.axes[0].texts]


def test_rows_stand_under_their_own_domain_in_whatever_order_they_were_asked_for():
    made = comparison(("one",))
    asked = ["deaths", "orders", "poisonings", "retail_g", "public_money_kzt"]
    rows = made.effects.set_index("consequence").loc[asked].reset_index()
    axes = ms.figures.policy_differences(replace(made, effects=rows)).axes[0]
    places = dict(zip((label.get_text() for label in axes.get_yticklabels()), axes.get_yticks(), strict=True))
    heads = {text.get_text(): text.xy[1] for text in axes.texts if text.get_text() in ("Health", "Market", "Money")}
    assert list(heads) == ["Health", "Market", "Money"]
    under = {
        name.split(",")[0]: max((y, head) for head, y in heads.items() if y < at)[1] for name, at in places.items()
    }
    assert under == {
        **{"Deaths": "Health", "Poisonings": "Health", "Orders": "Market", "Retail": "Market"},
        "Public money": "Money",
    }


def test_an_unfinished_calibration_is_told_in_the_note():
    made = comparison(("one",))
    drawn = made.description | {"posterior": {"name": "kazakhstan", "keys": ["a", "b"]}, "provisional": True}
    for description, told in ((made.description, False), (drawn, True), (drawn | {"provisional": False}, None)):
        note = " ".join(ms.figures.policy_differences(replace(made, description=description)).get_supxlabel().split())
        assert ("Every pair draws 2 unknown numbers from the calibration 'kazakhstan'" in note) == (told is not False)
        assert ("which is not finished: all of this is provisional." in note) == (told is True)


def test_what_cannot_be_told_is_hollow():
    made = comparison(pairs=1)
    axes = ms.figures.policy_differences(made).axes[0]
    assert {line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"} == {"white"}


def test_nothing_to_draw_and_too_much_are_told():
    made = comparison()
    zeros = made.effects.assign(base=0.0, change=0.0)
    with pytest.raises(FigureError, match="Nothing happened"):
        ms.figures.policy_differences(replace(made, effects=zeros))
    with pytest.raises(FigureError, match="no policies"):
        ms.figures.policy_differences(replace(made, effects=made.effects.iloc[:0]))
    with pytest.raises(FigureError, match="7 policies; a sheet holds 6"):
        ms.figures.policy_differences(comparison(tuple("abcdefg"), pairs=2))
    assert np.isfinite(made.effects["base"]).all()


def test_a_cost_that_is_not_stated_is_told():
    made = comparison(("one",))
    silent = replace(made, description=made.description | {"cost_not_stated": {"one": ["patrols"]}})
    note = " ".join(ms.figures.policy_differences(silent).get_supxlabel().split())
    assert "Cost not stated, so that public money leaves it out: one (patrols)." in note
    assert "Cost not stated" not in ms.figures.policy_differences(made).get_supxlabel()
