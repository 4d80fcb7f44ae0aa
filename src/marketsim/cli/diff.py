"""`marketsim diff`: where two results differ first, and in what they were made unlike."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli.show import Format
from marketsim.cli.told import WRONG_CALL, told

if TYPE_CHECKING:
    from marketsim.results.diff import Diff

DIFFERENT = 1


@told(failed=WRONG_CALL)
def diff(
    a: Annotated[Path, typer.Argument(help="A result folder, or a scenario to compare settings alone.", metavar="A")],
    b: Annotated[Path, typer.Argument(help="Another one.", metavar="B")],
    form: Annotated[Format, typer.Option("--format", help="How.")] = Format.TABLE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing; the exit code tells.")] = False,
) -> None:
    """Tell whether two results are the same, and if not where they differ first (exit 0 the same, 1 not, 2 no answer).

    What they were made with is told too, but only what came out decides.
    """
    from marketsim.results.diff import diff as compare

    found = compare(a, b)
    if not quiet:
        _print(found, form)
    if not found.same:
        raise typer.Exit(DIFFERENT)


def _print(found: "Diff", form: Format) -> None:
    from marketsim.cli import differences

    if form is Format.JSON:
        differences.print_json(found)
    elif form is Format.CSV:
        differences.print_csv(found)
    else:
        from marketsim.cli.layout import console

        differences.print_tables(found, console())
