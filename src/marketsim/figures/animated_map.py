"""The market on the map, day by day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.figures.bands import one_run
from marketsim.figures.dates import day_of
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.film import let_move
from marketsim.figures.ground import cells_of, draw_cells, key, shown, tiles_of
from marketsim.figures.market_map import LAYERS
from marketsim.figures.style import BLUE, INK, head, sheet, thousands
from marketsim.figures.words import about
from marketsim.results.ground import check_days, ground_by_day
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DAYS = 60
"""Days that are shown unless told otherwise: the last ones."""
TITLES = {"live_drops": "Hidden parcels", "patrol_hours": "Patrols", "arrests": "Arrests in these days"}


@figure(Needs.RUN)
def animated_map(run: Run, first: date | None = None, last: date | None = None) -> "Figure":
    """The market on the map, day by day: hidden parcels, patrols and arrests, as an animated GIF.

    The run is simulated again, which takes as long as it did. What is returned shows the last day; saved as a GIF by
    the command, or by `marketsim.figures.film.gif_bytes`, it moves.

    Args:
        run: A run.
        first: First day that is shown; some weeks before the last unless told otherwise.
        last: Last day that is shown; that of the run unless told otherwise.
    """
    run = one_run(run)
    end = last or date.fromisoformat(run.manifest["last_day"])
    start = first or max(end - timedelta(days=DAYS - 1), date.fromisoformat(run.manifest["first_day"]))
    days, layers = _layers(run, start, end)
    tiles = tiles_of(run)
    wide, high = (max(getattr(tile, axis) for tile in tiles) + 1 for axis in "xy")
    tile = min(0.86, 12.0 / (2 * wide))
    made = sheet(max(2 * (tile * wide + 1.0), 8.0), max(2 * (tile * high + 0.45) + 0.9, 4.6))
    grid = made.add_gridspec(2, 2)
    steps = [
        _map(made.add_subplot(grid[divmod(place, 2)]), name, layers[name], run) for place, name in enumerate(TITLES)
    ]
    steps.append(_course(made.add_subplot(grid[1, 1]), days, layers["live_drops"].sum(axis=(1, 2))))
    note = (
        f"{about([run])} A tile is a region, a cell about a kilometre of its city; streets are made up. Colours go by "
    )
    head(made, "The market day by day", f"{note}the square root of the figure.")

    def show(day: int) -> None:
        for step in steps:
            step(day)

    let_move(made, len(days), show)
    return made


def _layers(run: Run, start: date, end: date) -> tuple[pd.DatetimeIndex, dict[str, NDArray[np.float64]]]:
    """Return days and layers, parcels of the whole market and arrests since the evening before the first day."""
    check_days(run, start, end)  # Not the evening before alone.
    at_first = start == date.fromisoformat(run.manifest["first_day"])
    before = start if at_first else start - timedelta(days=1)
    held = ground_by_day(run, before, end)
    skipped = (start - before).days
    layers = {name: values.astype(np.float64) for name, values in held.layers.items()}
    layers["live_drops"] *= run.manifest["weight"]
    if skipped:
        layers["arrests"] = layers["arrests"] - layers["arrests"][0]
    return held.dates[skipped:], {name: values[skipped:] for name, values in layers.items()}


def _map(axes: "Axes", name: str, values: NDArray[np.float64], run: Run) -> Callable[[int], None]:
    """Draw a layer and return what shows one of its days."""
    tiles = tiles_of(run)
    images = draw_cells(axes, tiles, values[-1], max(float(values.max()), 1.0))
    side = values.shape[1] // (max(tile.x for tile in tiles) + 1)
    axes.set_title(TITLES[name])
    key(axes, images[0], LAYERS[name].unit)

    def show(day: int) -> None:
        for tile, image in zip(tiles, images, strict=True):
            image.set_data(shown(cells_of(tile, values[day], side)))

    return show


def _course(axes: "Axes", days: pd.DatetimeIndex, parcels: NDArray[np.float64]) -> Callable[[int], None]:
    """Draw the parcels of the country over the days and return what moves the line that marks the day."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    axes.plot(days, parcels, color=BLUE)
    mark = axes.axvline(day_of(days[-1]), color=INK, linewidth=1.2)
    axes.set_ylim(0.0, max(float(parcels.max()), 1.0) * 1.15)
    axes.set_ylabel("hidden parcels, whole country")
    axes.yaxis.set_major_formatter(thousands)
    locator = AutoDateLocator(minticks=2, maxticks=5)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    title = axes.set_title("")

    def show(day: int) -> None:
        mark.set_xdata([day_of(days[day])] * 2)
        title.set_text(f"{days[day]:%A %d %B %Y}")

    return show
