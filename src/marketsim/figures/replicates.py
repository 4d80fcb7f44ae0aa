"""Every run as a line of its own."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from marketsim.figures.bands import course, is_by_day, known, rate_of, runs_of
from marketsim.figures.dates import date_axis
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError
from marketsim.figures.style import BLUE, INK, from_zero, head, place, sheet, thousands, wrapped
from marketsim.figures.words import about, title_of
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

USUAL = (
    "orders", "retail_price_mephedrone", "detained_couriers",
    "synthetics_seized_kg", "active_users", "convicts_synthetic_trafficking_stock",
)  # fmt: skip
COLUMNS = 3


@figure(Needs.RUNS)
def replicates(
    runs: Run | Iterable[Run], measures: Sequence[str] = USUAL, axes: "Axes | None" = None
) -> "Figure":  # fmt: skip
    """Every run as a line of its own, month by month, with their median: how far chance moves a measure.

    Args:
        runs: One run, or several of one scenario with different seeds.
        measures: Names of measures.
        axes: Where to draw, for one measure.
    """
    held = runs_of(runs)
    names = known(held, measures)
    if axes is not None:
        if len(names) > 1:
            raise FigureError("One Axes holds one measure: name it in measures.")
        made, drawn = place(axes, 0.0, 0.0)
        _panel(drawn, held, names[0])
        return made
    columns = min(COLUMNS, len(names))
    rows = math.ceil(len(names) / columns)
    made = sheet(max(3.7 * columns, 6.0), 2.6 * rows + 1.0)
    for place_of, name in enumerate(names):
        _panel(made.add_subplot(rows, columns, place_of + 1), held, name)
    line = "Thin lines: runs; thick: their median." if len(held) > 1 else "One run: no spread can be seen."
    head(made, "Replicates", f"{about(held)} {line} Whole months only; days where there are few months.")
    return made


def _panel(axes: "Axes", runs: Sequence[Run], name: str) -> None:
    table = course(runs, name)
    thin = len(runs) > 1
    for seed in table:
        axes.plot(table.index, table[seed], color=BLUE, linewidth=0.8 if thin else 1.6, alpha=0.45 if thin else 1.0)
    if thin:
        axes.plot(table.index, table.median(axis=1), color=INK, linewidth=2.0)
    axes.set_title(wrapped(title_of(name), 42))
    axes.set_ylabel(rate_of(name, is_by_day(table)))
    from_zero(axes)
    axes.yaxis.set_major_formatter(thousands)
    date_axis(axes, runs[0])
