"""What the figures taught: the posterior of each parameter beside its prior."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.parameter_rows import height_of, parameter_names
from marketsim.figures.style import BLUE, FAINT, INK, head, number, place, plain
from marketsim.figures.tables import wanted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOGARITHMIC = ("log_uniform", "log_normal")
SPANS = (("prior_low", "prior_median", "prior_high"), ("low", "median", "high"))


@figure(Needs.CALIBRATION)
def prior_posterior(table: pd.DataFrame, axes: "Axes | None" = None) -> "Figure":
    """What is believed of each parameter before and after the figures are seen, on the scale of its prior.

    Args:
        table: `parameters.csv` of a calibration.
        axes: Where to draw.
    """
    rows = wanted(table, ("key", "shape"), spans=SPANS).reset_index(drop=True)
    made, drawn = place(axes, 9.6, height_of(rows))
    places = np.arange(len(rows))
    low, middle, high = (_on_prior(rows, column) for column in ("low", "median", "high"))
    drawn.barh(places, 1.0, height=0.72, color=FAINT, label="prior, central 90 %")
    drawn.plot(_on_prior(rows, "prior_median"), places, "|", color=INK, markersize=9, label="prior, median")
    drawn.hlines(places, low, high, color=BLUE, linewidth=3.2, label="posterior, central 90 %")
    drawn.plot(middle, places, "o", color=BLUE, markeredgecolor="white", markersize=6, label="posterior, median")
    drawn.set_yticks(places, parameter_names(rows))
    drawn.set_ylim(len(rows) - 0.4, -0.6)
    drawn.set_xlim(-0.12, 1.12)
    drawn.set_xticks([0.0, 1.0], ["lower end\nof the prior", "upper end"])
    drawn.grid(visible=False, axis="y")
    beside = drawn.secondary_yaxis("right")
    units = rows["unit"] if "unit" in rows else [""] * len(rows)
    ends = zip(rows["low"], rows["high"], units, strict=True)
    words = [f"{number(low)} to {number(high)}, {plain(unit, 36)}".rstrip(", ") for low, high, unit in ends]
    beside.set_yticks(places, words)
    beside.tick_params(length=0)
    drawn.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4)
    if axes is None:
        note = (
            "Ends of bars: 5 % and 95 % of the prior, on a logarithmic scale where the prior is. At the right: central "
            "90 % of the posterior with its unit (for lists, a factor on the usual one). Where blue "
            "fills grey, the figures tell nothing of it."
        )
        head(made, "Prior and posterior of every calibrated parameter", note)
    else:
        drawn.set_title("Prior and posterior", pad=28)
    return made


def _on_prior(rows: pd.DataFrame, column: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Return where values lie between the ends of the prior, 0 to 1 within."""
    ends = rows[["prior_low", "prior_high"]].to_numpy(np.float64)
    values = rows[column].to_numpy(np.float64)
    logarithmic = rows["shape"].isin(LOGARITHMIC).to_numpy()[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.where(logarithmic, np.log(np.column_stack((ends, values))), np.column_stack((ends, values)))
    share = (scaled[:, 2] - scaled[:, 0]) / (scaled[:, 1] - scaled[:, 0])
    return np.clip(share, -0.1, 1.1)
