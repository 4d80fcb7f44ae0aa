"""The model beside the reported figures, measure by measure."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from marketsim.figures.bands import band, band_in_words, course, known, runs_of, yearly
from marketsim.figures.dates import date_axis, day_of
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError
from marketsim.figures.style import BAND, BLUE, ORANGE, from_zero, head, sheet, thousands, wrapped
from marketsim.figures.words import about, title_of, unit_of
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import compare
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 4
LETTERS = 34
"""Letters in a line of a panel's title."""


@figure(Needs.RUNS)
def evidence(runs: Run | Iterable[Run], measures: Sequence[str] = ()) -> "Figure":
    """Model against evidence: every reported figure that the runs cover, with the model's for the same days.

    Args:
        runs: One run, or several of one scenario with different seeds.
        measures: Names of measures; all that have a reported figure without them.
    """
    replicates = runs_of(runs)
    tables = [table[table["covered"] == 1.0] for table in map(compare, replicates)]
    first = tables[0]
    models = pd.DataFrame({place: table["model"] for place, table in enumerate(tables)})
    names = known(replicates, measures) if measures else tuple(dict.fromkeys(first["metric"]))
    if not names or not set(names) & set(first["metric"]):
        days = f"{replicates[0].manifest['measures_from']} to {replicates[0].manifest['last_day']}"
        raise FigureError(f"No reported figure has its whole period in {days}: there is nothing to compare with.")
    columns = min(COLUMNS, len(names))
    rows = math.ceil(len(names) / columns)
    made = sheet(max(3.0 * columns, 6.0), 1.95 * rows + 1.5)
    grid = made.add_gridspec(rows + 1, columns, height_ratios=[1.0] * rows + [0.3])
    for place, name in enumerate(names):
        axes = made.add_subplot(grid[place // columns, place % columns])
        held = first[first["metric"] == name]
        _panel(axes, name, replicates, held, band(models.loc[held.index]))
    _explain(made, made.add_subplot(grid[rows, :]), replicates)
    return made


def _panel(
    axes: "Axes", name: str, runs: tuple[Run, ...], reported: pd.DataFrame, modelled: pd.DataFrame
) -> None:  # fmt: skip
    """Draw one measure: the model's course, and each reported figure over its period."""
    if all_measures()[name].kind is Kind.FLOW:
        _draw_years(axes, name, runs)
    else:
        table = course(runs, name)
        rows = band(table)
        axes.plot(rows.index, rows["middle"], color=BLUE, linewidth=1.2)
        if len(runs) > 1:
            axes.fill_between(rows.index, rows["low"], rows["high"], color=BLUE, alpha=BAND, linewidth=0)
    for place, (_, row) in enumerate(reported.iterrows()):
        if all_measures()[name].kind is Kind.FLOW and not _is_whole_year(row["start"], row["end"]):
            _draw_span(axes, row["start"], row["end"], modelled.iloc[place], "//", len(runs) > 1)
        _draw_reported(axes, row)
    axes.set_title(wrapped(title_of(name), LETTERS), fontsize=8.5)
    a_year = " a year" if all_measures()[name].kind is Kind.FLOW else ""
    axes.set_ylabel(f"{unit_of(name)}{a_year}", fontsize=8.0)
    _scale(axes, runs[0])


def _draw_years(axes: "Axes", name: str, runs: tuple[Run, ...]) -> None:
    totals = band(yearly(runs, name))
    for year in totals.index[runs[0].yearly["complete"]]:
        _draw_span(axes, date(year, 1, 1), date(year, 12, 31), totals.loc[year], "", len(runs) > 1)


def _draw_span(
    axes: "Axes", start: date, end: date, rows: "pd.Series[float]", hatch: str, banded: bool
) -> None:  # fmt: skip
    """Draw the model's figure of a period as a level over its days."""
    ends = [day_of(start), day_of(end) + 1.0]
    axes.plot(ends, [rows["middle"]] * 2, color=BLUE, linewidth=1.4, linestyle=":" if hatch else "-")
    if banded:
        axes.fill_between(ends, rows["low"], rows["high"], facecolor=BLUE, alpha=BAND, linewidth=0, hatch=hatch)


def _draw_reported(axes: "Axes", row: "pd.Series[Any]") -> None:
    """Draw a reported figure in the middle of its period, with its range."""
    start, end = day_of(row["start"]), day_of(row["end"]) + 1.0
    middle = (start + end) / 2
    axes.plot([start, end], [row["reported"]] * 2, color=ORANGE, linewidth=1.0)
    filled = ORANGE if row["use"] == "fit" else "white"
    axes.plot([middle], [row["reported"]], "o", color=ORANGE, markersize=4.5, markerfacecolor=filled, zorder=4)
    low, high = row["low"], row["high"]
    if not (math.isnan(low) and math.isnan(high)):
        ends = [row["reported"] if math.isnan(end) else end for end in (low, high)]
        axes.plot([middle] * 2, ends, color=ORANGE, linewidth=1.4, zorder=3)
        for bound, points in ((low, -14), (high, 14)):
            if math.isnan(bound):  # An open end: the figure is a least or a most.
                axes.annotate(
                    "",
                    (middle, row["reported"]),
                    (0, points),
                    textcoords="offset points",
                    arrowprops={"arrowstyle": "<-", "color": ORANGE, "shrinkA": 0.0, "shrinkB": 0.0},
                )


def _scale(axes: "Axes", run: Run) -> None:
    date_axis(axes, run)
    from_zero(axes)
    axes.yaxis.set_major_formatter(thousands)
    axes.locator_params(axis="y", nbins=4)
    axes.tick_params(labelsize=7.5)


def _explain(made: "Figure", below: "Axes", runs: tuple[Run, ...]) -> None:
    from matplotlib.artist import Artist
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = [
        Line2D([], [], color=BLUE, label="model (a flow: total of each whole year)"),
        Line2D([], [], color=BLUE, linestyle=":", label="model, part of a year that was reported"),
        Line2D([], [], color=ORANGE, marker="o", label="reported, with range (arrow: or more)"),
        Line2D([], [], color=ORANGE, marker="o", markerfacecolor="white", label="reported, kept for testing"),
    ]
    if len(runs) > 1:
        handles.insert(1, Patch(facecolor=BLUE, alpha=BAND, label="band of runs"))
    below.set_axis_off()
    below.legend(handles=handles, loc="upper left", ncols=min(3, math.ceil(made.get_figwidth() / 4.0)), borderpad=0.0)
    note = f"{about(runs)} {band_in_words(len(runs))} A line through a reported figure spans its period. "
    note += "Reported figures are of the history: a scenario that changes history need not meet them."
    head(made, "Model against evidence", note)


def _is_whole_year(start: date, end: date) -> bool:
    return (start.month, start.day, end.month, end.day, start.year) == (1, 1, 12, 31, end.year)
