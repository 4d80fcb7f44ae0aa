"""The closing table: the model's figures beside the reported ones."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted, period
from marketsim.figures.style import number
from marketsim.results.evidence import compare
from marketsim.results.run import Run
from marketsim.scenario.difference import Difference

CLOSE = 1.1
"""Ratio within which a figure without a reported range counts as close."""
NEAR = 1.5
"""Ratio within which a figure counts as near."""
ROUGH = 3.0
"""Ratio within which a figure counts as rough; beyond it, it is far."""

TITLES = ("measure", "period", "reported", "range", "model", "unit", "ratio", "")
WORDS = (
    "in range: inside the reported range. close: no range is reported, and the model is within 10 %.",
    f"Else near: within a factor of {NEAR:g}; rough: within a factor of {ROUGH:g}; far: beyond it.",
    "(check): held back for testing; not a blind test where a parameter names the figure as its source.",
)
COLOURS = {"in range": "green", "close": "green", "near": "yellow", "rough": "dark_orange", "far": "red", "-": ""}
MOST_NAMES = 6
"""Names of changes that are told; further ones are counted."""


def print_comparison(run: Run, console: Console, difference: Difference | None = None) -> None:
    """Print every reported figure whose period the run covers, with the model's figure and their ratio.

    Args:
        run: The run.
        console: Where to print.
        difference: In what the scenario differs from the one that it was made from.
    """
    rows = compare(run)
    covered = rows[rows["covered"] == 1.0]
    if covered.empty:
        first, last = run.manifest["measures_from"], run.manifest["last_day"]
        console.print(f"No reported figure has its whole period between {first} and {last}: nothing to compare.")
        return
    console.print("Model against reported figures (reported ones are of the history)", style="italic")
    cells = [_cells(covered.iloc[place]) for place in range(len(covered))]
    right = {"reported", "model", "ratio"}
    console.print(fitted(TITLES, cells, console.width, "measure", ("range", "unit"), right))
    console.print()
    _summarise(covered, len(rows) - len(covered), console)
    if difference is not None:
        _print_difference(difference, console)


def _cells(row: pd.Series[Any]) -> list[Text]:
    verdict = _verdict(row)
    words = (
        row["metric"],
        period(row["start"], row["end"]),
        number(row["reported"]),
        _range(row["low"], row["high"]),
        number(row["model"]),
        row["unit"].removesuffix("/year").removesuffix("/period"),
        f"{row['ratio']:.2f}" if math.isfinite(row["ratio"]) else "-",
    )
    note = verdict if row["use"] == "fit" else f"{verdict} (check)"
    return [*(Text(word) for word in words), Text(note, style=COLOURS[verdict])]


def _verdict(row: pd.Series[Any]) -> str:
    if row["within"]:
        return "in range"
    ratio = row["ratio"]
    if not math.isfinite(ratio):
        return "-" if row["within"] is None else "far"
    if row["within"] is None and _is_within(ratio, CLOSE):
        return "close"
    return "near" if _is_within(ratio, NEAR) else "rough" if _is_within(ratio, ROUGH) else "far"


def _is_within(ratio: float, factor: float) -> bool:
    return 1 / factor <= ratio <= factor


def _summarise(covered: pd.DataFrame, others: int, console: Console) -> None:
    console.print(_counted(covered, "figures "))
    check = covered[covered["use"] != "fit"]
    if len(check):
        console.print(f"Of these, the figures for check: {_counted(check)}")
    for line in WORDS:
        console.print(line)
    if others:
        console.print(f"{others} more reported figures have periods that this run does not cover whole.")


def _counted(rows: pd.DataFrame, what: str = "") -> str:
    """Return how many figures lie in their range, then how many lie within each factor."""
    ranged = rows[rows["within"].notna()]
    inside = f"{int(ranged['within'].astype(bool).sum())} of {len(ranged)} {what}with a reported range lie in it"
    near, rough = (sum(_is_within(ratio, factor) for ratio in rows["ratio"]) for factor in (NEAR, ROUGH))
    return f"{inside}; of all {len(rows)}, {near} lie within a factor of {NEAR:g} and {rough} within {ROUGH:g}."


def _print_difference(difference: Difference, console: Console) -> None:
    names = ", ".join(difference.names[:MOST_NAMES])
    more = len(difference.names) - MOST_NAMES
    names += f" and {more} more" if more > 0 else ""
    console.print(
        f"This scenario changes {names}. Reported figures are of the history: from {difference.since} on, do not read "
        "differences from them as errors of the model.",
        markup=False,
    )


def _range(low: float, high: float) -> str:
    if math.isnan(low) and math.isnan(high):
        return ""
    if math.isnan(high):
        return f">= {number(low)}"
    return f"<= {number(high)}" if math.isnan(low) else f"{number(low)}-{number(high)}"
