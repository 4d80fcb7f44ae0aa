"""The ranking of a sensitivity analysis, measure by measure."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import console, fitted
from marketsim.cli.show import Format
from marketsim.cli.told import safe
from marketsim.experiments.saving import json_bytes
from marketsim.experiments.sensitivity.method import LEVEL
from marketsim.experiments.sensitivity.ranking import Sensitivity
from marketsim.figures.style import number

SPANS = {"low": "high", "first_low": "first_high"}
"""Indices that are the ends of an interval, which is told as one."""
WORDS = {
    "morris": "mu_star: mean size of the change over the whole range; mu: with its sign; sigma: how much it depends on "
    "the others, or on where in the range.",
    "sobol": "total: share of the variance left if all others are known; first: share that goes if it alone is known.",
    "prcc": "prcc: correlation of ranks with the others held fixed, -1 to 1; for what rises or falls all along.",
    "tornado": "swing: at the upper end less at the lower one, others at their base; not what they do together.",
}


def print_ranking(made: Sensitivity, folder: Path, form: Format) -> None:
    """Print the ranking of every measure."""
    if form is Format.CSV:
        sys.stdout.write(made.table.to_csv(index=False, lineterminator="\n"))
    elif form is Format.JSON:
        whole = json.loads(json_bytes(made.described() | {"ranking": made.table, "failed": len(made.failed)}))
        sys.stdout.write(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    else:
        _print_tables(made, folder, console())


def _print_tables(made: Sensitivity, folder: Path, output: Console) -> None:
    period = "all measured days" if made.years is None else "-".join(str(year) for year in sorted({*made.years}))
    seeds = len(made.design.seeds)
    head = f"{made.design.name}: {len(made.points):,} points, {seeds} seed{'s' if seeds > 1 else ''} each, {period}"
    output.print(head, style="bold", markup=False)
    for measure, rows in made.table.groupby("measure", sort=False):
        output.print(f"\n{measure}", style="italic", markup=False)
        titles, cells = _cells(rows, made.method.indices)
        output.print(fitted(titles, cells, output.width, "dimension", titles[:2:-1], {"rank", *titles[2:]}))
        if note := rows["note"].iloc[0]:
            output.print(f"{note}.", markup=False)
    output.print()
    output.print(WORDS[made.method.name], style="dim", soft_wrap=True)
    by = "Student, over seeds" if made.method.name == "tornado" else "bootstrap, over points"
    output.print(f"Intervals: {LEVEL:.0%} ({by}).", style="dim")
    output.print(f"Ranking: {safe(str(folder))}", soft_wrap=True, markup=False)


def _cells(rows: pd.DataFrame, indices: tuple[str, ...]) -> tuple[list[str], list[list[Text]]]:
    """Return titles and cells: each index, intervals as one."""
    titles, columns = ["rank", "dimension"], []
    for name in indices:
        if name in SPANS:
            titles.append(f"{LEVEL:.0%} interval" if name == "low" else f"{LEVEL:.0%} of it")
            columns.append([_span(*ends) for ends in zip(rows[name], rows[SPANS[name]], strict=True)])
        elif name not in SPANS.values():
            titles.append(name)
            columns.append([number(value) for value in rows[name]])
    heads = [["-" if pd.isna(rank) else str(rank) for rank in rows["rank"]], list(rows["dimension"])]
    return titles, [[Text(word) for word in words] for words in zip(*heads, *columns, strict=True)]


def _span(low: float, high: float) -> str:
    return "" if math.isnan(low) or math.isnan(high) else f"{number(low)} to {number(high)}"
