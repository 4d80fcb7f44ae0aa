"""Buyers as agents."""

from marketsim.view.view import PlacedView
from marketsim.world.buyers import Buyers
from marketsim.world.states import BuyerState, Care


class Buyer(PlacedView, table=Buyers, states={"state": BuyerState, "care": Care}):
    """Someone who uses synthetics, used to, or may start; stands in the home cell."""

    outside = ("state", BuyerState.OUTSIDE)
