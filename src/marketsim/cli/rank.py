"""`marketsim rank`: which policy is best, over draws of parameters and both readings of 2021 to 2023."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli import options
from marketsim.cli.told import FAILED_RUNS, safe, told

if TYPE_CHECKING:
    from rich.console import Console

    from marketsim.experiments.plan import Plan
    from marketsim.experiments.ranking_policies import Ranking

Metrics = Annotated[
    str | None,
    typer.Option(help="Outcomes, comma-separated; without it the headline of each domain.", metavar="NAME,NAME"),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        help="First day that counts.", formats=["%Y-%m-%d"], metavar="DATE", show_default="the earliest policy's first"
    ),
]
Until = Annotated[
    datetime | None,
    typer.Option(
        help="Last day that counts.", formats=["%Y-%m-%d"], metavar="DATE", show_default="end, or the horizon"
    ),
]


@told(options.KEPT)
def rank(
    base: Annotated[Path, typer.Argument(help="Scenario without a new policy.", metavar="BASE")],
    others: Annotated[list[Path], typer.Argument(help="Scenarios with a policy.", metavar="POLICY...")],
    posterior: options.Posterior = None,
    seeds: options.Seeds = None,
    replicates: options.Replicates = None,
    metrics: Metrics = None,
    since: Since = None,
    until: Until = None,
    scale: options.Scale = None,
    changes: options.Changes = None,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    out: options.Out = options.RESULTS,
    dry_run: options.DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Rank policies by how likely each is best, over what is not known of the market."""
    from marketsim.cli.arms import names_of, say_alike, scenarios_of, seeds_of
    from marketsim.cli.layout import aside, console, many_of
    from marketsim.cli.opened import said_twice
    from marketsim.cli.planned import say, say_days, say_plan
    from marketsim.cli.progress import counted, say_compiling
    from marketsim.experiments.ranked_plan import plan_ranking
    from marketsim.experiments.ranking_policies import FEWEST
    from marketsim.experiments.ranking_policies import rank as make
    from marketsim.experiments.readings import SHARE

    said_twice(changes or [], SHARE, "policies are ranked under both readings")
    terminal = aside(quiet)
    numbers = seeds_of(seeds, replicates)
    names = names_of(metrics)
    scenarios = scenarios_of([base, *others], scale, changes or [], posterior)
    say_alike(scenarios)
    if len(numbers) < FEWEST:
        terminal.print(f"{many_of(len(numbers), 'seed')}: draws are few, and chances rough below {FEWEST}.")
    days = (since.date() if since else None, until.date() if until else None)
    made_of = plan_ranking(scenarios, numbers, out, names, *days)
    where = console() if dry_run else terminal
    say("Every scenario runs under both readings of 2021 to 2023.", where)
    say_plan(scenarios, numbers, made_of.plan, workers if scheduler is None else None, where)
    say_days(made_of.since, made_of.until, since is not None, where)
    if dry_run:
        return
    with counted(terminal) as count:

        def begun(reading: str, plan: "Plan") -> None:
            terminal.print(f"Reading {reading}: {plan.runs} runs: {plan.new} new, {plan.finished} done already.")
            if plan.new and scheduler is None:
                say_compiling(terminal)
            count.begin(plan.new)

        made = make(
            scenarios, numbers, out, workers, names, scheduler, begun, lambda done, _, what: count.tell(done, what),
            *days,
        )  # fmt: skip
    _tell_failed(made, terminal)
    _tell(made, made.save(out), quiet)
    if len(made.failed):
        raise typer.Exit(FAILED_RUNS)


def _tell_failed(made: "Ranking", terminal: "Console") -> None:
    for _, run in made.failed.iterrows():
        what = f"Failed: {run['arm']}, {run['reading']}, seed {run['seed']}: {run['error']}. Its seed is left out."
        terminal.print(safe(what), markup=False, soft_wrap=True)


def _tell(made: "Ranking", folder: Path, quiet: bool) -> None:
    """Print a ranking, or only where it is."""
    from marketsim.cli.by_size import print_by_size
    from marketsim.cli.layout import console
    from marketsim.cli.standing import print_standing

    if quiet:
        print(safe(str(folder)))
        return
    output = console()
    print_standing(made, output)
    print_by_size(made, output)
    output.print(f"Ranking: {safe(str(folder))}", soft_wrap=True, markup=False)
