"""`marketsim report`: results on one page that can be mailed."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from marketsim.cli import options
from marketsim.cli.options import whole_number
from marketsim.cli.told import safe, told

REPORT = Path("report.html")
Out = Annotated[
    Path | None,
    typer.Option(
        help="File to write; of a validation all else goes beside it.",
        metavar="FILE",
        show_default="report.html; of a validation a folder of its own in results",
    ),
]


@told(options.KEPT)
def report(
    results: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of runs, of one scenario or several, and of comparisons.", metavar="RESULT..."),
    ] = None,
    out: Out = None,
    validation: Annotated[
        Path | None,
        typer.Option(help="Report instead what the calibration in this folder is worth.", metavar="CALIBRATION"),
    ] = None,
    runs_of: Annotated[
        Path | None,
        typer.Option(help="Validation: run this scenario with draws of the posterior first.", metavar="SCENARIO"),
    ] = None,
    patterns: Annotated[
        Path | None, typer.Option(help="Validation: table of the patterns, as make patterns writes it.", metavar="FILE")
    ] = None,
    ranking: Annotated[
        Path | None,
        typer.Option(help="Validation: folder of a ranking: effects by market size and reading.", metavar="RANKING"),
    ] = None,
    truths: Annotated[
        int,
        typer.Option(
            help="Validation: known truths near the reports that are recovered.", parser=whole_number(10, 10_000)
        ),
    ] = 200,
    replicates: options.Replicates = None,
    scale: options.Scale = None,
    workers: options.Workers = 1,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the file; do not tell how far it is.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write a report of results: one HTML file that needs no network; no file is ever overwritten."""
    from marketsim.cli.layout import aside
    from marketsim.cli.progress import steps
    from marketsim.figures.saving import write_new
    from marketsim.report.page import report as page

    if out is not None and out.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(f"'{safe(out.name)}' is no page; let it end in .html", param_hint="--out")
    _check(validation, results, {"--runs-of": runs_of, "--patterns": patterns, "--ranking": ranking})
    if runs_of is None and (scale is not None or replicates is not None):
        raise typer.BadParameter("goes with --runs-of SCENARIO", param_hint="--scale" if scale else "--replicates")
    if validation is not None:
        from marketsim.cli.validation import write_validation

        written = write_validation(validation, out, runs_of, patterns, ranking, truths, replicates, scale, workers)
    elif results:
        with steps(aside(quiet)) as tell:
            made = page(results, tell).encode()
        written = write_new(out or REPORT, made)
    else:
        raise typer.BadParameter("name a result folder at least, or --validation CALIBRATION", param_hint="RESULT")
    print(safe(str(written)))
    if show:
        webbrowser.open(written.absolute().as_uri())


def _check(validation: Path | None, results: list[Path] | None, of_validation: dict[str, Path | None]) -> None:
    """Refuse what would be left aside without a word."""
    alone = [name for name, value in of_validation.items() if value is not None]
    if validation is None and alone:
        raise typer.BadParameter("goes with --validation CALIBRATION", param_hint=alone[0])
    if validation is not None and results:
        raise typer.BadParameter("results have a report of their own; leave them out here", param_hint="--validation")
