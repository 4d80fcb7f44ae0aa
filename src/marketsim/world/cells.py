"""The ground: cells of about one kilometre, in one grid that holds every region's tile.

Columns are flat views of arrays of shape (width, height): cell = x * height + y. The view floor hands the
same memory to Mesa's property layers.
"""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.draws import draw, make_guide, unit
from marketsim.core.elementary import exp
from marketsim.world.regions import Regions

LAYERS = ("residents", "suitability", "patrol_hours", "live_drops", "heat", "arrests")
"""Names of the cell columns, which are Mesa's property layers too."""


class Cells:
    """Cells of the whole grid; those outside every tile have region -1 and hold nothing."""

    residents: NDArray[np.float64]
    """Persons."""
    suitability: NDArray[np.float64]
    """How well a parcel hides here, 0 to 1."""
    patrol_hours: NDArray[np.float64]
    """Officer-hours of patrol today."""
    live_drops: NDArray[np.float64]
    """Parcels hidden now, in this run's drops (not weighted)."""
    heat: NDArray[np.float64]
    """Recent arrests by the police, fading; whole market."""
    arrests: NDArray[np.float64]
    """Arrests since the first day, whole market."""

    def __init__(self, regions: Regions, side: int, seed: np.uint64) -> None:
        """Lay out tiles of `side` by `side` cells and settle the population around each centre.

        Residents fall off with distance from the centre (Clark 1951), roughened by chance; hiding places are
        better in the built-up ring than in the very centre or at the edge (assumed).
        """
        self.side = side
        self.width = (int(regions.tile_x.max()) + 1) * side
        self.height = (int(regions.tile_y.max()) + 1) * side
        for layer in LAYERS:
            setattr(self, layer, np.zeros(self.width * self.height))
        self.region = np.full(self.width * self.height, -1, np.int16)
        """Region of each cell, int16."""
        self.x = np.repeat(np.arange(self.width, dtype=np.int32), self.height)
        self.y = np.tile(np.arange(self.height, dtype=np.int32), self.width)
        self.of_region = np.zeros((len(regions), side * side), np.int32)
        """Cells of each region, int32, shape (region, side * side)."""
        for region in range(len(regions)):
            self._settle(regions, region, seed)
        self.usual_suitability = self.suitability.copy()
        """Suitability to which a cell returns once nobody looks after it."""
        self.cumulative_residents = np.cumsum(self.residents[self.of_region], axis=1)
        """Running sum of residents over a region's cells, to place people by; shape as `of_region`."""
        self.cumulative_residents /= self.cumulative_residents[:, -1:]
        self.residents_guide = np.array([make_guide(cumulative) for cumulative in self.cumulative_residents])
        """Guides to `cumulative_residents`, int32, shape (region, STEPS)."""

    def _settle(self, regions: Regions, region: int, seed: np.uint64) -> None:
        side = self.side
        x = int(regions.tile_x[region]) * side + np.arange(side)
        y = int(regions.tile_y[region]) * side + np.arange(side)
        cells = (x[:, None] * self.height + y[None, :]).ravel()
        centre = (side - 1) / 2
        distance = np.hypot(self.x[cells] - x[0] - centre, self.y[cells] - y[0] - centre) / side
        rough = np.array([unit(draw(seed, c, 0, 0, region)[0]) for c in range(cells.size)])
        density = exp(-4.0 * distance) * (0.5 + rough)
        self.residents[cells] = density / density.sum() * regions.population[region]
        self.suitability[cells] = np.clip(1.0 - np.abs(distance - 0.25) * 2.0, 0.1, 1.0) * (0.6 + 0.4 * rough[::-1])
        self.region[cells] = region
        self.of_region[region] = cells
