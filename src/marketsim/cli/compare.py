"""`marketsim compare`: what policies change, pair by pair, over all that a run leaves behind."""

from pathlib import Path
from typing import Annotated

import typer

from marketsim.cli.told import safe, told


@told("finished runs are kept, and the same command goes on from there")
def compare(
    base: Annotated[Path, typer.Argument(help="Scenario that the others are compared with.", metavar="BASE")],
    others: Annotated[list[Path], typer.Argument(help="Scenarios with a policy.", metavar="OTHER...")],
    seeds: Annotated[str, typer.Option(help="Seeds of the pairs: 1-10, or 1,2,7.")] = "1-10",
    scale: Annotated[str | None, typer.Option(help="Share of the market to simulate: 1, 0.5, 0.1, 1/3.")] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change one value in every scenario; may be repeated.", metavar="KEY=VALUE"),
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes.", min=1, max=1_000)] = 1,
    out: Annotated[Path, typer.Option(help="Folder of results; runs found in it are not run again.")] = Path("results"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the folder of the comparison.")] = False,
) -> None:
    """Run scenarios with the same seeds and tell what the others change against the base."""
    from rich.console import Console

    from marketsim.cli.arms import compared, scenarios_of, seeds_of

    numbers = seeds_of(seeds)
    scenarios = scenarios_of([base, *others], scale, changes or [])
    made = compared(scenarios, numbers, workers, out, Console(stderr=True, quiet=quiet, highlight=False))
    folder = made.save(out)
    if quiet:
        print(safe(str(folder)))
        return
    from marketsim.cli.effects import print_effects
    from marketsim.cli.layout import console

    output = console()
    print_effects(made, output)
    output.print(f"Comparison: {safe(str(folder))}", soft_wrap=True, markup=False)
