"""What is counted in a day beside the books: events, sales and seizures by place and agency."""

import numpy as np
from numpy.typing import NDArray

from marketsim.world.counts import Count
from marketsim.world.public_costs import LINES
from marketsim.world.states import Unit


class Tally:
    """Today's counts, for the whole market (a row counts for all for whom it stands).

    Attributes:
        counts: Events, int64, shape (Count, region).
        sold_mg: Sold to buyers (paid for), mg, int64, shape (product, region).
        revenue: Paid by buyers, KZT, int64, shape (product, region).
        committee_mg: Seized by the National Security Committee, mg, int64, shape (material,).
        large_laboratory_mg: Product seized in medium and industrial laboratories, mg, int64, shape (material,).
        from_neighbours_mg: Sent here from neighbouring countries by road, mg, int64, shape (material,).
        from_moved_mg: The part of it that laboratories made which moved abroad, mg, int64, shape (material,).
        moved_sales_mg: What such laboratories sold abroad, which is in no book here, mg, int64, shape (material,).
        moved_shops_mg: What shops which moved abroad sold there, in no book here either, mg, int64, shape (material,).
        policy_cost: What the policies in force cost the public purse by their own account, KZT, float64, shape
            (BudgetLine, region).
        paid_capacity: Part of `levers.capacity` that such a cost pays for, float64, shape (Unit,).
        paid_places: Part of `levers.places()`, likewise, float64, shape (3,).
        paid_outreach: Part of `levers.outreach`, likewise, float64, shape (region,).
        detained: Rows of staff detained today, in the order in which it happened.
    """

    def __init__(self, products: int, regions: int) -> None:
        """Start with nothing counted."""
        self.counts: NDArray[np.int64] = np.zeros((len(Count), regions), np.int64)
        self.sold_mg: NDArray[np.int64] = np.zeros((products, regions), np.int64)
        self.revenue: NDArray[np.int64] = np.zeros((products, regions), np.int64)
        self.committee_mg: NDArray[np.int64] = np.zeros(products + 1, np.int64)
        self.large_laboratory_mg: NDArray[np.int64] = np.zeros(products + 1, np.int64)
        self.from_neighbours_mg: NDArray[np.int64] = np.zeros(products + 1, np.int64)
        self.from_moved_mg: NDArray[np.int64] = np.zeros(products + 1, np.int64)
        self.moved_sales_mg: NDArray[np.int64] = np.zeros(products + 1, np.int64)
        self.moved_shops_mg: NDArray[np.int64] = np.zeros(products + 1, np.int64)
        self.policy_cost: NDArray[np.float64] = np.zeros((len(LINES), regions))
        self.paid_capacity: NDArray[np.float64] = np.zeros(len(Unit))
        self.paid_places: NDArray[np.float64] = np.zeros(3)
        self.paid_outreach: NDArray[np.float64] = np.zeros(regions)
        self.detained: list[int] = []

    def clear(self) -> None:
        """Start a new day."""
        for array in (self.counts, self.sold_mg, self.revenue, self.committee_mg, self.large_laboratory_mg):
            array.fill(0)
        for array in (self.from_neighbours_mg, self.from_moved_mg, self.moved_sales_mg, self.moved_shops_mg):
            array.fill(0)
        self.policy_cost.fill(0.0)
        self.paid_capacity.fill(0.0)
        self.paid_outreach.fill(0.0)
        self.paid_places.fill(0.0)
        self.detained.clear()
