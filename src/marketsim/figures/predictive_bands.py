"""What the calibrated model would report, against what was reported."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError
from marketsim.figures.style import BLUE, INK, ORANGE, head, plain, sheet
from marketsim.figures.tables import wanted
from marketsim.figures.words import title_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TEXTS = ("id", "metric", "start", "end", "use", "side")
SPANS = (("low90", "low50"), ("low50", "median", "high50"), ("high50", "high90"))
TITLES = {"fit": "Learned from", "check": "Held back", "bound": "Bounds"}
FURTHEST = 10.0
"""Factor beyond which an interval is cut off."""


@figure(Needs.VALIDATION)
def predictive_bands(table: pd.DataFrame) -> "Figure":
    """What the calibrated model would report of every figure, over what was reported, with 50 and 90 % intervals.

    Args:
        table: `figures.csv` of a validation.
    """
    rows = wanted(table, TEXTS, ("reported", "inside"), SPANS)
    uses = [use for use in TITLES if (rows["use"] == use).any()]
    if not uses:
        raise FigureError(f"No figure in this table has a use that is drawn: {', '.join(TITLES)}.")
    sizes = [int((rows["use"] == use).sum()) for use in uses]
    made = sheet(9.6, 1.9 + 0.19 * sum(sizes) + 0.5 * len(uses))
    panels = np.atleast_1d(made.subplots(len(uses), 1, sharex=True, height_ratios=[size + 1.5 for size in sizes]))
    for panel, use in zip(panels, uses, strict=True):
        _draw(panel, rows[rows["use"] == use].reset_index(drop=True))
        panel.set_title(TITLES[use])
    panels[-1].set_xlabel("model over reported")
    handles, labels = panels[0].get_legend_handles_labels()
    made.legend(handles, labels, loc="outside upper right", ncols=3)
    inside = rows["inside"].astype(bool).groupby(rows["use"]).agg(["sum", "size"])
    counts = ", ".join(f"{TITLES[use].lower()} {inside['sum'][use]} of {inside['size'][use]}" for use in uses)
    note = (
        f"Inside the interval of 90 % of reports, with their error (thin; thick: 50 %): {counts}. A bound, a black "
        "arrow, is inside while reports keep to its side. Coloured arrows: beyond a factor of "
        f"{FURTHEST:g}, where intervals are cut off."
    )
    head(made, "The calibrated model against all that was reported", note)
    return made


def _draw(panel: "Axes", rows: pd.DataFrame) -> None:
    places = np.arange(len(rows))
    ends = {
        name: np.clip(rows[name] / rows["reported"], 1.0 / FURTHEST, FURTHEST)
        for name in ("low90", "low50", "median", "high50", "high90")
    }  # fmt: skip
    inside = rows["inside"].astype(bool).to_numpy()
    ratio = (rows["median"] / rows["reported"]).to_numpy(np.float64)
    beyond = np.select([ratio < 1.0 / FURTHEST, ratio > FURTHEST], ["<", ">"], "")
    for held, colour, mark, label in ((inside, BLUE, "o", "inside"), (~inside, ORANGE, "D", "missed")):
        panel.hlines(places[held], ends["low90"][held], ends["high90"][held], color=colour, linewidth=1.2)
        panel.hlines(places[held], ends["low50"][held], ends["high50"][held], color=colour, linewidth=3.4, alpha=0.55)
        for arrow in ("<", ">"):
            far = held & (beyond == arrow)
            panel.plot(ends["median"][far], places[far], arrow, color=colour, markersize=4)
        near = held & (beyond == "")
        panel.plot(ends["median"][near], places[near], mark, color=colour, markersize=4, label=f"model, {label}")
    for side, arrow in (("at least", ">"), ("at most", "<")):
        held = (rows["side"] == side).to_numpy()
        panel.plot(np.ones(held.sum()), places[held], arrow, color=INK, markersize=5)
    panel.plot([], [], "|", color=INK, label="reported")
    panel.axvline(1.0, color=INK, linewidth=1.0)
    panel.set_xscale("log")
    panel.set_xlim(0.85 / FURTHEST, FURTHEST / 0.85)
    panel.set_xticks([0.1, 0.2, 0.5, 1, 2, 5, 10], ["0.1", "0.2", "0.5", "1", "2", "5", "10"])
    panel.minorticks_off()
    panel.set_yticks(places, [_name(row) for _, row in rows.iterrows()])
    panel.tick_params(axis="y", labelsize=7)
    panel.set_ylim(len(rows) - 0.4, -0.6)
    panel.grid(visible=False, axis="y")


def _name(row: "pd.Series[str]") -> str:
    first, last = str(row["start"]), str(row["end"])
    whole = first.endswith("01-01") and last.endswith("12-31") and first[:4] == last[:4]
    months = first[:7] if first[:7] == last[:7] else f"{first[:7]} to {last[:7]}"
    days = first[:4] if whole else first if first == last else months
    return plain(f"{title_of(str(row['metric']))}, {days}", 64)
