"""Online resources of shops."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column
from marketsim.world.states import ChannelStatus


class Channels(Table):
    """One row a messenger shop, site, mirror, advert, chat or listing; each stands for `World.shop_weight`."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    shop: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the shop."""
    kind: NDArray[np.uint8] = column(np.uint8)
    """A `ChannelKind`."""
    status: NDArray[np.uint8] = column(np.uint8, empty=ChannelStatus.ABANDONED)
    """A `ChannelStatus`."""
    followers: NDArray[np.float64] = column(np.float64)
    """Followers in this market (of one shop, not weighted)."""
    born_on: NDArray[np.int32] = column(np.int32)
    blocks_on: NDArray[np.int32] = column(np.int32)
    """While FOUND: day on which the block takes effect."""
