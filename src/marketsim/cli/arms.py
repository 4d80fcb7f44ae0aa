"""What the commands that run many scenarios share: their options, their scenarios, and how far they are."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from marketsim.cli.told import safe

if TYPE_CHECKING:
    from rich.console import Console

    from marketsim.experiments.comparing import Comparison
    from marketsim.scenario.scenario import Scenario

MOST_SEEDS = 10_000


def seeds_of(text: str) -> tuple[int, ...]:
    """Return the seeds of a text such as `1-10` or `1,2,7`.

    Raises:
        BadParameter: It is neither, or has too many.
    """
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise typer.BadParameter(f"'{safe(part)}' is neither a seed nor a range; write 1-10 or 1,2,7")
        low, high = int(first), int(last or first)
        if high < low or high - low >= MOST_SEEDS:
            raise typer.BadParameter(f"{low}-{high} is no range of 1 to {MOST_SEEDS} seeds")
        found += range(low, high + 1)
    if len(set(found)) != len(found):
        raise typer.BadParameter(f"'{safe(text)}' names a seed twice")
    return tuple(found)


def scenarios_of(paths: Iterable[Path], scale: str | None, changes: list[str]) -> "dict[str, Scenario]":
    """Return the scenarios of files by the files' names, every fault of all of them at once.

    Raises:
        ScenarioError: With the faults of all files.
        BadParameter: Two files have one name.
    """
    from marketsim.cli.opened import opened, say_cautions
    from marketsim.scenario.faults import Fault, ScenarioError

    found: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            (scenario, cautions, _), name, _ = opened(path, changes, {"scale": scale} if scale is not None else {})
        except ScenarioError as error:
            faults += error.faults
            continue
        if name in found:
            raise typer.BadParameter(f"two scenarios are called '{safe(name)}'; name different files, or rename one")
        say_cautions(cautions)
        found[name] = scenario
    if faults:
        raise ScenarioError(faults)
    return found


def compared(
    scenarios: "dict[str, Scenario]", seeds: tuple[int, ...], workers: int, out: Path, terminal: "Console"
) -> "Comparison":
    """Return the comparison of scenarios, telling how far it is; finished runs are kept in `out`."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from marketsim.cli.progress import say_compiling
    from marketsim.experiments.comparing import compare

    say_compiling(terminal)
    if not terminal.is_terminal:
        return compare(scenarios, seeds, out, workers, lambda done, whole, what: _line(terminal, done, whole, what))
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total} runs"))
    with Progress(*columns, TimeRemainingColumn(), console=terminal, transient=True) as bar:
        task = bar.add_task("first run", total=len(scenarios) * len(seeds))
        return compare(
            scenarios,
            seeds,
            out,
            workers,
            lambda done, _, what: bar.update(task, completed=done, description=safe(what)),
        )


def _line(terminal: "Console", done: int, whole: int, what: str) -> None:
    terminal.print(f"{done} of {whole} runs: {safe(what)}", markup=False, soft_wrap=True)
