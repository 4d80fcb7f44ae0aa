"""Marks are pairs and their means; who may not be drawn is refused with the reason of the table."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.made import comparison


def test_small_marks_are_pairs_and_the_large_one_their_mean():
    made = comparison()
    axes = ms.figures.cost_effectiveness_plane(made, outcome="deaths").axes[0]
    change = made.discounted.xs("site_blocking", level="arm") - made.discounted.xs("baseline", level="arm")
    pairs, ellipse, mean = axes.lines[2:5]
    assert list(pairs.get_xdata()) == list(-change["deaths"])
    assert list(pairs.get_ydata()) == list(change["public_money_kzt"] / 1e6)
    assert mean.get_xdata()[0] == pytest.approx(-change["deaths"].mean())
    assert np.mean(ellipse.get_xdata()[:-1]) == pytest.approx(-change["deaths"].mean(), rel=1e-2)
    assert axes.get_xlabel() == "deaths averted, discounted"
    assert axes.get_ylabel() == "added public money, discounted, mn KZT"


def test_without_economics_it_is_refused_with_the_same_reason():
    reason = "not said: baseline does not state economics.currency"
    with pytest.raises(FigureError, match=reason):
        ms.figures.cost_effectiveness_plane(comparison(reason=reason))
    with pytest.raises(FigureError, match="one pair has no interval"):
        ms.figures.cost_effectiveness_plane(comparison(pairs=1))


def test_an_arm_that_may_not_be_said_is_left_out_and_named():
    made = comparison()
    rare = made.ratios.copy()
    rare.loc[rare["arm"] == "treatment_places", "note"] = "too few are counted to tell: run a larger scale"
    figure = ms.figures.cost_effectiveness_plane(replace(made, ratios=rare))
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["site blocking"]
    note = figure.get_supxlabel().replace("\n", " ")
    assert "Not drawn: treatment places (too few are counted to tell: run a larger scale)." in note


def test_an_effect_that_cannot_be_told_from_none_is_a_finding_and_is_drawn():
    made = comparison()
    notes = made.ratios.assign(note="the effect's interval holds zero: it cannot be told from none")
    assert ms.figures.cost_effectiveness_plane(replace(made, ratios=notes)).axes


def test_an_unknown_outcome_and_a_folder_of_old_are_told():
    with pytest.raises(FigureError, match="no outcome 'rain'"):
        ms.figures.cost_effectiveness_plane(comparison(), outcome="rain")
    with pytest.raises(FigureError, match="Compare again"):
        ms.figures.cost_effectiveness_plane(replace(comparison(), discounted=pd.DataFrame()))
