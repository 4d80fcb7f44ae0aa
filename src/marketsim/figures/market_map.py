"""The market on the map."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from marketsim.figures.bands import runs_of
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.ground import cells_of, draw_cells, draw_regions, key, tiles_of
from marketsim.figures.style import head, sheet
from marketsim.figures.words import about
from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Layer(NamedTuple):
    """A layer of the ground: its title, what a cell's figure is, and whether it counts agents, not the market."""

    title: str
    unit: str
    in_agents: bool = False


LAYERS = {
    "live_drops": Layer("Hidden parcels, last evening", "parcels a cell", True),
    "patrol_hours": Layer("Patrols, last day", "officer-hours a cell"),
    "arrests": Layer("Arrests since the first day", "arrests a cell"),
}
PER = 1_000


@figure(Needs.RUNS)
def market_map(runs: Run | Iterable[Run]) -> "Figure":
    """The market on the map, cell by cell: hidden parcels, patrols, arrests; and users among residents by region.

    Args:
        runs: One run, or several of one scenario with different seeds.
    """
    replicates = runs_of(runs)
    tiles = tiles_of(replicates[0])
    wide = max(tile.x for tile in tiles) - min(tile.x for tile in tiles) + 1
    high = max(tile.y for tile in tiles) - min(tile.y for tile in tiles) + 1
    tile = min(0.86, 12.0 / (2 * wide))
    made = sheet(max(2 * (tile * wide + 1.0), 8.0), max(2 * (tile * high + 0.45) + 0.9, 4.6))
    grid = made.add_gridspec(2, 2)
    for place, (name, layer) in enumerate(LAYERS.items()):
        axes = made.add_subplot(grid[divmod(place, 2)])
        values = mean_layer(replicates, name) * (replicates[0].manifest["weight"] if layer.in_agents else 1)
        images = draw_cells(axes, tiles, values, max(float(values.max()), 1.0))
        axes.set_title(layer.title)
        key(axes, images[0], layer.unit)
    axes = made.add_subplot(grid[1, 1])
    shares = np.mean([users_among_residents(run) for run in replicates], axis=0)
    image = draw_regions(axes, tiles, shares, max(float(shares.max()), 1.0))
    axes.set_title("People who use, last evening")
    key(axes, image, f"users among {PER:,} residents")
    many = "Mean of the runs. " if len(replicates) > 1 else ""
    note = (
        f"{about(replicates)} {many}Last day: {replicates[0].manifest['last_day']}. A tile is a region, a cell about a "
    )
    note += "kilometre of its city; streets are made up. Colours go by the square root of the figure."
    head(made, "The market on the map", note)
    return made


def mean_layer(runs: Iterable[Run], name: str) -> NDArray[np.float64]:
    """Return the mean of a layer over runs."""
    mean: NDArray[np.float64] = np.mean([run.cells[name] for run in runs], axis=0)
    return mean


def users_among_residents(run: Run) -> NDArray[np.float64]:
    """Return the active users of the last evening among a thousand residents, by region."""
    tiles, residents = tiles_of(run), run.cells["residents"]
    side = residents.shape[0] // (max(tile.x for tile in tiles) + 1)
    people = np.array([cells_of(tile, residents, side).sum() for tile in tiles])
    month = run.regions[run.regions["month"] == run.regions["month"].max()]
    return np.asarray(month["active_users"].to_numpy() / np.maximum(people, 1.0) * PER)
