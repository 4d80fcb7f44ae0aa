"""Where precursor and product come from and what becomes of them, by the books of mass."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from marketsim.figures.bands import runs_of
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError, UnknownChoiceError
from marketsim.figures.sankey import KINDS, Ribbon, Stage, draw_sankey, size
from marketsim.figures.style import head, sheet
from marketsim.figures.words import about
from marketsim.results.mass import CLOSING, OPENING, PRECURSOR
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MG_PER_KG = 1e6
Flow = tuple[str, str, str]
"""Column of the books, words, and what becomes of it."""
SOURCES: tuple[Flow, ...] = (
    ("produced_mg", "Made at home", "goes on"),
    ("imported_mg", "Sent from abroad", "goes on"),
    ("bought_mg", "Bought at home", "goes on"),
    ("returned_mg", "Sold back by officers", "seized"),
    (OPENING, "Stock at the start", "stock"),
)
WHOLESALE: tuple[Flow, ...] = (
    ("exported_mg", "Exported by groups", "leaves the country"),
    ("seized_border_mg", "Seized at the border", "seized"),
    ("seized_laboratory_mg", "Seized in laboratories", "seized"),
    ("seized_depot_mg", "Seized in depots", "seized"),
    ("seized_transit_mg", "Seized on the way", "seized"),
    (CLOSING, "Stock at the end", "stock"),
)
SHOPS: tuple[Flow, ...] = (
    ("sold_abroad_mg", "Sold abroad by shops", "leaves the country"),
    ("seized_warehouse_mg", "Seized in warehouses", "seized"),
    ("seized_courier_mg", "Seized from couriers", "seized"),
    ("stolen_staff_mg", "Carried off by staff", "lost, stolen or wasted"),
    ("lost_closure_mg", "Carried off at closures", "lost, stolen or wasted"),
)
PARCELS: tuple[Flow, ...] = (
    ("seized_drop_mg", "Seized in parcels", "seized"),
    ("seized_buyer_mg", "Seized from buyers", "seized"),
    ("stolen_drop_mg", "Found by others", "lost, stolen or wasted"),
    ("lost_drop_mg", "Never found", "lost, stolen or wasted"),
)
BOUGHT = (("sold_mg", "Collected by buyers", "goes on"), ("given_away_mg", "Prizes of shops", "goes on"))
HELD = tuple(flow for flow in WHOLESALE if flow[0] != CLOSING)
PRECURSOR_EXITS = (*HELD, *SHOPS, *PARCELS, *BOUGHT, WHOLESALE[-1])
"""All but what is cooked; nearly all of them are nothing."""


@figure(Needs.RUNS)
def mass_flow(runs: Run | Iterable[Run], year: int | None = None) -> "Figure":
    """Flow of drugs from precursor to buyer: what is made, sent, seized, lost, exported and sold, in tonnes.

    Args:
        runs: One run, or several of one scenario with different seeds, of which the mean is drawn.
        year: A year; all that count without it.
    """
    replicates = runs_of(runs)
    books = _books(replicates, year)
    precursor, product = precursor_stages(books), product_stages(books)
    panels = [(name, made) for name, made in (("Precursor", precursor), ("Product", product)) if _flows(made)]
    if not panels:
        raise FigureError("No mass flowed in these days. Draw a longer run.")
    sizes = [size(stages) for _, stages in panels]
    made = sheet(max(width for width, _ in sizes) + 0.3, sum(height for _, height in sizes) + 0.55 * len(panels) + 1.0)
    grid = made.add_gridspec(len(panels) + 1, 1, height_ratios=[*(height for _, height in sizes), 0.25])
    widest = max(width for width, _ in sizes)
    for place, (name, stages) in enumerate(panels):
        axes = made.add_subplot(grid[place])
        draw_sankey(axes, stages)
        axes.set_xlim(0.0, widest)
        axes.set_title(name, fontweight="bold")
    _explain(made, grid[len(panels)], replicates, books)
    return made


def product_stages(books: pd.DataFrame) -> list[Stage]:
    """Return the way of product, all products together; stocks stand with the groups."""
    rows = books[books["material"] != PRECURSOR]
    return [
        Stage("Groups and laboratories", _ribbons(rows, SOURCES), _ribbons(rows, WHOLESALE)),
        Stage("Shops and couriers", (), _ribbons(rows, SHOPS)),
        Stage("Hidden parcels, prizes", (), _ribbons(rows, PARCELS)),
        Stage("Buyers", (), _ribbons(rows, BOUGHT)),
    ]


def precursor_stages(books: pd.DataFrame) -> list[Stage]:
    """Return the way of precursor: what is cooked becomes product, and waste."""
    rows = books[books["material"] == PRECURSOR]
    cooked = float(rows["used_mg"].sum()) / MG_PER_KG
    made = float(books.loc[books["material"] != PRECURSOR, "produced_mg"].sum()) / MG_PER_KG
    ends = (
        Ribbon("Product", min(made, cooked), "goes on"),
        Ribbon("Waste", max(cooked - made, 0.0), "lost, stolen or wasted"),
    )
    return [
        Stage("Groups and laboratories", _ribbons(rows, SOURCES), _ribbons(rows, PRECURSOR_EXITS)),
        Stage("Cooked", (), tuple(ribbon for ribbon in ends if ribbon.kg > 0.0)),
    ]


def _ribbons(rows: pd.DataFrame, flows: Sequence[Flow]) -> tuple[Ribbon, ...]:
    """Return flows that are there; the stock of the end is that of the last year, of the start that of the first."""
    found = []
    for column, words, kind in flows:
        years = rows["year"]
        ends = {OPENING: years == years.min(), CLOSING: years == years.max()}
        held = rows[ends[column]] if column in ends else rows
        if kg := float(held[column].sum()) / MG_PER_KG:
            found.append(Ribbon(words, kg, kind))
    return tuple(found)


def _flows(stages: Sequence[Stage]) -> bool:
    return bool(stages[0].sources)


def _books(runs: tuple[Run, ...], year: int | None) -> pd.DataFrame:
    """Return the mean books of runs, of one year or of all that count."""
    tables = [run.mass for run in runs if run.mass is not None]
    if len(tables) < len(runs):
        raise FigureError("These results do not hold the books of mass: they are of an older version. Run them again.")
    mean = pd.concat(tables).groupby(["year", "material"], sort=False).mean().reset_index()
    if year is None:
        return mean
    if year not in set(mean["year"]):
        years = ", ".join(str(known) for known in sorted(set(mean["year"])))
        raise UnknownChoiceError(f"These runs do not count {year}. They count {years}.")
    return mean[mean["year"] == year]


def _explain(made: "Figure", below: object, runs: tuple[Run, ...], books: pd.DataFrame) -> None:
    from matplotlib.gridspec import SubplotSpec
    from matplotlib.patches import Patch

    assert isinstance(below, SubplotSpec)
    axes = made.add_subplot(below)
    axes.set_axis_off()
    handles = [Patch(facecolor=colour, label=words) for words, colour in KINDS.items()]
    axes.legend(handles=handles, loc="upper left", ncols=len(handles), borderpad=0.0)
    years = sorted(set(books["year"]))
    days = int(books.drop_duplicates("year")["days"].sum())
    period = f"{years[0]} to {years[-1]}" if len(years) > 1 else str(years[0])
    mean = " Mean of the runs." if len(runs) > 1 else ""
    note = f"{about(runs)}{mean} {period}: all {days:,} days after burn-in. All products together. Within "
    note += "each half ribbons are as wide as their mass; the halves have different scales. "
    note += "Stocks, wherever they lie, stand with the groups."
    head(made, "From precursor to buyer", note)
