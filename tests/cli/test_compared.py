"""The closing table says which figures are near, and only those that the run covers."""

from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from marketsim.cli.compared import _verdict, print_comparison
from marketsim.measures.registry import all_measures
from marketsim.scenario.difference import Difference


@dataclass
class Daily:
    """The part of a run that the comparison reads."""

    daily: pd.DataFrame
    manifest: dict[str, Any]

    def between(self, column: str, first: pd.Timestamp, last: pd.Timestamp) -> Any:
        return np.asarray(self.daily.loc[first:last, column])


@pytest.fixture
def made() -> Daily:
    index = pd.DatetimeIndex(pd.date_range("2021-01-01", "2021-12-31"), name="date")
    daily = pd.DataFrame({name: np.zeros(len(index)) for name in all_measures()}, index=index)
    return Daily(daily, {"measures_from": "2021-01-01", "last_day": "2021-12-31"})


def printed(run: Any, capsys: pytest.CaptureFixture[str], **more: Any) -> dict[str, str]:
    print_comparison(run, Console(width=160), **more)
    return {" ".join(line.split()[:2]): " ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line}


def test_each_figure_has_its_verdict(made: Daily, capsys: pytest.CaptureFixture[str]):
    made.daily["resources_blocked"] = 1600 / 365
    made.daily["labs_dismantled"] = 13 / 365
    made.daily["synthetics_seized_kg"] = 1000 / 365
    lines = printed(made, capsys)
    assert lines["resources_blocked 2021"] == "resources_blocked 2021 1,628 1,465-1,790 1,600 resources 0.98 in range"
    assert lines["labs_dismantled 2021"].endswith("0.36 rough")
    assert lines["synthetics_seized_kg 2021"].endswith("4.48 far")
    assert lines["product_seized_in_labs_kg 2021"].endswith("0.00 far (check)")


def test_figures_of_other_years_are_counted_and_left_out(made: Daily, capsys: pytest.CaptureFixture[str]):
    lines = printed(made, capsys)
    assert not [line for line in lines.values() if line.split()[1] in ("2020", "2022", "2023")]
    assert [line for line in lines.values() if "more reported figures have periods that this run" in line]


def test_a_run_that_covers_no_figure_says_so(made: Daily, capsys: pytest.CaptureFixture[str]):
    made.manifest["last_day"] = "2021-01-05"
    assert any("nothing to compare" in line for line in printed(made, capsys).values())


@pytest.mark.parametrize(
    ("within", "ratio", "verdict"),
    [
        (True, 1.9, "in range"),
        (True, nan, "in range"),
        (None, 0.92, "close"),
        (False, 1.05, "near"),
        (None, 1.2, "near"),
        (None, 0.7, "near"),
        (False, 1.51, "rough"),
        (None, 0.34, "rough"),
        (False, 0.33, "far"),
        (None, 0.0, "far"),
        (None, nan, "-"),
        (False, nan, "far"),
    ],
)
def test_a_verdict_is_the_range_and_else_the_ratio(within: bool | None, ratio: float, verdict: str):
    assert _verdict(pd.Series({"within": within, "ratio": ratio}, dtype=object)) == verdict


def test_the_summary_begins_with_the_figures_in_range(made: Daily, capsys: pytest.CaptureFixture[str]):
    made.daily["resources_blocked"] = 1600 / 365
    summary = next(line for line in printed(made, capsys).values() if "with a reported range" in line)
    assert summary.startswith("1 of ")
    assert "a factor of 1.5" in summary


def test_the_words_are_explained(made: Daily, capsys: pytest.CaptureFixture[str]):
    said = " ".join(printed(made, capsys).values())
    for word in ("in range:", "close:", "near:", "rough:", "far:", "(check):"):
        assert word in said


def test_a_changed_scenario_is_told_from_the_history(made: Daily, capsys: pytest.CaptureFixture[str]):
    assert "This scenario changes" not in " ".join(printed(made, capsys))
    lines = printed(made, capsys, difference=Difference(("fast_blocking",), date(2021, 3, 1)))
    assert lines["This scenario"].startswith("This scenario changes fast_blocking.")
    assert "2021-03-01" in lines["This scenario"]


@pytest.mark.parametrize("width", [72, 80, 120])
def test_no_word_of_the_table_is_broken(width: int, made: Daily, capsys: pytest.CaptureFixture[str]):
    print_comparison(made, Console(width=width))  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert "…" not in said
    assert max(map(len, said.splitlines())) <= width
    assert "synthetics_seized_" in said and "in range" in said and "Jan-Aug 2021" in said
