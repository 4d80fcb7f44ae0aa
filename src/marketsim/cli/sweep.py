"""`marketsim sweep`: every point of a design, times scenarios, times seeds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli import options
from marketsim.cli.told import FAILED_RUNS, safe, told

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from marketsim.experiments.designs import Design
    from marketsim.experiments.plan import Plan
    from marketsim.experiments.sweeping import Step

MOST_FAILURES = 5
"""Failed runs that are told one by one; further ones are counted."""


@told(options.KEPT)
def sweep(
    design: Annotated[Path, typer.Argument(help="A design.", metavar="DESIGN")],
    dry_run: options.DryRun = False,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Make failed runs again.")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Begin nothing new once a run has failed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="More than a million runs are meant.")] = False,
    out: options.Out = options.RESULTS,
    quiet: options.Quiet = False,
) -> None:
    """Run a design: points of parameters, settings and dates, times scenarios, times seeds."""
    from marketsim.cli.layout import aside
    from marketsim.cli.progress import counted
    from marketsim.experiments.executors import get_ready

    if not dry_run:
        get_ready(workers, scheduler)

    from marketsim.experiments.design_reading import load_design
    from marketsim.experiments.sweeping import sweep as make

    terminal = aside(quiet)
    wanted = load_design(design, yes)
    if dry_run:
        look(wanted, out, workers if scheduler is None else None, retry_failed)
        return
    with counted(terminal) as count:

        def started(plan: "Plan") -> None:
            from marketsim.cli.progress import say_compiling

            say_plan(wanted, plan, workers if scheduler is None else None, terminal)
            if plan.new and scheduler is None:
                say_compiling(terminal)
            count.begin(plan.new)

        def step(now: "Step") -> None:
            count.tell(now.done, f"{now.task}{' failed' if now.outcome.error else ''}")

        made = make(wanted, out, workers, scheduler, retry_failed, fail_fast, started, step)
    print(safe(str(made.folder)) if quiet else f"Sweep: {safe(str(made.folder))}")
    say_failed(made.failed, terminal)


def look(design: "Design", out: Path, workers: int | None, retry_failed: bool) -> None:
    """Tell what is to be run, and run nothing."""
    from marketsim.cli.layout import console
    from marketsim.experiments.plan import planned
    from marketsim.experiments.store import Store
    from marketsim.experiments.sweeping import folder_of

    store = Store(folder_of(design, out), design.daily, look=True)
    say_plan(design, planned(design.tasks(), store, retry_failed), workers, console())


def say_plan(design: "Design", plan: "Plan", workers: int | None, console: "Console") -> None:
    """Tell what is to be run, and about how long it takes."""
    from marketsim.cli.layout import many_of
    from marketsim.cli.planned import say, say_cost, say_runs
    from marketsim.experiments.estimating import FIGURES_MB, estimate, with_days

    names = ", ".join(design.scenarios)
    reference = f" and {', '.join(design.reference)} as it is" if design.reference else ""
    say(f"{design.title or design.name}: {design.question}", console)
    say(
        f"{many_of(len(design.points), 'point')} ({design.kind}) of {', '.join(design.dimensions)}; "
        f"{names}{reference}; {many_of(len(design.seeds), 'seed')}.",
        console,
    )
    say_runs(plan, console)
    held = [*design.scenarios.values(), *design.reference.values()]
    run_mb = with_days(held) if design.daily else FIGURES_MB
    say_cost(estimate(held, plan.new, plan.seconds, workers or 1, run_mb), plan.new, workers, console)


def say_failed(failed: "pd.DataFrame", console: "Console") -> None:
    """Tell of failed runs, and leave with their code if there are some."""
    for _, run in failed.iloc[:MOST_FAILURES].iterrows():
        what = f"Failed: {run['scenario']}-{run['point']}, seed {run['seed']}: {run['error']}"
        console.print(safe(what), markup=False, soft_wrap=True)
    if len(failed) > MOST_FAILURES:
        console.print(f"{len(failed) - MOST_FAILURES} more runs failed.")
    if len(failed):
        console.print("Tracebacks are in status.parquet; --retry-failed makes failed runs again.")
        raise typer.Exit(FAILED_RUNS)
