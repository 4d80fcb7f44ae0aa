"""People who use synthetics, used to, or may start."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column
from marketsim.world.states import BuyerState

KNOWN_SHOPS = 4
"""How many shops a buyer keeps in mind."""


class Buyers(Table):
    """One row a person of the population at risk. Each stands for `World.weight` persons."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    region: NDArray[np.uint8] = column(np.uint8)
    """Region of residence."""
    cell: NDArray[np.int32] = column(np.int32)
    """Home cell."""
    age_band: NDArray[np.uint8] = column(np.uint8)
    """0 under 18, 1 from 18 to 24, 2 from 25 to 34, 3 from 35 on."""
    woman: NDArray[np.bool_] = column(np.bool_)
    product: NDArray[np.uint8] = column(np.uint8)
    """Preferred product."""
    state: NDArray[np.uint8] = column(np.uint8, empty=BuyerState.OUTSIDE)
    """A `BuyerState`."""
    until: NDArray[np.int32] = column(np.int32)
    """Day on which treatment, detention or imprisonment ends or, of a user, on which the wait for treatment does; in
    the past, the day on which the last of these ended."""
    days_used: NDArray[np.int32] = column(np.int32)
    """Days with use since the last start."""
    spending_limit: NDArray[np.float32] = column(np.float32)
    """Most that the person pays for one order, KZT."""
    online: NDArray[np.bool_] = column(np.bool_)
    """Buys in shops; the others buy through an intermediary."""
    known_shop: NDArray[np.int32] = column(np.int32, KNOWN_SHOPS, empty=-1)
    """Rows of the shops that the person knows, -1 for an empty slot; a shop stands in one slot at most."""
    known_incarnation: NDArray[np.uint16] = column(np.uint16, KNOWN_SHOPS)
    """Incarnation of each known shop when the person was last in contact with it."""
    trust: NDArray[np.float32] = column(np.float32, KNOWN_SHOPS)
    """Trust in each known shop, in units of utility."""
    searching: NDArray[np.bool_] = column(np.bool_)
    """Got nothing when last wanting to buy, and has found no other shop since."""
    injects: NDArray[np.bool_] = column(np.bool_)
    registered: NDArray[np.bool_] = column(np.bool_)
    """On the narcological register."""
    care: NDArray[np.uint8] = column(np.uint8)
    """A `Care`: the treatment that the person is in or, of a user, waits for until `until`."""
    observed_until: NDArray[np.int32] = column(np.int32)
    """Day on which observation after treatment ends; in the past if there is none."""
    reached: NDArray[np.bool_] = column(np.bool_)
    """In contact with outreach on the web."""
    wants_medicines: NDArray[np.bool_] = column(np.bool_)
    """Takes potent medicines along, if they can be had."""
    hospitalised: NDArray[np.bool_] = column(np.bool_)
    """Has been in hospital for synthetics at least once."""
    came_from_opioids: NDArray[np.bool_] = column(np.bool_)
    hiv: NDArray[np.bool_] = column(np.bool_)
    hcv: NDArray[np.bool_] = column(np.bool_)
    detained_on: NDArray[np.int32] = column(np.int32)
    """Day of the last detention, 0 if there was none; what follows is of that detention."""
    state_before: NDArray[np.uint8] = column(np.uint8)
    """The `BuyerState` in which the police found the person, to which who is let go returns."""
    until_before: NDArray[np.int32] = column(np.int32)
    """What `until` was then: a wait for treatment goes on when the person is let go in time."""
    held_product: NDArray[np.uint8] = column(np.uint8)
    """Product of the parcel with which the person was held."""
    held_mg: NDArray[np.int64] = column(np.int64)
    """Weight of that parcel, mg."""
    held_unlisted: NDArray[np.bool_] = column(np.bool_)
    """Whether its formula was not listed."""
    uncharged: NDArray[np.bool_] = column(np.bool_)
    """Of the detained with a day in `until`: without a charge, and free on that day."""
