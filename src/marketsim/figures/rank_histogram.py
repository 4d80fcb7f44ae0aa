"""Ranks of truths that are known in posteriors that are learned of them: even where posteriors are right."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.style import BLUE, INK, PALE, head, place
from marketsim.figures.tables import wanted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BINS = 10
EVEN = "if posteriors are right, 90 % of bars"
LEVEL = 0.9


@figure(Needs.VALIDATION)
def rank_histogram(table: pd.DataFrame, axes: "Axes | None" = None) -> "Figure":
    """Where known truths lie in the posteriors that are learned of them, over all parameters.

    Args:
        table: `ranks.csv` of a validation.
        axes: Where to draw.
    """
    from scipy import stats

    rows = wanted(table, ("parameter",), ("truth", "rank", "covered"))
    made, drawn = place(axes, 7.0, 4.2)
    counts, edges = np.histogram(rows["rank"], bins=BINS, range=(0.0, 1.0))
    low, high = stats.binom.interval(LEVEL, len(rows), 1.0 / BINS)
    drawn.axhspan(low, high, color=PALE, alpha=0.35, linewidth=0, label=EVEN, zorder=3)
    drawn.bar(edges[:-1], counts, width=1.0 / BINS, align="edge", color=BLUE, edgecolor="white", label="known truths")
    drawn.axhline(len(rows) / BINS, color=INK, linewidth=1.0, linestyle="--")
    drawn.set_xlim(0.0, 1.0)
    drawn.set_ylim(0.0, max(counts.max(), high) * 1.2)
    drawn.set_xlabel("share of the posterior below the truth")
    drawn.set_ylabel("truths and parameters")
    drawn.legend(loc="upper center", ncols=2)
    drawn.tick_params(colors=INK)
    drawn.spines["bottom"].set_color(PALE)
    if axes is None:
        truths, parameters = rows["truth"].nunique(), rows["parameter"].nunique()
        covered = float(rows["covered"].astype(bool).mean())
        note = (
            f"{truths} truths, {parameters} parameters. High ends: posteriors are too narrow; a high middle: too wide. "
            "Parameters of one truth are not independent."
        )
        head(made, f"Known truths: {covered:.1%} of central 90 % intervals hold them", note)
    else:
        drawn.set_title("Ranks of known truths")
    return made
