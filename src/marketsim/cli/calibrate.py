"""`marketsim calibrate`: which values of unknown numbers agree with what was reported."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marketsim.cli import options
from marketsim.cli.told import safe, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from rich.console import Console

    from marketsim.experiments.calibration.particles import Step
    from marketsim.experiments.calibration.population import Population
    from marketsim.experiments.calibration.wanted import Wanted


@told(options.KEPT)
def calibrate(
    calibration: Annotated[Path, typer.Argument(help="A calibration.", metavar="CALIBRATION")],
    budget: Annotated[
        str | None, typer.Option(help="How much is computed: one of the file's budgets.", show_default="the first one")
    ] = None,
    scale: options.Scale = None,
    changes: options.Changes = None,
    dry_run: options.DryRun = False,
    so_far: Annotated[
        bool, typer.Option("--so-far", help="Learn from the runs that are there, and run nothing.")
    ] = False,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Make failed runs again.")] = False,
    out: options.Out = options.RESULTS,
    quiet: options.Quiet = False,
) -> None:
    """Learn unknown numbers from what was reported: runs over the prior, then generations that come nearer."""
    from marketsim.cli.layout import aside, console
    from marketsim.cli.progress import counted, say_compiling
    from marketsim.experiments.calibration.making import calibrate as make
    from marketsim.experiments.calibration.particles import Hooks
    from marketsim.experiments.calibration.reading import load_calibration
    from marketsim.experiments.calibration.running import folder_of

    if so_far and (dry_run or retry_failed):
        option = "--dry-run" if dry_run else "--retry-failed"
        raise typer.BadParameter(f"it runs nothing; take {option} out", param_hint="--so-far")
    terminal = aside(quiet)
    wanted = load_calibration(calibration, budget, changes or (), {"scale": scale} if scale is not None else {})
    folder = folder_of(wanted, out)
    say_plan(wanted, folder, workers if scheduler is None else None, console() if dry_run else terminal)
    if dry_run:
        return
    with counted(terminal) as count:

        def begun(generation: int, runs: int, new: int) -> None:
            terminal.print(f"Generation {generation}: {runs} runs, {new} to be made.", markup=False)
            if new and scheduler is None:
                say_compiling(terminal)
            count.begin(new)

        def step(now: "Step") -> None:
            count.tell(now.done, f"{now.task}{' failed' if now.outcome.error else ''}")

        def check(table: "pd.DataFrame") -> None:
            checked.append(True)
            say_check(table, terminal)

        checked: list[bool] = []
        hooks = Hooks(begun, step, check, lambda population: say_population(population, terminal))
        made = make(wanted, None, out, workers, scheduler, retry_failed, so_far=so_far, hooks=hooks)
    if not checked:  # The design was there: its figures may be read otherwise now.
        say_check(made.prior_predictive, terminal)
    say_parameters(made.parameters, terminal)
    say_end(made.whole_manifest(), wanted, so_far, terminal)
    print(safe(str(folder)) if quiet else f"Calibration: {safe(str(folder))}")


def say_plan(wanted: "Wanted", folder: Path, workers: int | None, console: "Console") -> None:
    """Tell what is to be run, and about how long it takes."""
    from marketsim.cli.layout import many_of
    from marketsim.cli.planned import say, say_cost
    from marketsim.cli.progress import say_damaged
    from marketsim.experiments.calibration.running import outlook

    seen, plan = outlook(wanted, folder, workers or 1), wanted.plan
    say(f"{wanted.title or wanted.name}: {wanted.question}", console)
    say(
        f"{many_of(len(wanted.calibrated), 'parameter')}, {many_of(len(wanted.targets), 'reported figure')}, "
        f"budget {wanted.budget}: {plan.design} runs over the prior, then up to "
        f"{many_of(plan.most, 'generation')} of {plan.new} runs.",
        console,
    )
    scale = wanted.scenario.scale
    say(f"Up to {wanted.runs} runs at scale {scale:g}: {seen.finished} done already.", console)
    say_damaged(seen.damaged, console)
    say_cost(seen.cost, wanted.runs - seen.finished, workers, console)


def say_population(population: "Population", console: "Console") -> None:
    """Tell how near a generation has come."""
    console.print(
        f"Generation {population.generation}: tolerance {population.tolerance:.3f}, "
        f"{population.acceptance:.1%} of new particles came within the last one, "
        f"effective size {population.effective_size:.0f} of {len(population.shares)}.",
        markup=False,
        soft_wrap=True,
    )


def say_check(table: "pd.DataFrame", console: "Console") -> None:
    """Tell which reported figures runs over the prior do not reach."""
    missed = table[~table["verdict"].isin(("reached", "holds"))]
    console.print(f"Prior predictive check: {len(table) - len(missed)} of {len(table)} reported figures are reached.")
    for _, row in missed.iterrows():
        span = f"{row['low']:.4g} to {row['high']:.4g} {row['unit']}"
        what = f"  {row['id']}: {row['reported']:.4g} reported, runs give {span}: {row['verdict']}"
        console.print(safe(what), markup=False, soft_wrap=True)


def say_end(manifest: "Mapping[str, Any]", wanted: "Wanted", so_far: bool, console: "Console") -> None:
    """Tell what to beware of: failed runs, few particles, and runs that are still to be made."""
    from marketsim.experiments.calibration.learned import ENOUGH, particles_a_number

    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)

    if failed := manifest.get("failed"):
        say(
            f"{failed} runs failed and are left out. To make them again, remove the files generation-*.parquet "
            "(finished runs are found again) and give --retry-failed."
        )
    if (sources := len({one["source_digest"] for one in manifest.get("made_by", ())})) > 1:
        say(
            f"Its runs were made by {sources} states of the source of version {manifest['model_version']} of the model "
            "(made_by in calibration.json): they are one calibration only if a run gives the same in each."
        )
    if (held := particles_a_number(manifest)) < ENOUGH:
        few = f"The last population is worth {held:.0f} particles of equal weight for each number: below {ENOUGH:.0f}"
        say(f"{few} intervals may be off, more often too narrow. Trust 'explained' more.")
    if so_far and manifest.get("finished"):
        say("This calibration was brought to an end before, and is left as it is.")
    elif so_far:
        over_prior = manifest["runs"] < wanted.plan.design
        what = "before the design is done intervals mean little" if over_prior else "later generations narrow it"
        say(f"From {manifest['runs']} runs of {wanted.runs} at most: {what}.")


def say_parameters(table: "pd.DataFrame", console: "Console") -> None:
    """Tell what was learned of each number."""
    for _, row in table.sort_values("contraction", ascending=False).iterrows():
        what = "factor " if row["factor"] else ""
        prior = f"prior {row['prior_low']:.3g} to {row['prior_high']:.3g}"
        after = f"{what}{row['low']:.3g} to {row['high']:.3g}"
        told = f"explained {row['explained']:.2f}, contraction {row['contraction']:.2f}"
        console.print(safe(f"{row['key']}: {after} ({prior}; {told})"), markup=False, soft_wrap=True)
