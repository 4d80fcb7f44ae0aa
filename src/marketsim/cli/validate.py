"""`marketsim validate`: every fault of files that people write, at once, without running them."""

from pathlib import Path
from typing import Annotated

import typer

from marketsim.cli.told import INVALID_SCENARIO, safe, told


@told()
def validate(
    files: Annotated[
        list[Path], typer.Argument(help="Scenarios, designs of runs and calibrations.", metavar="FILE...")
    ],
) -> None:
    """Check scenarios, designs and calibrations and report every fault with its place; exit code 3 if there is any."""
    from marketsim.scenario.faults import ScenarioError

    invalid = False
    for path in files:
        try:
            what = _checked(path)
        except ScenarioError as error:
            invalid = True
            typer.echo(str(error), err=True)
        else:
            typer.echo(f"{safe(str(path))}: valid; {safe(what)}")
    if invalid:
        raise typer.Exit(INVALID_SCENARIO)


def _checked(path: Path) -> str:
    """Return in a few words what a valid file holds, and tell what is odd about it.

    Raises:
        ScenarioError: With its faults.
    """
    from marketsim.cli.layout import many_of
    from marketsim.cli.opened import opened, say_caution
    from marketsim.scenario.loading import command_of

    match command_of(path):
        case "sweep":
            from marketsim.experiments.design_reading import load_design

            return f"a design of {many_of(load_design(path, yes=True).runs, 'run')}"
        case "calibrate":
            from marketsim.experiments.calibration.reading import load_budgets

            budgets = load_budgets(path)
            wanted = next(iter(budgets.values()))
            figures = many_of(len(wanted.targets), "reported figure")
            learned = f"a calibration of {many_of(len(wanted.calibrated), 'parameter')} by {figures}"
            return f"{learned}, in {many_of(len(budgets), 'budget')}: {', '.join(budgets)}"
        case _:
            scenario, cautions, _ = opened(path, (), {}).loaded
            for caution in cautions:
                say_caution(caution)
            policies = many_of(len(scenario.interventions), "intervention")
            return f"{scenario.start} to {scenario.end}, {policies}"
