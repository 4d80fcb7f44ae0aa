"""How a difference between two results is told: a first line that answers, then the tables, then the settings."""

import json
import math
import sys
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted
from marketsim.results.diff import Diff, First
from marketsim.results.files import as_json
from marketsim.scenario.faults import one_line

TABLES = ("table", "rows", "only in A", "only in B", "values that differ", "first at", "column", "A", "B")
SETTINGS = ("part", "setting", "A", "B")
LONGEST = 32
"""Characters of a value beyond which its middle is left out in a table."""


def print_tables(found: Diff, console: Console) -> None:
    """Print the answer, the tables that differ and the settings that do."""
    for line in answer(found):
        console.print(line, markup=False, soft_wrap=True)
    differing = found.tables[~found.tables["same"].astype(bool)]
    if len(differing):
        names = ["table", "rows", "only_a", "only_b", "differing", "row", "column", "a", "b"]
        cells = [[_cell(row[name]) for name in names] for _, row in differing.iterrows()]
        console.print()
        spare = ("only in A", "only in B", "rows")
        console.print(fitted(TABLES, cells, console.width, "column", spare, {"rows", "values that differ"}))
    if len(found.settings):
        cells = [[_cell(row[name]) for name in ("part", "name", "a", "b")] for _, row in found.settings.iterrows()]
        console.print("\nMade with", style="italic")
        console.print(fitted(SETTINGS, cells, console.width, "setting", ("part",), set()))


def answer(found: Diff) -> list[str]:
    """Return in a few lines whether the two are the same, where they differ first, and from when they can."""
    if found.tables.empty:
        many = len(found.settings)
        lines = [f"{many} settings differ." if many != 1 else "One setting differs."] if many else []
        lines = lines or ["The settings are the same."]
    elif found.same:
        rows = ", ".join(f"{row['rows']:,} rows of {row['table']}" for _, row in found.tables.iterrows())
        lines = [f"The results are the same, to the last bit: {rows}."]
    else:
        lines = [_place(found.first) if found.first is not None else "The results differ."]
        days = found.tables[found.tables["table"] == "daily"].iloc[0]
        if days["rows"] and not days["differing"]:
            lines.append(f"On the {days['rows']:,} days that both have, all daily figures are the same.")
    if found.since is not None:
        lines.append(f"By their scenarios they can differ from {found.since} on.")
        if found.first is not None and found.first.day < found.since and found.first.table in ("daily", "events"):
            lines.append("They differ before that: sources, versions or machines may be unlike.")
    return lines


def _place(first: First) -> str:
    if not first.column:
        which, other = ("A", "B") if first.a == "there" else ("B", "A")
        return f"The results differ from {first.day} on: {first.table} has {first.row} in {which} and not in {other}."
    more = f", and {first.columns - 1} more columns differ there" if first.columns > 1 else ""
    values = f"{_word(first.a)} in A and {_word(first.b)} in B"
    place = "" if first.row == str(first.day) else f" ({first.row})"
    return f"The results differ from {first.day} on: in {first.table}{place}, {first.column} is {values}{more}."


def print_json(found: Diff) -> None:
    """Print everything as one JSON object."""
    whole = {
        "same": found.same,
        "since": found.since,
        "first": found.first._asdict() if found.first is not None else None,
        "tables": found.tables.to_dict("records"),
        "settings": found.settings.to_dict("records"),
    }
    sys.stdout.write(json.dumps(as_json(whole), indent=1, ensure_ascii=False) + "\n")


def print_csv(found: Diff) -> None:
    """Print one row a table that differs and one a setting that does."""
    tables = found.tables[~found.tables["same"].astype(bool)]
    rows = [("table", row["table"], row["row"], row["column"], row["a"], row["b"]) for _, row in tables.iterrows()]
    rows += [(row["part"], row["name"], "", "", row["a"], row["b"]) for _, row in found.settings.iterrows()]
    table = pd.DataFrame(rows, columns=["part", "name", "row", "column", "a", "b"])
    sys.stdout.write(table.to_csv(index=False, lineterminator="\n"))


def _cell(value: Any) -> Text:
    word = one_line(_word(value))
    return Text(word if len(word) <= LONGEST else f"{word[: LONGEST - 14]}...{word[-11:]}")


def _word(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    return f"{value:,}" if type(value) is int and abs(value) < 10**15 else str(value)
