"""What the commands that run many scenarios share: their options, their scenarios, and how far they are."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from marketsim.cli.options import values
from marketsim.cli.told import safe

if TYPE_CHECKING:
    from rich.console import Console

    from marketsim.experiments.comparable import Period
    from marketsim.experiments.comparing import Comparison
    from marketsim.experiments.plan import Plan
    from marketsim.scenario.scenario import Scenario

MOST_SEEDS = 10_000
LARGEST_SEED = 2**64 - 1
USUAL_SEEDS = "1-10"


class Wanted(NamedTuple):
    """What a comparison is asked for."""

    seeds: tuple[int, ...]
    workers: int
    scheduler: str | None
    out: Path
    metrics: tuple[str, ...] = ()
    precision: float = 0.05


def seeds_of(text: str | None, replicates: int | None = None) -> tuple[int, ...]:
    """Return the seeds of a text such as `1-10` or `1,2,7`, or so many from 1 on.

    Raises:
        BadParameter: It is neither, or has too many, or both are said.
    """
    if replicates is not None and text is not None:
        raise typer.BadParameter("--seeds and --replicates say the same thing; keep one of them")
    if text is None:
        text = f"1-{replicates}" if replicates is not None else USUAL_SEEDS
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise typer.BadParameter(f"'{safe(part)}' is neither a seed nor a range; write 1-10 or 1,2,7")
        low, high = int(first), int(last or first)
        if high > LARGEST_SEED:
            raise typer.BadParameter(f"'{safe(part)}' is beyond the largest seed, 2^64 - 1")
        if high < low or high - low >= MOST_SEEDS:
            raise typer.BadParameter(f"{low}-{high} is no range of 1 to {MOST_SEEDS} seeds")
        found += range(low, high + 1)
    if len(set(found)) != len(found):
        raise typer.BadParameter(f"'{safe(text)}' names a seed twice")
    return tuple(found)


def names_of(metrics: str | None) -> tuple[str, ...]:
    """Return the measures of a text such as `deaths,orders`; none at all where nothing is said.

    Raises:
        BadParameter: Something is said, and it names none.
    """
    names = tuple(dict.fromkeys(name.strip() for name in (metrics or "").split(",") if name.strip()))
    if metrics is not None and not names:
        raise typer.BadParameter("it names none; write deaths,orders", param_hint="--metrics")
    return names


def scenarios_of(
    paths: Iterable[Path], scale: str | None, changes: list[str], posterior: str | None = None, named: str = ""
) -> "dict[str, Scenario]":
    """Return the scenarios of files by the files' names, every fault of all of them at once.

    Args:
        paths: Files of scenarios.
        scale: What `--scale` says, or none.
        changes: What `--set` says.
        posterior: Calibration that parameters are drawn from, or none.
        named: How the user named that, unless by `--posterior`: faults of it are told so.

    Raises:
        ScenarioError: With the faults of all files.
        BadParameter: Two files have one name, or an option and `--set` say the same thing.
    """
    from marketsim.cli.opened import opened, say_cautions, told_as
    from marketsim.scenario.faults import Fault, ScenarioError

    found: dict[str, Scenario] = {}
    faults: list[Fault] = []
    odd: list[Fault] = []
    for path in paths:
        try:
            (scenario, cautions, _), name, _ = opened(path, changes, values(scale, posterior))
        except ScenarioError as error:
            faults += told_as(error.faults, named)
            continue
        if name in found:
            raise typer.BadParameter(f"two scenarios are called '{safe(name)}'; name different files, or rename one")
        odd += told_as(cautions, named)
        found[name] = scenario
    if faults:
        raise ScenarioError(faults)
    say_cautions(tuple(dict.fromkeys(odd)))  # What all inherit is told once.
    return found


def say_alike(scenarios: "dict[str, Scenario]") -> None:
    """Warn where one scenario has two names, as each of them is then counted for itself."""
    found: dict[str, list[str]] = {}
    for name, scenario in scenarios.items():
        found.setdefault(scenario.model_copy(update={"title": "", "question": ""}).digest(), []).append(name)
    for names in found.values():
        if len(names) > 1:
            what = f"{', '.join(names)} are one and the same scenario but for their titles: each has a share of its own"
            print(safe(f"Warning: {what}. Keep one of them."), file=sys.stderr)


def look(scenarios: "dict[str, Scenario]", wanted: Wanted) -> None:
    """Tell what a comparison would run, and run nothing.

    Raises:
        WrongCallError: The scenarios cannot be compared.
    """
    from marketsim.cli.layout import console
    from marketsim.experiments.comparing import plan_comparison

    plan, period = plan_comparison(scenarios, wanted.seeds, wanted.out, wanted.metrics, wanted.precision)
    _say_plan(scenarios, wanted, plan, period, console())


def _say_plan(
    scenarios: "dict[str, Scenario]", wanted: Wanted, plan: "Plan", period: "Period", console: "Console"
) -> None:
    from marketsim.cli.planned import say_days, say_plan

    workers = wanted.workers if wanted.scheduler is None else None
    say_plan(scenarios, wanted.seeds, plan, workers, console)
    say_days(period.since, period.until, False, console)


def compared(scenarios: "dict[str, Scenario]", wanted: Wanted, terminal: "Console") -> "Comparison":
    """Return the comparison of scenarios, telling how far it is; finished runs are kept."""
    from marketsim.cli.progress import counted, say_compiling
    from marketsim.experiments.comparable import days_that_count
    from marketsim.experiments.comparing import compare

    with counted(terminal) as count:

        def started(plan: "Plan") -> None:
            _say_plan(scenarios, wanted, plan, days_that_count(scenarios, wanted.seeds), terminal)
            if plan.new and wanted.scheduler is None:
                say_compiling(terminal)
            count.begin(plan.new)

        made = compare(
            scenarios,
            wanted.seeds,
            wanted.out,
            wanted.workers,
            lambda done, _, what: count.tell(done, what),
            metrics=wanted.metrics,
            precision=wanted.precision,
            scheduler=wanted.scheduler,
            started=started,
        )
    for _, run in made.failed.iterrows():
        what = f"Failed: {run['arm']}, seed {run['seed']}: {run['error']}. Its seed is left out of all arms."
        terminal.print(safe(what), markup=False, soft_wrap=True)
    return made
