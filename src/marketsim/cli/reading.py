"""Lists to read on a terminal: a block for each thing, its heading once, wrapped to the width."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from marketsim.cli.layout import fitted, period
from marketsim.cli.listing import FORM
from marketsim.interventions.intervention import Intervention

Row = dict[str, Any]

STEP = 2
"""Characters by which each level stands further right."""


def print_list(what: str, rows: list[Row], console: Console) -> None:
    """Print the rows of one of the lists."""
    {
        "parameters": _parameters,
        "rules": _rules,
        "interventions": _interventions,
        "measures": _measures,
        "evidence": _evidence,
        "figures": _figures,
    }[what](rows, console)


def _parameters(rows: list[Row], console: Console) -> None:
    blocks = [(prefix, list(held)) for prefix, held in groupby(rows, lambda row: row["name"].rpartition(".")[0])]
    _say(console, f"{_count(rows, 'parameter')} in {_count(blocks, 'part')}", style="italic")
    for prefix, held in blocks:
        _head(console, prefix)
        for row in held:
            _setting(console, row, row["name"].rpartition(".")[2])


def _interventions(rows: list[Row], console: Console) -> None:
    """Print each kind with its own settings, and once those that every kind has."""
    kinds = [(kind, list(held)) for kind, held in groupby(rows, lambda row: row["kind"])]
    _say(console, f"{_count(kinds, 'kind')} of intervention, {_count(rows, 'setting')}", style="italic")
    shared = Intervention.model_fields.keys()
    for kind, held in kinds:
        _head(console, kind, held[0]["what"])
        for row in held:
            if row["name"] not in shared:
                _setting(console, row, row["name"])
    _head(console, "Every kind", "Settings of each intervention, beside its kind and a name of your own.")
    for row in kinds[0][1]:
        if row["name"] in shared:
            _setting(console, row, row["name"])


def _rules(rows: list[Row], console: Console) -> None:
    _say(console, f"{_count(rows, 'rule')} in the order of the day", style="italic")
    for row in rows:
        _head(console, f"{row['order']}  {row['stage']} / {row['rule']}", row["what"])
        for line in FORM:
            _say(console, f"{line.capitalize():<7} {row[line]}", STEP)


def _measures(rows: list[Row], console: Console) -> None:
    _say(console, _count(rows, "measure"), style="italic")
    for group, held in groupby(rows, lambda row: row["group"]):
        _head(console, group)
        for row in held:
            facts = ", ".join(fact for fact in (row["unit"], row["kind"], row["agency"]) if fact)
            _say(console, f"{row['name']} ({facts})", STEP)
            _say(console, row["definition"], 2 * STEP, "dim")


def _evidence(rows: list[Row], console: Console) -> None:
    titles = ("id", "metric", "period", "value", "unit", "use")
    _say(console, f"{_count(rows, 'reported figure')}; source, range and notes: --format csv", style="italic")
    cells = []
    for row in rows:
        days = period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
        value = str(row["value"]).replace(" ", "\n")
        words = (row["id"], row["metric"], days, value, row["unit"], row["use"])
        cells.append([Text(str(word)) for word in words])
    console.print(fitted(titles, cells, console.width, "metric", ("unit",), {"value"}))


def _figures(rows: list[Row], console: Console) -> None:
    _say(console, _count(rows, "figure"), style="italic")
    for row in rows:
        _head(console, row["name"], row["what"])
        _say(console, f"Drawn from {row['needs']}.", STEP, "dim")
        if row["choices"]:
            _say(console, f"Choices: {row['choices']}.", STEP, "dim")


def _setting(console: Console, row: Row, name: str) -> None:
    """Print a setting with its default and range, what it is and where its number comes from."""
    facts = f"{row['unit']}{_span(row['low'], row['high'])}"
    if row["default"] is not None:
        said = f"{name} = {row['default']} {facts}"
    else:
        said = f"{name}: {'to be given' if name == 'start' else 'not set'}{'; ' if facts else ''}{facts}"
    _say(console, said, STEP)
    _say(console, row["description"], 2 * STEP, "dim")
    if row["grade"]:
        _say(console, f"{row['grade']}: {row['source']}", 2 * STEP, "dim")


def _span(low: object, high: object) -> str:
    if low is None:
        return "" if high is None else f", up to {high}"
    return f", at least {low}" if high is None else f", {low} to {high}"


def _head(console: Console, name: str, what: str = "") -> None:
    console.print()
    _say(console, name, style="bold")
    if what:
        _say(console, what)


def _say(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    """Print a text, further lines of it as far right as the first."""
    if text:
        console.print(Padding(Text(text, style=style), (0, 0, 0, indent), expand=False))


def _count(things: Iterable[object], word: str) -> str:
    number = len(list(things))
    return f"{number} {word}{'' if number == 1 else 's'}"
