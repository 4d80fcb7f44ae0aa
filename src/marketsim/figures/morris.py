"""Which parameters matter, and which of them not alone."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.sensitive import interval, most_telling, outcome_words, parameter_names, rows_of
from marketsim.figures.style import BLUE, INK, PALE, head, place, thousands

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("mu_star", "sigma")
NAMED = 15
"""Points that are named in the list beside them."""


@figure(Needs.TABLE)
def morris(table: pd.DataFrame, outcome: str | None = None, axes: "Axes | None" = None) -> "Figure":
    """Elementary effects of Morris: how much a parameter moves an outcome, and how much that depends on the others.

    Args:
        table: Columns `outcome`, `parameter`, `mu_star`, `sigma`, and maybe `mu_star_low`, `mu_star_high`, `unit`.
        outcome: An outcome of the table.
        axes: Where to draw.
    """
    rows = rows_of(table, COLUMNS, outcome)
    rows, left = most_telling(rows, rows["mu_star"])
    made, drawn = place(axes, 9.4, 5.6)
    reach = interval(rows, "mu_star")
    if reach is not None:
        drawn.errorbar(
            rows["mu_star"], rows["sigma"], xerr=reach, fmt="none", ecolor=BLUE, elinewidth=1.0, alpha=0.6
        )  # fmt: skip
    drawn.plot(rows["mu_star"], rows["sigma"], "o", color=BLUE, markersize=5.5)
    _number_points(drawn, rows)
    end = 1.12 * max(float(np.nanmax(rows[["mu_star", "sigma"]].to_numpy())), 1e-12)
    drawn.set_xlim(0.0, 1.12 * max(drawn.dataLim.x1, 1e-12))
    drawn.set_ylim(0.0, 1.15 * max(drawn.dataLim.y1, 1e-12))
    drawn.plot(
        [0.0, end],
        [0.0, end],
        color=PALE,
        linestyle="--",
        linewidth=0.9,
        label="sigma = mu*",
        scalex=False,
        scaley=False,
    )
    drawn.set_xlabel(f"mu*: mean size of effects on {outcome_words(rows)}")
    drawn.set_ylabel("sigma: spread of effects, same unit")
    drawn.xaxis.set_major_formatter(thousands)
    drawn.yaxis.set_major_formatter(thousands)
    drawn.locator_params(nbins=6)
    note = (
        "The further right, the more a parameter moves the outcome; the higher, the more that depends on the others or "
    )
    note += "on how far it has moved. Above the dashed line effects change size or sign more than they have one. "
    note += "Where two numbers would stand on each other, one is left out."
    if axes is None:
        head(made, f"Morris: {outcome_words(rows, unit=False)}", note + left)
    else:
        drawn.set_title("Morris")
    return made


def _number_points(axes: "Axes", rows: pd.DataFrame) -> None:
    """Number the points that matter most, each beside its point where no other number stands, and list their names."""
    names = parameter_names(rows)[:NAMED]
    lines = [f"{row + 1}  {name}" for row, name in enumerate(names)]
    axes.text(
        1.02, 1.0, "\n".join(lines), transform=axes.transAxes, va="top", ha="left", fontsize=8.0, linespacing=1.5
    )  # fmt: skip
    taken: list[tuple[float, float]] = []
    spans = [max(float(rows[name].max()), 1e-12) for name in COLUMNS]
    for row in range(len(names)):
        x, y = (float(rows[name].iloc[row]) / span for name, span in zip(COLUMNS, spans, strict=True))
        if any(abs(x - other_x) < 0.04 and abs(y - other_y) < 0.05 for other_x, other_y in taken):
            continue
        taken.append((x, y))
        axes.annotate(
            str(row + 1), (rows["mu_star"].iloc[row], rows["sigma"].iloc[row]), (5, 5),
            textcoords="offset points", fontsize=8.0, color=INK,
        )  # fmt: skip
