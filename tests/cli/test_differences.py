"""How a difference is told."""

from datetime import date

import pandas as pd
import pytest

from marketsim.cli.differences import answer, print_csv, print_json, print_tables
from marketsim.cli.layout import console
from marketsim.results.diff import Diff, First

COLUMNS = ["table", "same", "rows", "only_a", "only_b", "differing", "row", "column", "a", "b"]
DAILY = ("daily", False, 40, 0, 0, 9, "2018-01-02", "orders", 3, float("nan"))
SETTINGS = pd.DataFrame([("source", "commit", "x" * 40, None)], columns=["part", "name", "a", "b"], dtype=object)


def found(first: First | None, *rows: tuple[object, ...], since: date | None = None) -> Diff:
    return Diff(first, pd.DataFrame(rows, columns=COLUMNS), SETTINGS, since)


PLACE = First(date(2018, 1, 2), "daily", "2018-01-02", "orders", 3, float("nan"), 4)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            found(PLACE, DAILY),
            "The results differ from 2018-01-02 on: in daily, orders is 3 in A and - in B, and",
        ),
        (found(None, (*DAILY[:1], True, *DAILY[2:])), "The results are the same, to the last bit: 40 rows of daily."),
        (found(None), "One setting differs."),
        (found(PLACE._replace(column="", a="not there", b="there"), DAILY), "daily has 2018-01-02 in B and not in A."),
    ],
)
def test_the_first_line_answers(made: Diff, said: str):
    assert said in answer(made)[0]


def test_a_difference_before_it_can_be_is_pointed_at():
    lines = answer(found(PLACE, DAILY, since=date(2018, 1, 5)))
    assert lines[1:] == [
        "By their scenarios they can differ from 2018-01-05 on.",
        "They differ before that: sources, versions or machines may be unlike.",
    ]


def test_a_shorter_run_is_told_to_agree_as_far_as_it_goes():
    shorter = ("daily", False, 30, 10, 0, 0, "2018-01-09", "", "there", "not there")
    lines = answer(found(PLACE._replace(column="", a="there"), shorter))
    assert lines[1] == "On the 30 days that both have, all daily figures are the same."


def test_every_form_holds_tables_and_settings(capsys: pytest.CaptureFixture[str]):
    made = found(PLACE, DAILY)
    for show in (print_json, print_csv, lambda one: print_tables(one, console())):
        show(made)
        out = capsys.readouterr().out
        assert "orders" in out and "commit" in out
