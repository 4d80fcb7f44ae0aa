"""How far each dimension alone moves a measure."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.sensitive import dimension_names, height_of, most_telling, outcome_words, rows_of
from marketsim.figures.style import BLUE, INK, ORANGE, head, place, thousands

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("base", "at_low", "at_high")

HEIGHT = 0.7
BARS = (("at_low", BLUE, "", "at the lower end of its range", -1), ("at_high", ORANGE, "////", "at the upper end", 1))
"""Column, colour, hatch, words, and where a bar lies in the row if both lie on one side of the line."""


@figure(Needs.TABLE)
def tornado(table: pd.DataFrame, outcome: str | None = None, axes: "Axes | None" = None) -> "Figure":
    """How far each dimension alone moves a measure, from the lower to the upper end of its range; the widest first.

    Args:
        table: Columns `measure`, `dimension`, `base`, `at_low`, `at_high`, and maybe `unit`.
        outcome: A measure of the table; the first one without it.
        axes: Where to draw.
    """
    rows = rows_of(table, COLUMNS, outcome)
    ends = rows[["at_low", "at_high", "base"]]
    rows, left = most_telling(rows, ends.max(axis=1) - ends.min(axis=1))
    made, drawn = place(axes, 9.2, height_of(rows))
    places, base = np.arange(len(rows)), float(rows["base"].iloc[0])
    one_side = ((rows["at_low"] - base) * (rows["at_high"] - base) > 0.0).to_numpy()
    for column, colour, hatch, label, side in BARS:
        drawn.barh(
            places + np.where(one_side, side * HEIGHT / 4, 0.0), rows[column] - base,
            np.where(one_side, HEIGHT / 2, HEIGHT),
            left=base, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4, label=label,
        )  # fmt: skip
    drawn.axvline(base, color=INK, linewidth=1.0)
    drawn.set_yticks(places, dimension_names(rows))
    drawn.invert_yaxis()
    drawn.margins(x=0.05, y=0.02)
    drawn.grid(visible=False, axis="y")
    drawn.xaxis.set_major_formatter(thousands)
    drawn.locator_params(axis="x", nbins=6)
    drawn.set_xlabel(outcome_words(rows))
    drawn.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
    if axes is None:
        note = f"Each dimension alone, the others at their base values; line: the measure at these.{left}"
        head(made, f"Tornado: {outcome_words(rows, unit=False)}", note)
    else:
        drawn.set_title("Tornado")
    return made
