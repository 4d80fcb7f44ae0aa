"""How far each parameter alone moves an outcome."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.sensitive import height_of, most_telling, outcome_words, parameter_names, rows_of
from marketsim.figures.style import BLUE, INK, ORANGE, head, number, place, thousands

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("low", "high", "at_low", "at_high", "base")

HEIGHT = 0.7
BARS = (("at_low", BLUE, "", "at its low end", -1), ("at_high", ORANGE, "////", "at its high end", 1))
"""Column, colour, hatch, words, and where a bar lies in the row if both lie on one side of the line."""


@figure(Needs.TABLE)
def tornado(table: pd.DataFrame, outcome: str | None = None, axes: "Axes | None" = None) -> "Figure":
    """How far each parameter alone moves an outcome, from its low to its high end; the widest first.

    Args:
        table: Columns `outcome`, `parameter`, `low`, `high`, `at_low`, `at_high`, `base`, and maybe `unit`.
        outcome: An outcome of the table.
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
    names = zip(parameter_names(rows), rows["low"], rows["high"], strict=True)
    drawn.set_yticks(places, [f"{name}\n{number(low)} to {number(high)}" for name, low, high in names], fontsize=7.5)
    drawn.invert_yaxis()
    drawn.margins(x=0.05, y=0.02)
    drawn.grid(visible=False, axis="y")
    drawn.xaxis.set_major_formatter(thousands)
    drawn.locator_params(axis="x", nbins=6)
    drawn.set_xlabel(outcome_words(rows))
    drawn.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
    if axes is None:
        note = "Each parameter alone, the others at their usual values; line: the outcome at these. Below each name: "
        head(made, f"Tornado: {outcome_words(rows, unit=False)}", f"{note}the parameter's ends.{left}")
    else:
        drawn.set_title("Tornado")
    return made
