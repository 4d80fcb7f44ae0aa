"""Who is detained, by role."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from marketsim.figures.bands import band, known, runs_of, year_labels, yearly
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.style import COLOURS, INK, head, place, thousands
from marketsim.figures.words import about
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROLES = {
    "detained_couriers": "couriers",
    "detained_operators_packers_stashers": "operators, packers, keepers",
    "detained_administrators": "administrators and owners",
    "detained_taggers": "taggers",
    "detained_droppers": "droppers",
    "detained_laboratory_workers": "laboratory workers",
    "detained_precursor_suppliers": "precursor suppliers",
    "detained_buyers": "buyers",
}
"""Measures by role, the trade first; they do not overlap."""
HATCHES = ("", "////", "....", "", "xxxx", "----", "oo", "\\\\\\\\")
"""So that grey print tells them apart."""


@figure(Needs.RUNS)
def detentions(runs: Run | Iterable[Run], axes: "Axes | None" = None) -> "Figure":
    """Detentions by role and year: the mean of the runs, and how far their total varies.

    Args:
        runs: One run, or several of one scenario with different seeds.
        axes: Where to draw.
    """
    replicates = runs_of(runs)
    known(replicates, ROLES)
    made, drawn = place(axes, 8.6, 5.2)
    years = np.arange(len(replicates[0].yearly))
    below, total = np.zeros(len(years)), 0.0 * yearly(replicates, "detained_buyers")
    for (measure, words), colour, hatch in zip(ROLES.items(), COLOURS, HATCHES, strict=True):
        persons = yearly(replicates, measure)
        total = persons + total
        mean = persons.mean(axis=1).to_numpy()
        drawn.bar(
            years, mean, 0.74, bottom=below, color=colour, label=words, hatch=hatch, edgecolor="white", linewidth=0.4
        )
        below = below + mean
    if len(replicates) > 1:
        rows = band(total)
        reach = np.clip([below - rows["low"], rows["high"] - below], 0.0, None)
        drawn.errorbar(years, below, yerr=reach, fmt="none", ecolor=INK, capsize=3, label="total, all runs", zorder=4)
    drawn.set_xticks(years, year_labels(replicates[0]))
    drawn.set_xlabel("year (with its days where it is not whole)")
    drawn.set_ylabel("persons detained in the year")
    drawn.yaxis.set_major_formatter(thousands)
    drawn.grid(visible=False, axis="x")
    handles, labels = drawn.get_legend_handles_labels()
    drawn.legend(handles[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(1.0, 1.0))
    if axes is None:
        bars = "Bars: mean of the runs." if len(replicates) > 1 else "One run: chance alone can move it."
        head(made, "Detentions by role", f"{about(replicates)} {bars} {_said(replicates)}")
    else:
        drawn.set_title("Detentions by role")
    return made


def _said(runs: tuple[Run, ...]) -> str:
    """Return a note on what single agents stand for."""
    weight = runs[0].manifest["weight"]
    thinned = f" One agent stands for {weight} buyers, fewer people of the trade: small counts are rough."
    return f"Each person counts in one role.{thinned if weight > 1 else ''}"
