"""Who is in a state: a fast search of the table of buyers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.world.buyers import Buyers
from marketsim.world.states import BuyerState


def buyers_in(buyers: Buyers, state: BuyerState) -> NDArray[np.int64]:
    """Return the rows of the buyers in a state.

    A plain number is compared: NumPy takes forty times as long over the member of an enumeration.
    """
    present: NDArray[Any] = buyers.used("state") == int(state)
    return present.nonzero()[0]
