"""Accounts through which shops are paid."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column
from marketsim.world.states import AccountStatus


class Accounts(Table):
    """One row an account of a dropper; each stands for `World.shop_weight`."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    shop: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the shop."""
    holder: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the dropper in staff, -1 once the person's row is gone."""
    status: NDArray[np.uint8] = column(np.uint8, empty=AccountStatus.CLOSED)
    """An `AccountStatus`."""
    crypto: NDArray[np.bool_] = column(np.bool_)
    """Paid in crypto-currency: no bank can freeze it."""
    opened_on: NDArray[np.int32] = column(np.int32)
