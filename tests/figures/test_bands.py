"""A band is where the runs lie; what has no sense is refused before it is drawn."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from marketsim.figures.bands import band, band_in_words, course, is_by_day, known, one_run, rate_of, runs_of
from marketsim.figures.errors import FigureError
from marketsim.results.run import Run


def test_a_band_of_few_runs_holds_all_and_of_many_the_central_nine_tenths():
    few = band(pd.DataFrame([[3.0, 1.0, 2.0]])).iloc[0]
    assert few.tolist() == [1.0, 2.0, 3.0]
    many = band(pd.DataFrame([np.arange(101.0)])).iloc[0]
    assert many.tolist() == [5.0, 50.0, 95.0]
    assert "lowest to the highest" in band_in_words(19)
    assert "central 90 %" in band_in_words(20)
    assert "One run" in band_in_words(1)


def test_a_course_has_whole_months_only_or_days(runs: list[Run], short: Run):
    months = course(runs, "orders")
    assert len(months) == 15
    assert list(months.columns) == [1, 2, 3]
    assert not is_by_day(months)
    cut = replace(runs[0], daily=runs[0].daily.iloc[:-3])
    assert len(course([cut], "orders")) == 14
    assert is_by_day(course([short], "orders"))
    assert [rate_of("orders", True), rate_of("orders", False), rate_of("active_users", False)] == [
        "orders a day", "orders a month", "persons",
    ]  # fmt: skip


def test_runs_stand_by_seed_whatever_their_order(runs: list[Run]):
    assert runs_of(reversed(runs)) == tuple(runs)
    assert one_run(runs[0]) is runs[0]


def test_runs_of_two_versions_and_measures_of_none_are_refused(runs: list[Run]):
    old = replace(runs[1], manifest=runs[1].manifest | {"model_version": "0-old"})
    with pytest.raises(FigureError, match="different versions of the model"):
        runs_of([runs[0], old])
    with pytest.raises(FigureError, match="older version"):
        known([replace(runs[0], daily=runs[0].daily.drop(columns="orders"))], ["orders"])
