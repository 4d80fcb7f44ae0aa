"""Which share of a measure's variance each dimension makes."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.sensitive import dimension_names, height_of, interval, most_telling, outcome_words, rows_of
from marketsim.figures.style import BLUE, INK, ORANGE, head, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("first", "total")
HEIGHT = 0.38
BARS = {
    "first": ("S1: alone", BLUE, "", -HEIGHT / 2, "first_"),
    "total": ("ST: with all that it does together with others", ORANGE, "////", HEIGHT / 2, ""),
}


@figure(Needs.TABLE)
def sobol(table: pd.DataFrame, outcome: str | None = None, axes: "Axes | None" = None) -> "Figure":
    """Sobol's indices: the share of a measure's variance that each dimension makes, alone and with others.

    Args:
        table: Columns `measure`, `dimension`, `first`, `total`, and maybe `first_low`, `first_high`, `low`, `high`.
        outcome: A measure of the table; the first one without it.
        axes: Where to draw.
    """
    rows = rows_of(table, COLUMNS, outcome)
    rows, left = most_telling(rows, rows["total"])
    made, drawn = place(axes, 8.6, height_of(rows))
    places = np.arange(len(rows))
    for column, (label, colour, hatch, offset, prefix) in BARS.items():
        drawn.barh(
            places + offset, rows[column], HEIGHT, color=colour, hatch=hatch, label=label,
            edgecolor="white", linewidth=0.4,
            xerr=interval(rows, column, prefix), error_kw={"ecolor": INK, "elinewidth": 1.0, "capsize": 2},
        )  # fmt: skip
    drawn.axvline(0.0, color=INK, linewidth=0.8)
    drawn.set_yticks(places, dimension_names(rows))
    drawn.margins(y=0.02)
    drawn.invert_yaxis()
    drawn.grid(visible=False, axis="y")
    drawn.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    drawn.set_xlabel(f"share of the variance of {outcome_words(rows, unit=False)}")
    drawn.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
    if axes is None:
        bars = "Lines: intervals. " if interval(rows, "total") is not None else ""
        note = f"{bars}Where ST exceeds S1 a dimension acts through others. Shares below zero are errors of sampling."
        head(made, f"Sobol: {outcome_words(rows, unit=False)}", note + left)
    else:
        drawn.set_title("Sobol")
    return made
