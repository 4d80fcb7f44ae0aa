"""How a sensitivity analysis is told: how far it is, and its ranking."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from marketsim.cli.layout import console, fitted
from marketsim.cli.progress import say_compiling
from marketsim.cli.show import Format
from marketsim.cli.told import safe
from marketsim.experiments.saving import json_bytes
from marketsim.experiments.sensitivity.method import LEVEL
from marketsim.experiments.sensitivity.ranking import Sensitivity
from marketsim.experiments.sweeping import Plan, Step

LINES = 20
"""Lines that an analysis prints where there is no terminal."""
SPANS = {"low": "high", "first_low": "first_high"}
"""Indices that are the ends of an interval, which is told as one."""
WORDS = {
    "morris": "mu_star: mean size of the change over the whole range; mu: with its sign; sigma: how much it depends on "
    "the others, or on where in the range.",
    "sobol": "total: share of the variance left if all others are known; first: share that goes if it alone is known.",
    "prcc": "prcc: correlation of ranks with the others held fixed, -1 to 1; for what rises or falls all along.",
    "tornado": "swing: at the upper end less at the lower one, others at their base; not what they do together.",
}


@contextmanager
def progress_of() -> Iterator[tuple[Callable[[Plan], None], Callable[[Step], None]]]:
    """Yield what to tell before the first run and after each."""
    terminal = Console(stderr=True, highlight=False)
    say_compiling(terminal)

    def started(plan: Plan) -> None:
        there = f", {plan.finished:,} of them there already" if plan.finished else ""
        failed = f"; {plan.failed:,} failed before (--retry-failed makes them again)" if plan.failed else ""
        terminal.print(f"{plan.runs:,} runs{there}{failed}.", markup=False)

    if not terminal.is_terminal:
        yield started, _lines(terminal)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total} runs"))
    with Progress(*columns, TimeRemainingColumn(), console=terminal, transient=True) as bar:
        task = bar.add_task("first run", total=None)
        yield (
            started,
            lambda step: bar.update(task, total=step.new, completed=step.done, description=safe(str(step.task))),
        )


def _lines(terminal: Console) -> Callable[[Step], None]:
    def tell(step: Step) -> None:
        every = max(1, -(-step.new // LINES))
        if step.outcome.error:
            terminal.print(f"failed: {safe(str(step.task))}: {safe(step.outcome.error)}", markup=False, soft_wrap=True)
        elif step.done % every == 0 or step.done == step.new:
            terminal.print(f"{step.done:,} of {step.new:,} runs: {safe(str(step.task))}", markup=False, soft_wrap=True)

    return tell


def print_plan(design: Path, method: str, seed: int, settings: Mapping[str, int | None], yes: bool) -> None:
    """Tell how many runs an analysis would take."""
    from marketsim.experiments.design_reading import load_design
    from marketsim.experiments.sensitivity.planning import count_of, method_of, planned

    whole = load_design(design, yes)
    said = dict(settings) | {"count": count_of(whole, method, settings["count"])}
    plan = planned(whole, method_of(method, len(whole.dimensions), seed, **said), yes)
    seeds, dimensions = len(plan.seeds), len(plan.dimensions)
    print(f"{plan.runs:,} runs: {len(plan.points):,} points of {dimensions} dimensions, with {seeds} seeds each.")


def print_ranking(made: Sensitivity, folder: Path, form: Format) -> None:
    """Print the ranking of every measure."""
    if form is Format.CSV:
        sys.stdout.write(made.table.to_csv(index=False, lineterminator="\n"))
    elif form is Format.JSON:
        whole = json.loads(json_bytes(made.described() | {"ranking": made.table, "failed": made.failed}))
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
    if made.failed:
        output.print(f"{made.failed:,} runs failed: see status.parquet of the sweep, or --retry-failed.")
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
            columns.append([_number(value) for value in rows[name]])
    heads = [["-" if pd.isna(rank) else str(rank) for rank in rows["rank"]], list(rows["dimension"])]
    return titles, [[Text(word) for word in words] for words in zip(*heads, *columns, strict=True)]


def _span(low: float, high: float) -> str:
    return "" if math.isnan(low) or math.isnan(high) else f"{_number(low)} to {_number(high)}"


def _number(value: Any) -> str:
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
