"""`marketsim compare`: what policies change, pair by pair, over all that a run leaves behind."""

from pathlib import Path
from typing import Annotated

import typer

from marketsim.cli import options
from marketsim.cli.told import FAILED_RUNS, safe, told

PRECISION = 0.05
"""As in `experiments.effects`, which takes long to import for a line of help."""


@told(options.KEPT)
def compare(
    base: Annotated[Path, typer.Argument(help="Scenario that the others are compared with.", metavar="BASE")],
    others: Annotated[list[Path], typer.Argument(help="Scenarios with a policy.", metavar="POLICY...")],
    seeds: options.Seeds = None,
    replicates: options.Replicates = None,
    metrics: Annotated[
        str | None,
        typer.Option(help="Tell only these consequences or measures, comma-separated.", metavar="NAME,NAME"),
    ] = None,
    precision: Annotated[
        float, typer.Option(help="Pairs needed are told for a 90 % interval of this share of the base either way.")
    ] = PRECISION,
    scale: options.Scale = None,
    changes: options.Changes = None,
    posterior: options.Posterior = None,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    out: options.Out = options.RESULTS,
    dry_run: options.DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Run scenarios with the same seeds and tell what the others change against the base."""
    from marketsim.cli.arms import Wanted, compared, look, names_of, scenarios_of, seeds_of
    from marketsim.cli.called import call_of
    from marketsim.cli.layout import aside
    from marketsim.experiments.executors import get_ready

    wanted = Wanted(seeds_of(seeds, replicates), workers, scheduler, out, names_of(metrics), precision)
    if not dry_run:
        get_ready(workers, scheduler)
    scenarios = scenarios_of([base, *others], scale, changes or [], posterior)
    if dry_run:
        look(scenarios, wanted)
        return
    made = compared(scenarios, wanted, aside(quiet))
    given = {"--metrics": metrics, "--precision": None if precision == PRECISION else precision}
    given |= {"--scale": scale, "--posterior": posterior}
    folder = made.save(out, call_of("compare", [base, *others], wanted.seeds, given, changes or []))
    if quiet:
        print(safe(str(folder)))
    else:
        from marketsim.cli.effects import print_effects
        from marketsim.cli.layout import console

        output = console()
        print_effects(made, output)
        output.print(f"Comparison: {safe(str(folder))}", soft_wrap=True, markup=False)
    if len(made.failed):
        raise typer.Exit(FAILED_RUNS)
