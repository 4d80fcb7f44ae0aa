"""Dead drops."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column


class Drops(Table):
    """One row a hidden parcel, for `World.weight` of them; ended ones are dropped from the table every morning.

    No other table refers to rows.
    """

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    shop: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the shop."""
    courier: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the courier in staff, -1 once the person's row is gone."""
    product: NDArray[np.uint8] = column(np.uint8)
    mg: NDArray[np.int64] = column(np.int64)
    """Pack size, mg."""
    region: NDArray[np.uint8] = column(np.uint8)
    cell: NDArray[np.int32] = column(np.int32)
    placed_on: NDArray[np.int32] = column(np.int32)
    status: NDArray[np.uint8] = column(np.uint8)
    """A `DropStatus`."""
    unlisted: NDArray[np.bool_] = column(np.bool_)
    """Holds a formula that is not listed; a listing covers what lies already, not what is hidden later."""
    buyer: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the buyer who reserved it, -1 for none."""
    reserved_on: NDArray[np.int32] = column(np.int32)
    escrow: NDArray[np.bool_] = column(np.bool_)
    """Paid through the dominant marketplace, which holds the money and settles disputes."""
    paid: NDArray[np.int64] = column(np.int64)
    """What the buyer paid, KZT."""
