"""Shops on messengers."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column
from marketsim.world.states import Role, ShopStatus


class Shops(Table):
    """One row a shop. Each stands for `World.shop_weight` shops: its stock and money count that many times."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    status: NDArray[np.uint8] = column(np.uint8, empty=ShopStatus.CLOSED)
    """A `ShopStatus`."""
    region: NDArray[np.uint8] = column(np.uint8)
    """Home region."""
    serves: NDArray[np.bool_] = column(np.bool_, "region")
    """Regions served."""
    served_since: NDArray[np.int32] = column(np.int32, "region")
    """Day on which each region was taken up; 0 for the home region and those of the first day."""
    sells: NDArray[np.bool_] = column(np.bool_, "product")
    unlisted: NDArray[np.bool_] = column(np.bool_, "product")
    """Sells a formula of the product that is not listed yet."""
    cover: NDArray[np.float64] = column(np.float64)
    """Stock in days of demand, all products and regions together."""
    price: NDArray[np.float64] = column(np.float64, "product")
    """Price of one gram, KZT; a pack of g grams costs price * g ** 0.6."""
    stock: NDArray[np.int64] = column(np.int64, "region", "product")
    """Product in the warehouse of each region, mg."""
    demand: NDArray[np.float64] = column(np.float64, "region", "product")
    """Moving average of what buyers want from the shop, mg a day (unserved wishes included)."""
    demand_today: NDArray[np.float64] = column(np.float64, "region", "product")
    """What buyers wanted today, mg."""
    lots_hidden: NDArray[np.int32] = column(np.int32, "region", "product")
    """Lots of parcels hidden so far."""
    posts: NDArray[np.int32] = column(np.int32, "region")
    """Couriers that the shop wants."""
    hired: NDArray[np.int32] = column(np.int32, len(Role), "region")
    """People hired so far."""
    wage: NDArray[np.float64] = column(np.float64)
    """Pay for one drop, KZT."""
    reputation: NDArray[np.float64] = column(np.float64)
    """In units of utility; 0 is a shop nobody has rated."""
    money: NDArray[np.int64] = column(np.int64)
    """Till, KZT; couriers' deposits included."""
    abroad: NDArray[np.bool_] = column(np.bool_)
    """The owner lives abroad."""
    scam_propensity: NDArray[np.float64] = column(np.float64)
    """Inclination to run off with the till, 0 to 1."""
    risk: NDArray[np.float64] = column(np.float64)
    """Perceived detentions a year of a courier, mean over the regions served."""
    losses: NDArray[np.float64] = column(np.float64)
    """What was seized, frozen, stolen or kept by exchange offices lately, KZT; pricing writes a part off every day."""
    opened_on: NDArray[np.int32] = column(np.int32)
    reopens_on: NDArray[np.int32] = column(np.int32)
    """While rebuilding: day on which a new main channel opens."""
    incarnation: NDArray[np.uint16] = column(np.uint16)
    """How many times the shop had to open a new main channel."""
    retention: NDArray[np.float64] = column(np.float64, empty=1.0)
    """Chance that a customer finds the present main channel after the loss of the one before."""
    supplier: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the group that supplies it, -1 for none."""
    can_pay: NDArray[np.bool_] = column(np.bool_)
    """Has an account that takes payments."""
    at_work: NDArray[np.int16] = column(np.int16, len(Role))
    """Active staff of the one shop by role, this morning."""
    answers: NDArray[np.float64] = column(np.float64, empty=1.0)
    """Share of customers whom the operators can answer today, 0 to 1."""
    refunds: NDArray[np.float64] = column(np.float64)
    """Share of disputes in which the shop pays back."""
    resends: NDArray[np.float64] = column(np.float64)
    """Share of disputes in which it sends another parcel; the others it refuses."""
    lottery: NDArray[np.bool_] = column(np.bool_)
    """Gives prizes for good reports in its chat."""
    on_marketplace: NDArray[np.bool_] = column(np.bool_)
    """Listed on the dominant marketplace."""
