"""The regions: square tiles of city cells, laid out roughly as on the map."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Regions:
    """What is known about each region; arrays have shape (region,)."""

    names: tuple[str, ...]
    """Keys in scenario files, as `almaty_city`."""
    labels: tuple[str, ...]
    """Names for people."""
    population: NDArray[np.int64]
    """Persons (evidence rows pop-*)."""
    tile_x: NDArray[np.int32]
    """Column of the tile, west to east."""
    tile_y: NDArray[np.int32]
    """Row of the tile, south to north."""
    metropolitan: NDArray[np.bool_]
    """A city of over a million, or the suburbs of one."""
    gateway_post: NDArray[np.float64]
    """Relative share of foreign parcels that arrive here (assumed)."""
    gateway_road: NDArray[np.float64]
    """Relative share of foreign road loads that arrive here (assumed)."""

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def gateways(self) -> NDArray[np.float64]:
        """Share of what comes from abroad that arrives here by each route, shape (Route, region)."""
        gateways: NDArray[np.float64] = np.array([self.gateway_post, self.gateway_road])
        gateways /= gateways.sum(axis=1, keepdims=True)
        return gateways

    @cached_property
    def by_road(self) -> NDArray[np.bool_]:
        """Loads from abroad arrive here by road: a border is near."""
        return self.gateway_road > 0.0

    @cached_property
    def cumulative_population(self) -> NDArray[np.float64]:
        """Running sum of the shares of the population, to pick a region by."""
        return np.cumsum(self.population / self.population.sum())
