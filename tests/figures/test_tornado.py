"""Bars reach from the usual outcome to that at either end, the widest first."""

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.made import sensitivity


def test_bars_begin_at_the_usual_outcome_and_the_widest_stands_first():
    table = sensitivity(5)
    axes = ms.figures.tornado(table.iloc[::-1]).axes[0]
    low, high = axes.containers
    order = [0, 2, 1, 4, 3]
    assert [bar.get_width() for bar in low] == pytest.approx(list(table["at_low"][order] - 400.0))
    assert [bar.get_width() for bar in high] == pytest.approx(list(table["at_high"][order] - 400.0))
    assert {bar.get_x() for bar in (*low, *high)} == {400.0}
    assert axes.get_yticklabels()[0].get_text() == "rule_0.setting"
    assert axes.get_xlabel() == "couriers detained, persons"


def test_ends_on_one_side_stand_below_each_other():
    low, high = ms.figures.tornado(sensitivity(2)).axes[0].containers
    assert low[0].get_y() == high[0].get_y()
    assert low[1].get_y() + low[1].get_height() == pytest.approx(high[1].get_y())


def test_an_outcome_can_be_chosen_and_what_lacks_is_told():
    table = sensitivity(3)
    both = table.assign(measure="orders", unit="orders")
    figure = ms.figures.tornado(pd.concat([table, both]), outcome="orders")
    assert figure.axes[0].get_xlabel() == "orders"
    for wrong, said in (
        (table.drop(columns="at_low"), "lacks at_low"),
        (table.iloc[:0], "no rows"),
        (table.assign(at_low="much"), "has its numbers"),
        (pd.concat([table, table]), "stands twice"),
    ):
        with pytest.raises(FigureError, match=said):
            ms.figures.tornado(wrong)
    with pytest.raises(FigureError, match="no outcome 'rain'"):
        ms.figures.tornado(table, outcome="rain")


def test_rows_without_figures_are_counted_and_their_note_is_told():
    table = sensitivity(3)
    table.loc[1, "at_low"] = np.nan
    assert "1 without figures" in ms.figures.tornado(table).get_supxlabel()
    with pytest.raises(FigureError, match="its run failed"):
        ms.figures.tornado(table.assign(at_low=np.nan, note="its run failed"))
