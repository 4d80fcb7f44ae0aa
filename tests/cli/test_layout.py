"""Tables fit a terminal and break no word."""

from datetime import date

import pytest
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted, folded, period


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2021-01-01", "2021-12-31", "2021"),
        ("2018-01-01", "2020-12-31", "2018-2020"),
        ("2021-01-01", "2021-08-31", "Jan-Aug 2021"),
        ("2017-07-01", "2018-06-30", "Jul 2017-Jun 2018"),
        ("2020-02-01", "2020-02-29", "Feb 2020"),
        ("2023-06-30", "2023-06-30", "30 Jun 2023"),
        ("2023-01-01", "2023-07-15", "1 Jan-15 Jul 2023"),
        ("2020-03-01", "2020-03-28", "1-28 Mar 2020"),
        ("2022-12-05", "2023-01-31", "5 Dec 2022-31 Jan 2023"),
    ],
)
def test_a_period_is_said_in_short_words(start: str, end: str, words: str):
    assert period(date.fromisoformat(start), date.fromisoformat(end)) == words


@pytest.mark.parametrize("width", [1, 8, 12, 20, 40])
def test_a_name_folds_only_at_underscores(width: int):
    name = "synthetics_seized_knb_kg"
    lines = folded(name, width).split("\n")
    assert "".join(lines) == name
    assert all(line.endswith("_") for line in lines[:-1])
    assert all(len(line) <= max(width, len("synthetics_")) for line in lines)


@pytest.mark.parametrize(("width", "titles"), [(80, ["name", "number", "spare"]), (44, ["name", "number"])])
def test_a_spare_column_gives_way_before_a_short_name_folds(width: int, titles: list[str], capsys):
    rows = [[Text("a_name_of_twenty_six_chars"), Text("1,234"), Text("something to spare")]]
    Console(width=width).print(fitted(("name", "number", "spare"), rows, width, "name", ("spare",), {"number"}))
    said = capsys.readouterr().out
    assert said.split("\n")[0].split() == titles
    assert "a_name_of_twenty_six_chars" in said
