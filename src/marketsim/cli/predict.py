"""`marketsim predict`: the fan of the calibrated model beyond the figures, under stated policies."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli import options
from marketsim.cli.told import CALIBRATION, FAILED_RUNS, safe, told

if TYPE_CHECKING:
    from rich.console import Console

    from marketsim.experiments.calibration.observation import Target
    from marketsim.experiments.plan import Plan
    from marketsim.experiments.predicting import Prediction
    from marketsim.experiments.sweeping import Step
    from marketsim.scenario.scenario import Scenario

UNTIL = datetime(2026, 12, 31)
USUAL = 40
"""Replicates without --seeds and --replicates."""


@told(options.KEPT)
def predict(
    calibration: Annotated[
        str, typer.Argument(help="Name of a shipped calibration, or the folder of one.", metavar="CALIBRATION")
    ],
    policies: Annotated[list[Path], typer.Argument(help="Scenarios.", metavar="POLICY...")],
    until: Annotated[
        datetime, typer.Option(help="Last day.", formats=["%Y-%m-%d"], metavar="DATE", show_default="2026-12-31")
    ] = UNTIL,
    trend: Annotated[
        bool,
        typer.Option("--trend/--held", help="Also run each policy with the trend of capacities continued after 2023."),
    ] = True,
    metrics: Annotated[
        str | None, typer.Option(help="Tell only these measures, comma-separated.", metavar="NAME,NAME")
    ] = None,
    seeds: Annotated[str | None, typer.Option(help="Seeds: 1-10, or 1,2,7.", show_default=f"1-{USUAL}")] = None,
    replicates: options.Replicates = None,
    scale: options.Scale = None,
    changes: options.Changes = None,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    out: options.Out = options.RESULTS,
    dry_run: options.DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Predict measures by year, half-year and quarter under stated policies, over draws of parameters."""
    from marketsim.cli.arms import names_of, seeds_of
    from marketsim.cli.layout import aside
    from marketsim.cli.planned import say_plan
    from marketsim.cli.progress import counted, say_compiling
    from marketsim.experiments.predicting import failed_in_words
    from marketsim.experiments.predicting import predict as make

    terminal = aside(quiet)
    numbers = seeds_of(seeds or (None if replicates is not None else f"1-{USUAL}"), replicates)
    wanted = names_of(metrics)
    _say_few(len(numbers), terminal)
    trend = trend and _begins(until.date(), terminal)
    arms = _arms(policies, until.date(), trend, scale, changes or [], calibration)
    many = workers if scheduler is None else None
    if dry_run:
        look(arms, numbers, wanted, out, many)
        return
    with counted(terminal) as count:

        def started(plan: "Plan") -> None:
            say_plan(arms, numbers, plan, many, terminal)
            if plan.new and many:
                say_compiling(terminal)
            count.begin(plan.new)

        def step(now: "Step") -> None:
            count.tell(now.done, f"{now.task}{' failed' if now.outcome.error else ''}")

        made = make(arms, numbers, out, wanted, workers, scheduler, started, step, _as_read(calibration))
    if len(made.failed):
        terminal.print(safe(failed_in_words(made.failed)), markup=False, soft_wrap=True)
    _save(made, out, quiet)
    if len(made.failed):
        raise typer.Exit(FAILED_RUNS)


def _say_few(replicates: int, terminal: "Console") -> None:
    """Tell what intervals of few replicates are worth."""
    from marketsim.cli.predicted import LEVEL, few_in_words
    from marketsim.experiments.predictive_interval import draws_for, range_holds

    if replicates < draws_for(LEVEL):
        few = f"Few replicates ({replicates}): below {draws_for(LEVEL)}, {few_in_words(range_holds(replicates))}."
        terminal.print(few, markup=False, soft_wrap=True)


def look(
    arms: "dict[str, Scenario]", seeds: tuple[int, ...], metrics: tuple[str, ...], out: Path, workers: int | None
) -> None:
    """Tell what a prediction would run, and run nothing.

    Raises:
        WrongCallError: It cannot be made.
    """
    from marketsim.cli.layout import console
    from marketsim.cli.planned import say_plan
    from marketsim.experiments.plan import planned
    from marketsim.experiments.predicting import design_of
    from marketsim.experiments.store import Store
    from marketsim.experiments.sweeping import folder_of

    design = design_of(arms, seeds, metrics)
    store = Store(folder_of(design, out), design.daily, look=True)
    say_plan(arms, seeds, planned(design.tasks(), store, retry_failed=True), workers, console())


def _as_read(calibration: str) -> "tuple[Target, ...]":
    """Return the reported figures as a calibration read them; none where it does not say."""
    from marketsim.experiments.calibration.learned import Learned
    from marketsim.experiments.calibration.validation import fitted_targets
    from marketsim.scenario.posterior import shipped_folder

    place = shipped_folder(calibration) or Path(calibration)
    held = Learned(place if place.is_dir() else place.parent).manifest
    return fitted_targets(held) if "targets" in held else ()


def _save(made: "Prediction", out: Path, quiet: bool) -> None:
    """Write the prediction with its fan, and print it, or only where it is."""
    from marketsim.cli.layout import console
    from marketsim.cli.predicted import print_prediction
    from marketsim.figures.prediction_fan import prediction_fan
    from marketsim.figures.saving import figure_bytes

    has_years = bool((made.intervals["kind"] == "year").any())
    folder = made.save(out, {"fan.png": figure_bytes(prediction_fan(made.intervals))} if has_years else {})
    if quiet:
        print(safe(str(folder)))
        return
    output = console()
    print_prediction(made.intervals, made.provisional, output)
    output.print(f"Prediction: {safe(str(folder))}", soft_wrap=True, markup=False)


def _begins(until: date, terminal: "Console") -> bool:
    """Tell whether the trend of capacities begins by a day; until then it is the same as if they were held."""
    from marketsim.core.units import day_number
    from marketsim.world.capacity_course import LAST_KNOWN

    begins = day_number(until) > LAST_KNOWN
    if not begins:
        terminal.print("The trend of capacities begins after 2023: policies are run with capacities held, as --held.")
    return begins


def _arms(
    policies: list[Path], until: date, trend: bool, scale: str | None, changes: list[str], calibration: str
) -> "dict[str, Scenario]":
    """Return the policies as they are, and with the trend of capacities continued where none of them has that.

    Raises:
        BadParameter: A policy has the name that another one's continuation gets, or cannot run until that day.
    """
    from marketsim.cli.opened import said_twice
    from marketsim.experiments.predicting import same_but_for_words, with_trend

    said_twice(changes, "end", "--until says the last day")
    said_twice(changes, "posterior", "the calibration is named first of all")
    given = _until(policies, until, scale, changes, calibration)
    known = {same_but_for_words(scenario) for scenario in given.values()}
    found: dict[str, Scenario] = {}
    for name, scenario in given.items():
        found[name] = scenario
        if not trend:
            continue
        other, called = with_trend(scenario), f"{name}_trend"
        if same_but_for_words(other) in known:
            continue
        if called in given:
            what = f"'{called}' is not '{name}' with the trend continued, which would have its name"
            raise typer.BadParameter(f"{what}. Rename the file, or give --held.", param_hint="POLICY")
        found[called] = other
    return found


def _until(
    policies: list[Path], until: date, scale: str | None, changes: list[str], calibration: str
) -> "dict[str, Scenario]":
    """Return the policies with their last day.

    Raises:
        ScenarioError: One is not valid, whatever the last day is.
        BadParameter: The last day fits them not.
    """
    from marketsim.cli.arms import scenarios_of
    from marketsim.scenario.faults import ScenarioError

    try:
        return scenarios_of(policies, scale, [*changes, f"end={until}"], calibration, CALIBRATION)
    except ScenarioError as error:
        faults = error.faults
    scenarios_of(policies, scale, changes, calibration, CALIBRATION)
    what = " ".join(dict.fromkeys(f"{fault.what.rstrip('.')}. {fault.mend}" for fault in faults))
    raise typer.BadParameter(safe(f"{until} does not fit: {what}"), param_hint="--until")
