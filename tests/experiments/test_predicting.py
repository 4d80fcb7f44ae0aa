"""Periods of a prediction, and what it refuses."""

from datetime import date

import pytest

from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.predicting import periods, predict, report_of, usual_metrics
from marketsim.measures.registry import all_measures
from marketsim.scenario.loading import loads


def test_periods_are_whole_and_lie_within() -> None:
    found = list(periods(date(2024, 2, 1), date(2025, 9, 30)))
    assert [name for _, name, _, _ in found] == [
        "2024H2",
        "2025H1",
        "2024Q2",
        "2024Q3",
        "2024Q4",
        "2025Q1",
        "2025Q2",
        "2025Q3",
    ]
    assert found[0][2:] == (date(2024, 7, 1), date(2024, 12, 31))
    assert [name for kind, name, _, _ in periods(date(2018, 1, 1), date(2026, 12, 31)) if kind == "year"] == [
        str(year) for year in range(2018, 2027)
    ]


def test_every_usual_measure_is_known_and_reported() -> None:
    assert len(usual_metrics()) > 10
    assert all(name in all_measures() and report_of(name) is not None for name in usual_metrics())
    assert report_of("orders") is None


def test_a_prediction_wants_a_calibration() -> None:
    with pytest.raises(WrongCallError, match="wants a calibration"):
        predict({"plain": loads("title: A")}, [1])
