"""Drops as agents."""

from marketsim.core.units import MG_PER_G
from marketsim.view.view import PlacedView
from marketsim.world.drops import Drops
from marketsim.world.states import DropStatus


class Drop(PlacedView, table=Drops, states={"status": DropStatus}):
    """A hidden parcel, in the cell where it lies; one that has ended stays until the next morning."""

    @property
    def grams(self) -> float:
        """Pack size, g."""
        return float(self.value("mg")) / MG_PER_G
