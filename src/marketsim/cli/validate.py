"""`marketsim validate`: every fault of scenario files at once, without running them."""

from pathlib import Path
from typing import Annotated

import typer

from marketsim.cli.told import INVALID_SCENARIO, safe, told


@told()
def validate(
    scenarios: Annotated[list[Path], typer.Argument(help="Scenario files.", metavar="SCENARIO...")],
) -> None:
    """Check scenario files and report every fault with its place; exit code 3 if there is any."""
    from marketsim.cli.opened import opened, say_caution
    from marketsim.scenario.faults import ScenarioError

    invalid = False
    for path in scenarios:
        try:
            scenario, cautions, _ = opened(path, (), {}).loaded
        except ScenarioError as error:
            invalid = True
            typer.echo(str(error), err=True)
        else:
            for caution in cautions:
                say_caution(caution)
            length = f"{scenario.start} to {scenario.end}, {len(scenario.interventions)} interventions"
            typer.echo(f"{safe(str(path))}: valid; {length}")
    if invalid:
        raise typer.Exit(INVALID_SCENARIO)
