"""What a gram costs, and where it comes from."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from marketsim.figures.bands import band, band_in_words, course, known, runs_of
from marketsim.figures.dates import date_axis, day_of
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError
from marketsim.figures.style import BAND, BLUE, GREEN, INK, ORANGE, head, sheet, thousands
from marketsim.figures.words import about, title_of
from marketsim.results.evidence import compare
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MG_PER_KG = 1e6
PRODUCTS = ("alpha_pvp", "mephedrone", "cannabinoid")
STAGES: dict[str, tuple[str, str, Literal["-", "--"]]] = {
    "retail_price": ("retail", BLUE, "-"),
    "wholesale_price": ("wholesale", ORANGE, "--"),
}
ORIGINS = {"produced_mg": ("made at home", GREEN, ""), "imported_mg": ("sent from abroad", "#a6761d", "////")}


@figure(Needs.RUNS)
def prices(runs: Run | Iterable[Run]) -> "Figure":
    """Prices by product, retail and wholesale, and below them how much of it is made at home or sent from abroad.

    Args:
        runs: One run, or several of one scenario with different seeds.
    """
    replicates = runs_of(runs)
    products = [name for name in PRODUCTS if replicates[0].daily[f"retail_price_{name}"].notna().any()]
    if not products:
        raise FigureError("These runs know none of the products that there are prices of.")
    known(replicates, [f"{stage}_{name}" for stage in STAGES for name in products])
    books = [run.mass for run in replicates if run.mass is not None]
    rows = 2 if len(books) == len(replicates) else 1
    made = sheet(3.6 * max(len(products), 2), 2.7 * rows + 1.3)
    grid = made.add_gridspec(rows + 1, len(products), height_ratios=[1.0] * rows + [0.12])
    shown: list[Axes] = []
    for column, name in enumerate(products):
        axes = made.add_subplot(grid[0, column], sharey=shown[0] if shown else None)
        _draw_prices(axes, name, replicates)
        shown.append(axes)
        if rows == 2:
            _draw_origin(made.add_subplot(grid[1, column]), name, replicates, books)
    shown[0].set_ylim(0.0, 1.08 * max(axes.dataLim.y1 for axes in shown))
    _explain(made, made.add_subplot(grid[rows, :]), replicates, rows == 2)
    return made


def _draw_prices(axes: "Axes", product: str, runs: tuple[Run, ...]) -> None:
    for stage, (_, colour, dashes) in STAGES.items():
        table = course(runs, f"{stage}_{product}")
        rows = band(table)
        axes.plot(rows.index, rows["middle"], color=colour, linestyle=dashes)
        if len(runs) > 1:
            axes.fill_between(rows.index, rows["low"], rows["high"], color=colour, alpha=BAND, linewidth=0)
    reported = compare(runs[0])
    for _, row in reported[(reported["metric"] == f"retail_price_{product}") & (reported["covered"] == 1.0)].iterrows():
        middle = (day_of(row["start"]) + day_of(row["end"]) + 1.0) / 2
        reach = [[row["reported"] - row["low"]], [row["high"] - row["reported"]]]
        axes.errorbar([middle], [row["reported"]], yerr=reach, fmt="o", color=INK, markersize=4.5, capsize=3)
    axes.set_title(title_of(product))
    axes.set_ylabel("USD a gram")
    date_axis(axes, runs[0])


def _draw_origin(axes: "Axes", product: str, runs: tuple[Run, ...], books: list[pd.DataFrame]) -> None:
    """Draw how much was made at home and how much was sent from abroad in every year, as a mean of the runs."""
    held = pd.concat(books)
    means = held[held["material"] == product].groupby("year")[list(ORIGINS)].mean() / MG_PER_KG
    places, below = np.arange(len(means)), np.zeros(len(means))
    for flow, (_, colour, hatch) in ORIGINS.items():
        axes.bar(places, means[flow], 0.74, bottom=below, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4)
        below = below + means[flow].to_numpy()
    whole = runs[0].yearly["complete"]
    labels = [f"{year}" if whole.loc[year] else f"{year}*" for year in means.index]
    axes.set_xticks(places, labels, fontsize=6.5)
    axes.set_xlabel("year")
    axes.set_ylabel("kg in the year")
    axes.yaxis.set_major_formatter(thousands)
    axes.grid(visible=False, axis="x")


def _explain(made: "Figure", below: "Axes", runs: tuple[Run, ...], origins: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Line2D | Patch] = [
        Line2D([], [], color=colour, linestyle=dashes, label=f"{words} price")
        for words, colour, dashes in STAGES.values()
    ]
    handles.append(Line2D([], [], color=INK, marker="o", linestyle="", label="reported retail price, with range"))
    if origins:
        handles += [
            Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=words)
            for words, colour, hatch in ORIGINS.values()
        ]
    below.set_axis_off()
    below.legend(handles=handles, loc="upper left", ncols=5 if made.get_figwidth() > 9 else 2, borderpad=0.0)
    note = f"{about(runs)} {band_in_words(len(runs))} Prices at 450 KZT to the dollar throughout."
    note += (
        " Bars: mean of the runs, seized mass included; * a year that is not whole."
        if origins
        else " Where product comes from is not in these results of old: run them again to see it."
    )
    head(made, "Prices by product and origin", note)
