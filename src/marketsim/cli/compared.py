"""The closing table: the model's figures beside the reported ones."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marketsim.results.evidence import compare
from marketsim.results.run import Run

FACTOR = 3.0
"""Ratio within which a figure counts as near."""


def print_comparison(run: Run, console: Console) -> None:
    """Print every reported figure whose period the run covers, with the model's figure and their ratio."""
    rows = compare(run)
    covered = rows[rows["covered"] == 1.0]
    if covered.empty:
        first, last = run.manifest["measures_from"], run.manifest["last_day"]
        console.print(f"No reported figure has its whole period between {first} and {last}: nothing to compare.")
        return
    table = Table(title="Model against reported figures", title_justify="left", box=None, pad_edge=False)
    for title in ("measure", "period", "reported", "range", "model", "unit", "ratio", ""):
        number = title in ("reported", "model", "ratio")
        table.add_column(title, justify="right" if number else "left", no_wrap=number, overflow="fold")
    for place in range(len(covered)):
        table.add_row(*_cells(covered.iloc[place]))
    console.print(table)
    _summarise(covered, len(rows) - len(covered), console)


def _cells(row: pd.Series[Any]) -> list[Text]:
    verdict, colour = _verdict(row)
    words = (
        row["metric"],
        _period(row["start"], row["end"]),
        _number(row["reported"]),
        _range(row["low"], row["high"]),
        _number(row["model"]),
        row["unit"].removesuffix("/year").removesuffix("/period"),
        f"{row['ratio']:.2f}" if math.isfinite(row["ratio"]) else "-",
    )
    note = verdict if row["use"] == "fit" else f"{verdict} (check)"
    return [*(Text(word) for word in words), Text(note, style=colour)]


def _verdict(row: pd.Series[Any]) -> tuple[str, str]:
    if row["within"]:
        return "in range", "green"
    if 1 / FACTOR <= row["ratio"] <= FACTOR:
        return "near", "yellow"
    return "far", "red"


def _summarise(covered: pd.DataFrame, others: int, console: Console) -> None:
    near = int(covered["ratio"].between(1 / FACTOR, FACTOR).sum())
    console.print(f"{near} of {len(covered)} figures within a factor of {FACTOR:.0f}.")
    if others:
        console.print(f"{others} more reported figures have periods that this run does not cover whole.")


def _period(start: Any, end: Any) -> str:
    if start == end:
        return f"{start}"
    if start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}"
    return f"{start}..{end:%m-%d}" if start.year == end.year else f"{start}..{end}"


def _range(low: float, high: float) -> str:
    if math.isnan(low) and math.isnan(high):
        return ""
    if math.isnan(high):
        return f">= {_number(low)}"
    return f"<= {_number(high)}" if math.isnan(low) else f"{_number(low)}-{_number(high)}"


def _number(value: float) -> str:
    if math.isnan(value):
        return "-"
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
