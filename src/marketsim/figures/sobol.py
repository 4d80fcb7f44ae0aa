"""Which share of an outcome's variance each parameter makes."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.sensitive import height_of, interval, most_telling, outcome_words, parameter_names, rows_of
from marketsim.figures.style import BLUE, INK, ORANGE, head, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("s1", "st")
HEIGHT = 0.38
BARS = {
    "s1": ("S1: alone", BLUE, "", -HEIGHT / 2),
    "st": ("ST: with all that it does together with others", ORANGE, "////", HEIGHT / 2),
}


@figure(Needs.TABLE)
def sobol(table: pd.DataFrame, outcome: str | None = None, axes: "Axes | None" = None) -> "Figure":
    """Sobol's indices: the share of an outcome's variance that each parameter makes, alone and with others.

    Args:
        table: Columns `outcome`, `parameter`, `s1`, `st`, and maybe `s1_low`, `s1_high`, `st_low`, `st_high`.
        outcome: An outcome of the table.
        axes: Where to draw.
    """
    rows = rows_of(table, COLUMNS, outcome)
    rows, left = most_telling(rows, rows["st"])
    made, drawn = place(axes, 8.6, height_of(rows))
    places = np.arange(len(rows))
    for column, (label, colour, hatch, offset) in BARS.items():
        drawn.barh(
            places + offset, rows[column], HEIGHT, color=colour, hatch=hatch, label=label,
            edgecolor="white", linewidth=0.4,
            xerr=interval(rows, column), error_kw={"ecolor": INK, "elinewidth": 1.0, "capsize": 2},
        )  # fmt: skip
    drawn.axvline(0.0, color=INK, linewidth=0.8)
    drawn.set_yticks(places, parameter_names(rows))
    drawn.margins(y=0.02)
    drawn.invert_yaxis()
    drawn.grid(visible=False, axis="y")
    drawn.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    drawn.set_xlabel(f"share of the variance of {outcome_words(rows, unit=False)}")
    drawn.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
    if axes is None:
        bars = "Lines: intervals. " if interval(rows, "st") is not None else ""
        note = f"{bars}Where ST exceeds S1 a parameter acts through others. Shares below zero are errors of sampling."
        head(made, f"Sobol: {outcome_words(rows, unit=False)}", note + left)
    else:
        drawn.set_title("Sobol")
    return made
