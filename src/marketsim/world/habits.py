"""How far somebody's use has gone, told from the days with use: for those who come back from custody."""

from marketsim.core.compiling import kernel
from marketsim.world.states import BuyerState

REGULAR_FROM = 60
"""Days with use from which somebody who comes back is taken for a regular user (assumed: a year of weekly use)."""
DEPENDENT_FROM = 250
"""Days with use from which somebody who comes back is taken for dependent (assumed)."""


@kernel
def state_of_use(days_used):
    """Return the `BuyerState` to which somebody with so many days of use comes back."""
    if days_used < REGULAR_FROM:
        return BuyerState.OCCASIONAL.value
    return BuyerState.REGULAR.value if days_used < DEPENDENT_FROM else BuyerState.DEPENDENT.value
