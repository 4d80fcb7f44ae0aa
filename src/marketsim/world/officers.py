"""Officers, kept whole at every scale."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column


class Officers(Table):
    """One row an officer."""

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
