"""The commands of `marketsim`. They import what they need when they run, so that help is instant."""

from typing import Annotated

import typer

from marketsim.cli.break_even import break_even
from marketsim.cli.calibrate import calibrate
from marketsim.cli.compare import compare
from marketsim.cli.diff import diff
from marketsim.cli.explore import explore
from marketsim.cli.figure import figure
from marketsim.cli.predict import predict
from marketsim.cli.rank import rank
from marketsim.cli.report import report
from marketsim.cli.run import run
from marketsim.cli.sensitivity import sensitivity
from marketsim.cli.show import show
from marketsim.cli.story import story
from marketsim.cli.sweep import sweep
from marketsim.cli.validate import validate
from marketsim.version import MODEL_VERSION, __version__

commands = typer.Typer(
    name="marketsim",
    help="An agent-based model of the online drug market of Kazakhstan, for the study of policy.",
    epilog=(
        "Exit codes: 0 good; 1 it cannot be done, such as writing to a full disk; 2 wrong call, a wrong value of --set "
        "or --scale included; 3 a scenario or design is missing or wrong; 4 some runs failed; 5 runs of another "
        "version of the model; 130 interrupted."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
commands.command()(run)
commands.command()(compare)
commands.command()(sweep)
commands.command()(break_even)
commands.command()(rank)
commands.command()(predict)
commands.command()(sensitivity)
commands.command()(calibrate)
commands.command()(diff)
commands.command()(story)
commands.command()(figure)
commands.command()(report)
commands.command()(explore)
commands.command()(validate)
commands.command()(show)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"marketsim {__version__} (model {MODEL_VERSION})")
        raise typer.Exit


@commands.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """An agent-based model of the online drug market of Kazakhstan, for the study of policy."""
