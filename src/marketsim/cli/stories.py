"""How stories and lists of agents are told on a terminal, or to another program."""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marketsim.cli.layout import console
from marketsim.cli.show import Format
from marketsim.cli.told import safe
from marketsim.results.story.telling import Story

WORDS = (
    "Days hold the evening's view: what begins and ends within one day may not show. Numbers are of one agent.",
    "Nobody in it exists: agents are drawn at random.",
)
LISTED = ("uid", "since", "region", "shop", "status")
"""Columns of a list on a terminal."""
WHOLE = ("uid", "since", "shop")
"""Columns that are never broken: numbers are there to be copied."""
WIDE = 100
"""Characters in a line from which there is room for the shop."""


def print_story(found: Story, form: Format) -> None:
    """Print a story."""
    if form is Format.CSV:
        sys.stdout.write(found.table.to_csv(index=False, lineterminator="\n"))
    elif form is Format.JSON:
        head = {"uid": found.uid, "kind": found.kind, "about": found.about, "weight": found.weight}
        _print_json(head | {"days": found.days, "story": _rows(found.table)})
    else:
        _print_table(found, console())


def _print_table(found: Story, output: Console) -> None:
    output.print(f"{found.about}.", style="bold", markup=False)
    stands = f"{found.kind.replace('_', ' ').capitalize()} {found.uid}"
    stands += f": one agent for {found.weight} in the market." if found.weight > 1 else "."
    output.print(stands, markup=False, soft_wrap=True)
    output.print()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(max_width=18)
    table.add_column()
    for days, where, what in found.sentences():
        table.add_row(Text(days), Text(where), Text(what))
    output.print(table)
    output.print()
    output.print(f"Run again: the figures of {found.days:,} days agree with the recorded ones, to the last bit.")
    for line in WORDS:
        output.print(line, style="dim", soft_wrap=True)


def print_agents(found: pd.DataFrame, whole: int, form: Format, run: Path, kind: str) -> None:
    """Print a list of agents, how many more there are, and how to ask about one."""
    if form is Format.CSV:
        sys.stdout.write(found.to_csv(index=False, lineterminator="\n"))
        return
    if form is Format.JSON:
        _print_json(_rows(found))
        return
    output = console()
    if not len(found):
        output.print(f"There is no {safe(kind)} of that status then.", markup=False)
        return
    shown = [name for name in LISTED if output.width >= WIDE or name != "shop"]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in shown:
        table.add_column(name, no_wrap=name in WHOLE)
    for row in found[shown].itertuples(index=False):
        table.add_row(*(Text("-" if _none(value) else str(value)) for value in row))
    output.print(table)
    if whole > len(found):
        output.print(f"{whole - len(found):,} more: --most, --status or --on choose others.")
    uid = found["uid"].iloc[0]
    output.print(f"A story: marketsim story {safe(str(run))} --uid {uid}", markup=False, soft_wrap=True)


def _none(value: Any) -> bool:
    return value is None or (isinstance(value, int) and value == 0) or str(value) in ("NaT", "None", "")


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=False, default=str) + "\n")
