"""What predict prints of years to come, and of intervals that few runs make."""

import pandas as pd
import pytest
from rich.console import Console

from marketsim.cli.predicted import print_prediction
from tests.figures.learned import predictions


def printed(capsys: pytest.CaptureFixture[str], holds: float) -> str:
    """Return what is printed where wide intervals hold one run more with some chance."""
    table = predictions().assign(
        unit="persons", holds_50=0.5, holds_90=holds, reported_low_90=float("nan"), reported_high_90=float("nan")
    )
    print_prediction(table, False, Console(width=160, highlight=False))
    return " ".join(capsys.readouterr().out.split())


def test_few_runs_are_said_with_what_their_range_holds(capsys: pytest.CaptureFixture[str]) -> None:
    few = printed(capsys, 9 / 11)
    said = "Few runs: the 90% interval is the range of the runs, which holds one more with a chance of 82%."
    assert few.count(said) == 2  # Once an arm.
    assert "Few runs" not in printed(capsys, 0.9)


def test_it_says_what_intervals_hold(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, 0.9)
    assert "Intervals hold one run of the model more with the chance that they say" in out
    assert "85 to 130" in out and "2026" in out and "2023" not in out and "nan" not in out


@pytest.mark.parametrize(
    ("kinds", "last", "shown", "hidden"),
    [
        (("year", "half-year", "quarter"), 2024, "2024", "2024H1"),
        (("half-year", "quarter"), 2024, "2024H1", "2024Q1"),
        (("quarter",), 2024, "2024Q1", "2023Q1"),
        (("year", "half-year", "quarter"), 2023, "No whole quarter from 2024 on; predictions.csv", "2023H1"),
    ],
)
def test_where_no_year_is_whole_shorter_periods_are_shown(
    kinds: tuple[str, ...], last: int, shown: str, hidden: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = {"year": "", "half-year": "H1", "quarter": "Q1"}
    years = (
        predictions()
        .query("kind == 'year'")
        .assign(unit="persons", holds_50=0.5, holds_90=0.9, reported_low_90=float("nan"), reported_high_90=float("nan"))
    )
    early = years[years["period"] <= "2023"]
    tables = [years[years["period"] <= str(last)].assign(kind=kind) for kind in kinds]
    tables = [table.assign(period=table["period"] + ends[kind]) for kind, table in zip(kinds, tables, strict=True)]
    print_prediction(pd.concat([early, *tables]), False, Console(width=160, highlight=False))
    words = capsys.readouterr().out
    assert shown in words if " " in shown else shown in words.split()
    assert hidden not in words
