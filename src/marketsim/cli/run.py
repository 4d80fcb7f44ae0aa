"""`marketsim run`: simulate a scenario, write its results, compare them with the reported figures."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli import options
from marketsim.cli.options import LARGEST_SEED, MOST_DAYS, SCALE, whole_number
from marketsim.cli.told import safe, told

if TYPE_CHECKING:
    from rich.console import Console

    from marketsim.results.run import Run
    from marketsim.scenario.scenario import Scenario

DEFAULT_SEED = 1
SMALL_WEIGHT = 2
"""From more than this weight on, low counts are too uncertain to report."""


@told()
def run(
    scenario: Annotated[Path, typer.Argument(help="A scenario, or manifest.json of a run to repeat.", metavar="FILE")],
    seed: Annotated[
        int | None,
        typer.Option(
            help="Seed of all chance, 0 to 2^64 - 1; 1, or that of the manifest, if it is left out.",
            parser=whole_number(0, LARGEST_SEED),
            metavar="NUMBER",
        ),
    ] = None,
    scale: Annotated[str | None, typer.Option(help=SCALE)] = None,
    days: Annotated[
        int | None,
        typer.Option(help="Stop after so many days.", parser=whole_number(1, MOST_DAYS), metavar="NUMBER"),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change one value; may be repeated.", metavar="KEY=VALUE"),
    ] = None,
    posterior: options.Posterior = None,
    out: Annotated[Path, typer.Option(help="Folder under which the result folder is made.")] = Path("results"),
    audit: Annotated[bool, typer.Option("--audit", help="Check the books of mass, money and people daily.")] = False,
    events: Annotated[
        bool, typer.Option("--events", help="Also write changes of status of staff, shops and others.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the result folder.")] = False,
) -> None:
    """Simulate a scenario, write its results and compare them with the reported figures."""
    from marketsim.cli.layout import aside
    from marketsim.cli.opened import opened, say_cautions

    (loaded, cautions, difference), name, noted = opened(scenario, changes or [], options.values(scale, posterior))
    say_cautions(cautions)
    if days is not None:
        loaded = loaded.shortened(days)
    seed = seed if seed is not None else noted if noted is not None else DEFAULT_SEED
    terminal = aside(quiet)
    folder, done = _have_run(loaded, name, seed, out, audit, events, terminal)
    if quiet:
        print(safe(str(folder)) if sys.stdout.isatty() else folder)
        return
    from marketsim.cli.compared import print_comparison
    from marketsim.cli.layout import console

    output = console()
    print_comparison(done, output, difference)
    _warn_of_small_scale(loaded.weight, output)
    output.print(f"Results: {safe(str(folder))}", soft_wrap=True, markup=False)
    output.print(f"In Python: marketsim.read({str(folder)!r})", soft_wrap=True, markup=False)


def _have_run(
    scenario: "Scenario", name: str, seed: int, out: Path, audit: bool, events: bool, terminal: "Console"
) -> tuple[Path, "Run"]:
    """Return the folder and the results of a run, from an earlier one where it is there already."""
    from marketsim.results.folder import check_writable, find, read, write
    from marketsim.results.manifest import describe

    there = find(out, describe(scenario, seed, events, audit), name)
    if there is not None and not audit:
        terminal.print(
            f"This very run is there already; reading it from {safe(str(there))}.", soft_wrap=True, markup=False
        )
        return there, read(there, verify=True)
    check_writable(out)
    done = _simulate(scenario, seed, audit, events, terminal)
    if audit:
        terminal.print(f"The books of mass, money and people balance on each of {len(done.daily)} days.")
    written = write(done, out, name)
    if not written.new:
        terminal.print(
            f"The same result is there already, in {safe(str(written.folder))}.", soft_wrap=True, markup=False
        )
    return written.folder, done


def _simulate(scenario: "Scenario", seed: int, audit: bool, events: bool, terminal: "Console") -> "Run":
    from marketsim.cli.progress import say_compiling, shown
    from marketsim.core.compiling import is_warm
    from marketsim.results.running import run

    warm = is_warm()
    say_compiling(terminal)
    with shown(terminal, scenario.days) as progress:
        done = run(scenario, seed=seed, audit=audit, events=events, progress=progress)
    if not warm and not is_warm():
        terminal.print("The compiled model could not be kept: the folder cannot be written. Set MARKETSIM_CACHE.")
    return done


def _warn_of_small_scale(weight: int, output: "Console") -> None:
    if weight > SMALL_WEIGHT:
        output.print(
            f"One agent stands for {weight} people (of shops and their staff for fewer, down to a fifth): chance moves "
            f"yearly counts up to {weight**0.5:.1f} times as much as in reality, and counts below {100 * weight} are "
            "rough. Report figures from --scale 1.",
            soft_wrap=True,
        )
