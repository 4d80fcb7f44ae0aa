"""The world: every table, the ground, the market, today's levers and the books."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.units import MG_PER_G
from marketsim.world.accounts import Accounts
from marketsim.world.attribution import Attribution
from marketsim.world.buyers import Buyers
from marketsim.world.capacity_course import CapacityCourse
from marketsim.world.cells import Cells
from marketsim.world.channels import Channels
from marketsim.world.drops import Drops
from marketsim.world.ledger import Ledger
from marketsim.world.levers import Levers
from marketsim.world.market import Market
from marketsim.world.officers import Officers
from marketsim.world.people import People
from marketsim.world.products import Product
from marketsim.world.regions import Regions
from marketsim.world.shops import Shops
from marketsim.world.staff import Staff
from marketsim.world.suppliers import Consignments, Groups, Laboratories
from marketsim.world.tally import Tally
from marketsim.world.today import Today

LARGEST_LOT = 5
"""Most customers of a shop that one buyer stands for.

Shops are thinned less than buyers. A tenth of all shops would leave most regions without a seller of a product; all of
them with a tenth of the buyers would have parcels for a day or none.
"""


def lot_of(weight: int) -> int:
    """Return how many customers of a shop a buyer stands for who stands for `weight` persons.

    A row of shops and of staff stands for `weight // lot_of(weight)`.
    """
    return max(c for c in range(1, LARGEST_LOT + 1) if weight % c == 0)


class World:
    """All state of one run. Rules read and write it; nothing in it knows about rules, files or Mesa."""

    def __init__(
        self,
        seed: int,
        weight: int,
        first_day: int,
        side: int,
        regions: Regions,
        products: tuple[Product, ...],
        people: People,
    ) -> None:
        """Make an empty world.

        Args:
            seed: Seed of all draws, 0 to 2**64 - 1.
            weight: Persons that one thinned buyer stands for (1 / scale).
            first_day: Day number of the first day.
            side: Cells along the side of a region's tile.
            regions: The regions.
            products: The products.
            people: Traits of newcomers.
        """
        self.seed = np.uint64(seed)
        self.weight = weight
        """Persons that one buyer stands for, and parcels one row of drops."""
        self.lot = lot_of(weight)
        """Parcels that each courier of a row hides together, and customers that each shop of a row has in one buyer."""
        self.shop_weight = weight // self.lot
        """Shops that one row of shops stands for, with their staff, channels and accounts."""
        self.today = Today(first_day)
        self.regions = regions
        self.products = products
        self.people = people
        self.capacity_course = CapacityCourse()
        sizes = {"region": len(regions), "product": len(products)}
        self.cells = Cells(regions, side, self.seed)
        self.buyers = Buyers(200_000 // weight, **sizes)
        self.shops = Shops(600 // self.shop_weight, **sizes)
        self.channels = Channels(8_000 // self.shop_weight, **sizes)
        self.staff = Staff(8_000 // self.shop_weight, **sizes)
        self.drops = Drops(50_000 // weight, **sizes)
        self.accounts = Accounts(1_500 // self.shop_weight, **sizes)
        self.groups = Groups(64, **sizes)
        self.laboratories = Laboratories(256, **sizes)
        self.consignments = Consignments(128, **sizes)
        self.officers = Officers(1_500, **sizes)
        self.attribution = Attribution()
        """Reading of the rise in detentions; a run sets its scenario's."""
        self.levers = Levers(len(products), len(regions))
        self.ledger = Ledger(len(products) + 1)
        self.tally = Tally(len(products), len(regions))
        self.market = Market(len(products), len(regions))
        self.doses_mg: NDArray[np.int64] = np.array([round(p.dose * MG_PER_G) for p in products], np.int64)
        """Weight of a dose, mg, shape (product,)."""
        self.packs_mg: NDArray[np.int64] = np.array(
            [[round(g * MG_PER_G) for g in p.packs] for p in products], np.int64
        )
        """Pack sizes, mg, shape (product, 4)."""
        self.pack_shares: NDArray[np.float64] = np.cumsum([p.pack_shares for p in products], axis=1)
        """Cumulative shares of the pack sizes, shape (product, 4)."""
        self.import_price: NDArray[np.float64] = np.array([p.import_price for p in products])
        """What an importer pays abroad, KZT / g, shape (product,)."""
        self.made_at_home: NDArray[np.float64] = np.array([p.made_at_home for p in products])
        """Pull of each product on new laboratories, shape (product,)."""
        self.potency_spread: NDArray[np.float64] = np.array([p.potency_spread for p in products])
        """Spread of strength between packs, log standard deviation, shape (product,)."""
        self.mean_pack_mg: NDArray[np.float64] = np.array(
            [(packs * np.array(p.pack_shares)).sum() for packs, p in zip(self.packs_mg, products, strict=True)]
        )
        """Mean pack, mg, shape (product,)."""

    @property
    def precursor(self) -> int:
        """Material number of the precursor in consignments and books; products come before it."""
        return len(self.products)

    def start_day(self) -> None:
        """Clear yesterday's flows and counts and let go of yesterday's levers."""
        self.ledger.clear()
        self.tally.clear()
        self.levers.reset()
