"""The ledger of consequences, year by year."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.experiments.figures_of_run import consequences as columns
from marketsim.figures.bands import band, band_in_words, runs_of
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError, UnknownChoiceError
from marketsim.figures.style import BAND, COLOURS, from_zero, head, sheet, thousands, wrapped
from marketsim.figures.words import about, lowered, title_in, title_of
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.consequences import COUNTRY, PRICE, Column, Domain
from marketsim.results.readable import readable
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 5
DOMAINS = dict(zip(Domain, (COLOURS[0], COLOURS[2], COLOURS[1], COLOURS[5]), strict=True))


@figure(Needs.RUNS)
def consequences(runs: Run | Iterable[Run], domains: Sequence[str] = ()) -> "Figure":
    """The ledger of consequences, year by year: market, health, justice and public money, a panel for each.

    Args:
        runs: One run, or several of one scenario with different seeds.
        domains: Of market, health, justice and money; all without them.
    """
    replicates = runs_of(runs)
    for name in domains:
        if name not in set(Domain):
            raise UnknownChoiceError(f"There is no domain {name!r}. Known: {', '.join(Domain)}.")
    asked = domains or tuple(Domain)
    held = {column: table for column, table in _years(replicates).items() if column.domain in asked}
    drawn = {column: table for column, table in held.items() if np.nan_to_num(table.to_numpy()).any()}
    if not drawn:
        raise FigureError("Nothing of this happened in these days: the ledger holds nothing but zeros.")
    across = min(ACROSS, len(drawn))
    down = math.ceil(len(drawn) / across)
    made = sheet(max(2.45 * across, 6.0), 1.75 * down + 1.3)
    for place, (column, table) in enumerate(drawn.items()):
        _panel(made.add_subplot(down, across, place + 1), column, table, replicates)
    left_out = [lowered(title_of(column.name)) for column in held if column not in drawn]
    note = f"{about(replicates)} {band_in_words(len(replicates))} Flows: sum of the year; users: on its last evening. "
    note += "Hollow: a year that is not whole. Costs at assumed unit costs."
    note += f" Nothing but zeros: {', '.join(left_out)}." if left_out else ""
    head(made, "The ledger of consequences", note)
    return made


def _years(runs: tuple[Run, ...]) -> dict[Column, pd.DataFrame]:
    """Return every consequence of the country by year, one column a seed."""
    ledgers = [run.consequences[run.consequences["region"] == COUNTRY].set_index("year") for run in runs]
    seeds = [run.manifest["seed"] for run in runs]
    found = {}
    for column in columns():
        values = np.column_stack([ledger[column.name].to_numpy(np.float64) for ledger in ledgers])
        table = pd.DataFrame(values, index=ledgers[0].index, columns=seeds)
        found[column] = table / readable(column.unit)[0]
    return found


def _panel(axes: "Axes", column: Column, table: pd.DataFrame, runs: tuple[Run, ...]) -> None:
    rows, colour = band(table), DOMAINS[Domain(column.domain)]
    whole = runs[0].yearly["complete"].to_numpy()
    years = np.asarray(rows.index)
    joined = whole | _is_level(column)
    axes.plot(years[joined], rows["middle"][joined], color=colour, linewidth=1.2)
    if len(runs) > 1:
        axes.fill_between(
            years[joined], rows["low"][joined], rows["high"][joined], color=colour, alpha=BAND, linewidth=0
        )
        axes.vlines(
            years[~joined], rows["low"][~joined], rows["high"][~joined], color=colour, alpha=2 * BAND, linewidth=3
        )
    axes.plot(years[whole], rows["middle"][whole], "o", color=colour, markersize=3.4)
    axes.plot(years[~whole], rows["middle"][~whole], "o", color=colour, markerfacecolor="white", markersize=3.8)
    _, unit = readable(column.unit)
    title = lowered(title_in(column.name, unit))
    axes.set_title(wrapped(f"{column.domain.capitalize()}: {title}", 32), fontsize=7.5)
    axes.set_ylabel(unit, fontsize=7.5)
    from_zero(axes)
    axes.set_xlim(years[0] - 0.4, years[-1] + 0.4)
    axes.set_xticks(years[:: max(1, math.ceil(len(years) / 4))])
    axes.yaxis.set_major_formatter(thousands)
    axes.locator_params(axis="y", nbins=4)
    axes.tick_params(labelsize=7.0)


def _is_level(column: Column) -> bool:
    """Tell whether a year that is not whole can be compared with others: of stocks and prices, not of flows."""
    return column.name == PRICE or all_measures()[column.measure].kind is Kind.STOCK
