"""What predict prints of years to come, and of intervals that few runs make."""

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
    assert "95 to 130" in out and "2026" in out and "2023" not in out and "nan" not in out
