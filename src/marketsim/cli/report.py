"""`marketsim report`: results on one page that can be mailed."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from marketsim.cli.told import safe, told


@told()
def report(
    results: Annotated[
        list[Path],
        typer.Argument(help="Folders of runs, of one scenario or several, and of comparisons.", metavar="RESULT..."),
    ],
    out: Annotated[Path, typer.Option(help="File to write.", metavar="FILE")] = Path("report.html"),
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write a report of results: one HTML file that needs no network; no file is ever overwritten."""
    from marketsim.figures.saving import write_new
    from marketsim.report.page import report as page

    if out.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(f"'{safe(out.name)}' is no page; let it end in .html", param_hint="--out")
    written = write_new(out, page(results).encode())
    print(safe(str(written)))
    if show:
        webbrowser.open(written.absolute().as_uri())
