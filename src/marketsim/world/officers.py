"""Officers, kept whole at every scale."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.table import Table, column
from marketsim.world.states import Unit


@kernel
def _count_heads(unit, region, size, heads):
    for row in range(size):
        heads[unit[row], region[row]] += 1.0


class Officers(Table):
    """One row an officer. Nobody changes unit or region; a policy that adds officers moves the lever of their unit."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    agency: NDArray[np.uint8] = column(np.uint8)
    """An `Agency`."""
    unit: NDArray[np.uint8] = column(np.uint8)
    """A `Unit`."""
    region: NDArray[np.uint8] = column(np.uint8)
    cell: NDArray[np.int32] = column(np.int32)
    """Where a patrol is today."""
    strategy: NDArray[np.uint8] = column(np.uint8)
    """A `PatrolStrategy`."""
    corrupt: NDArray[np.bool_] = column(np.bool_)

    def __init__(self, capacity: int, **dimensions: int) -> None:
        """Make an empty table with room for `capacity` officers."""
        super().__init__(capacity, **dimensions)
        self._heads = np.zeros((len(Unit), dimensions["region"]))
        self._in_units = [0.0] * len(Unit)
        self._counted = 0

    def heads(self) -> NDArray[np.float64]:
        """Return how many officers there are, shape (Unit, region)."""
        self._count()
        return self._heads

    def in_unit(self, unit: Unit) -> float:
        """Return how many officers there are in a unit."""
        self._count()
        return self._in_units[unit]

    def _count(self) -> None:
        if self._counted != self.size:
            self._heads[:] = 0.0
            _count_heads(self.unit, self.region, self.size, self._heads)
            self._in_units = self._heads.sum(axis=1).tolist()
            self._counted = self.size
