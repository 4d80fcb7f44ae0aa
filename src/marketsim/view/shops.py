"""Shops as agents."""

from marketsim.core.units import MG_PER_G
from marketsim.view.view import View
from marketsim.world.shops import Shops
from marketsim.world.states import ShopStatus


class Shop(View, table=Shops, states={"status": ShopStatus}):
    """A shop on messengers."""

    of_shops = True

    @property
    def grams(self) -> float:
        """Product in the warehouses of the one shop, g."""
        return float(self.value("stock").sum()) / MG_PER_G
