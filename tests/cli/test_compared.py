"""The closing table says which figures are near, and only those that the run covers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from marketsim.cli.compared import print_comparison
from marketsim.measures.registry import all_measures


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


def printed(run: Any, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    print_comparison(run, Console(width=160))
    return {" ".join(line.split()[:2]): " ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line}


def test_each_figure_has_its_verdict(made: Daily, capsys: pytest.CaptureFixture[str]):
    made.daily["resources_blocked"] = 1600 / 365
    made.daily["labs_dismantled"] = 13 / 365
    made.daily["synthetics_seized_kg"] = 1000 / 365
    lines = printed(made, capsys)
    assert lines["resources_blocked 2021"] == "resources_blocked 2021 1,628 1,465-1,790 1,600 resources 0.98 in range"
    assert lines["labs_dismantled 2021"].endswith("0.36 near")
    assert lines["synthetics_seized_kg 2021"].endswith("4.48 far")
    assert lines["product_seized_in_labs_kg 2021"].endswith("0.00 far (check)")


def test_figures_of_other_years_are_counted_and_left_out(made: Daily, capsys: pytest.CaptureFixture[str]):
    lines = printed(made, capsys)
    assert not [line for line in lines.values() if line.split()[1] in ("2020", "2022", "2023")]
    assert [line for line in lines.values() if "more reported figures have periods that this run" in line]


def test_a_run_that_covers_no_figure_says_so(made: Daily, capsys: pytest.CaptureFixture[str]):
    made.manifest["last_day"] = "2021-01-05"
    assert any("nothing to compare" in line for line in printed(made, capsys).values())
