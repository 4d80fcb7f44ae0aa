"""The ground as a Mesa grid, in the world's own memory."""

from __future__ import annotations

import copyreg
from typing import Any

import numpy as np
from mesa.discrete_space import Cell, CellCollection, OrthogonalMooreGrid, PropertyLayer
from numpy.typing import NDArray

from marketsim.view.live import EmptyLayer, LiveList, Refresh
from marketsim.world.cells import LAYERS, Cells


class CityCell(Cell):  # type: ignore[misc]
    """A cell that remembers its own neighbourhoods; Mesa's memory of them keeps every grid ever made alive."""

    def get_neighborhood(self, radius: int = 1, include_center: bool = False) -> CellCollection:
        """Return the cells within `radius` steps."""
        return CellCollection(self._neighborhood(radius, include_center), random=self.random)

    def _neighborhood(self, radius: int = 1, include_center: bool = False) -> Any:
        known = self.__dict__.setdefault("_neighborhoods", {})
        if (radius, include_center) not in known:
            known[radius, include_center] = Cell._neighborhood.__wrapped__(self, radius, include_center)
        return known[radius, include_center]

    def _clear_cache(self) -> None:
        self.__dict__.pop("_neighborhoods", None)
        self.__dict__.pop("neighborhood", None)


class SharedLayer(PropertyLayer):  # type: ignore[misc]
    """A property layer that never lets go of its array, because the world's column is the same memory."""

    _mesa_data: NDArray[np.float64]

    def modify_cells(self, operation: Any, value: Any = None, condition: Any = None) -> None:
        """Change cells in place; Mesa's own would put a new array in the place of the shared one."""
        shared = self._mesa_data
        super().modify_cells(operation, value, condition)
        np.copyto(shared, self._mesa_data)
        self._mesa_data = shared


def make_grid(cells: Cells, random: Any, refresh: Refresh) -> OrthogonalMooreGrid:
    """Return a grid of a world's cells whose layers and the world's columns are the same memory.

    Args:
        cells: The ground; its columns become views of the layers' arrays.
        random: Mesa's generator, for those who ask the grid for a random cell.
        refresh: What to call before a cell tells who is there.
    """
    dimensions = (cells.width, cells.height)
    grid = OrthogonalMooreGrid(dimensions, torus=False, random=random, cell_klass=CityCell)
    # Mesa enters each grid's class of cells in a table of the interpreter, where it would stay for ever.
    copyreg.dispatch_table.pop(grid.cell_klass)
    grid.remove_property_layer("empty")
    grid.add_property_layer(EmptyLayer(dimensions, refresh))
    for name in LAYERS:
        layer = SharedLayer(name, dimensions, default_value=0.0, dtype=float)
        layer.data = getattr(cells, name).reshape(dimensions)
        setattr(cells, name, layer.data.reshape(-1))
        grid.add_property_layer(layer)
    for cell in grid:
        cell._agents = LiveList(refresh)
    del grid.all_cells  # It was made with the lists that have just been replaced; Mesa makes it again.
    return grid
