"""Which parameters the figures identify."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.parameter_rows import height_of, parameter_names
from marketsim.figures.style import BLUE, INK, ORANGE, head, place
from marketsim.figures.tables import wanted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WORDS = ("identified", "weakly", "not", "doubtful")
LINES = {0.3: "from 0.3 identified, from 0.1 weakly", 0.1: None}
"""Where lines stand, and what the legend says of them."""


@figure(Needs.VALIDATION)
def identifiability(table: pd.DataFrame, axes: "Axes | None" = None) -> "Figure":
    """How much of each parameter's prior variance the figures take away, in fact and with known truths.

    Args:
        table: `parameters.csv` of a validation.
        axes: Where to draw.
    """
    rows = wanted(table, ("key", "said"), ("contraction", "recovered")).sort_values("recovered", ascending=False)
    made, drawn = place(axes, 9.0, height_of(rows))
    places = np.arange(len(rows))
    drawn.hlines(places, 0.0, rows["recovered"], color=BLUE, linewidth=5.0, label="with known truths, on average")
    drawn.plot(rows["contraction"], places, "D", color=ORANGE, markersize=5, label="with the reported figures")
    for line in LINES:
        drawn.axvline(line, color=INK, linewidth=0.9, linestyle="--", label=LINES[line])
    drawn.set_yticks(places, parameter_names(rows))
    drawn.set_ylim(len(rows) - 0.4, -0.6)
    drawn.set_xlim(min(-0.1, float(rows[["contraction", "recovered"]].min().min()) - 0.05), 1.03)
    drawn.set_xlabel("contraction: 1 - variance after / variance before")
    drawn.grid(visible=False, axis="y")
    drawn.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2)
    if axes is None:
        counts = ", ".join(f"{word} {int((rows['said'] == word).sum())}" for word in WORDS)
        note = (
            f"{counts}, by the smaller of the two; doubtful where intervals of known truths miss them. Below zero: "
            "wider than the prior."
        )
        head(made, "Which parameters do the reported figures identify?", note)
    else:
        drawn.set_title("Identifiability", pad=28)
    return made
