"""`marketsim figure`: a figure of results, as a file."""

import sys
import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marketsim.cli.told import safe, told

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from marketsim.figures.drawing import Drawing

DATE = ["%Y-%m-%d"]


@told()
def figure(
    name: Annotated[str, typer.Argument(help="Figure, one of `marketsim show figures`.", metavar="NAME")],
    results: Annotated[
        list[Path],
        typer.Argument(
            help="Folders of runs (of one scenario), of a comparison, a ranking, a break-even or sensitivity analysis, "
            "a calibration or a prediction; or a table of the latter three.",
            metavar="RESULT...",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="File to write: .png, .svg, .pdf, or .gif for what moves.", metavar="FILE")
    ] = None,
    measures: Annotated[
        list[str] | None, typer.Option(help="Measure to draw; may be repeated.", metavar="MEASURE")
    ] = None,
    domains: Annotated[
        list[str] | None, typer.Option(help="Domain to draw; may be repeated.", metavar="DOMAIN")
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="Outcome to draw.", metavar="OUTCOME")] = None,
    most: Annotated[float | None, typer.Option(help="End of the axis of what averting one is worth, mn KZT.")] = None,
    year: Annotated[int | None, typer.Option(help="Year to draw.")] = None,
    first: Annotated[datetime | None, typer.Option(help="First day of what moves.", formats=DATE)] = None,
    last: Annotated[datetime | None, typer.Option(help="Last day of what moves.", formats=DATE)] = None,
) -> None:
    """Draw a figure of results and write it to a file; no file is ever overwritten."""
    drawing = _known(name)
    days = {"first": first.date() if first else None, "last": last.date() if last else None}
    lists = {"measures": measures, "domains": domains}
    asked: dict[str, Any] = lists | {"outcome": outcome, "most": most, "year": year} | days
    chosen = {option: value for option, value in asked.items() if value not in (None, [])}
    for option in chosen:
        if option not in drawing.options:
            has = ", ".join(drawing.options) or "none"
            raise typer.BadParameter(f"'{name}' has no such choice; it has {has}", param_hint=f"--{option}")
    from marketsim.figures.errors import FigureError
    from marketsim.figures.film import moves
    from marketsim.figures.saving import form_of, save

    if out is not None:
        try:
            form_of(out)
        except FigureError as error:
            raise typer.BadParameter(safe(str(error)), param_hint="--out") from None
    with warnings.catch_warnings(record=True) as odd:
        warnings.simplefilter("always")
        held = _read(drawing, results)
    for line in dict.fromkeys(str(warning.message) for warning in odd):
        print(safe(line), file=sys.stderr)
    made = _drawn(drawing, held, chosen, results[0])
    print(safe(str(save(made, out or Path(f"{name}.{'gif' if moves(made) else 'png'}")))))


def _known(name: str) -> "Drawing[Any]":
    from marketsim.figures.registry import all_figures
    from marketsim.scenario.faults import guess, shorten

    known = all_figures()
    if name not in known:
        raise typer.BadParameter(f"there is no figure '{shorten(name)}'. {guess(name, list(known))}", param_hint="NAME")
    return known[name]


def _drawn(drawing: "Drawing[Any]", held: Any, chosen: dict[str, Any], place: Path) -> "Figure":
    """Return the figure; what is wrong with a table is told with the file that it is of."""
    from marketsim.figures.errors import FigureError
    from marketsim.figures.tables import COMMANDS

    try:
        return drawing(held, **chosen)
    except FigureError as error:
        if drawing.needs not in COMMANDS:
            raise
        raise type(error)(f"{place}: {error}") from error


def _read(drawing: "Drawing[Any]", results: list[Path]) -> Any:
    """Return what a figure is drawn from."""
    from marketsim.experiments.saved_break_even import read_break_even
    from marketsim.experiments.saved_comparison import is_comparison, read_comparison
    from marketsim.experiments.saved_ranking import read_ranking
    from marketsim.figures.drawing import Needs
    from marketsim.figures.errors import FigureError
    from marketsim.figures.tables import COMMANDS, read_table
    from marketsim.results.folder import read
    from marketsim.scenario.posterior import shipped_folder

    if drawing.needs is not Needs.RUNS and len(results) > 1:
        raise typer.BadParameter(f"'{drawing.name}' wants {drawing.needs}, and no more", param_hint="RESULT")
    if drawing.needs in COMMANDS:
        given = (shipped_folder(str(results[0])) if drawing.needs is Needs.CALIBRATION else None) or results[0]
        return read_table(given, drawing.name, drawing.needs)
    if drawing.needs is Needs.BREAK_EVEN:
        return read_break_even(results[0])
    if drawing.needs is Needs.COMPARISON:
        return read_comparison(results[0])
    if drawing.needs is Needs.RANKING:
        return read_ranking(results[0])
    if other := next((folder for folder in results if is_comparison(folder)), None):
        raise FigureError(f"{other} is a comparison; '{drawing.name}' is drawn from {drawing.needs}.")
    runs = [read(folder) for folder in results]
    return runs[0] if drawing.needs is Needs.RUN else runs
