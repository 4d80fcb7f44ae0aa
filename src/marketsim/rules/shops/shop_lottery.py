"""Shops give prizes for good reports in their chats."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

INTERVAL = 7
"""Days between two draws of a lottery; which weekday is a shop's own follows from its uid."""


@kernel
def _give(
    day, uid, status, region, lottery, reputation, stock, demand, doses_mg, mean_pack, share, reports, weight, mass
):
    """Let shops that have a lottery give their prizes away and earn reputation by it."""
    for s in range(status.size):
        if not lottery[s] or status[s] != ShopStatus.OPEN or (day + int(uid[s] % np.uint64(INTERVAL))) % INTERVAL:
            continue
        orders, given, main, most = 0.0, 0, 0, 0
        for p in range(stock.shape[2]):
            for r in range(stock.shape[1]):
                orders += INTERVAL * demand[s, r, p] / mean_pack[p]
            if stock[s, region[s], p] > most:
                main, most = p, stock[s, region[s], p]
        while given < int(share * orders + 0.5) and stock[s, region[s], main] >= doses_mg[main]:
            stock[s, region[s], main] -= doses_mg[main]
            mass[MassFlow.GIVEN_AWAY, main] += weight * doses_mg[main]
            given += 1
        reputation[s] += min(1.0, reports * given) * (1.0 - reputation[s])


class ShopLottery(Rule):
    """A shop gives a dose for good reports in its chat, and so buys reputation.

    Who     every open shop that has a lottery, once a week on a day of its own
    When    after wholesale, before couriers get their batches
    Chance  none: prizes are a share of the week's orders; each moves reputation towards 1
    Reads   shops.lottery, demand, uid, region
    Writes  shops.stock (of the product that the home warehouse holds most of), reputation
    Source  assumed; lotteries in chats: chapter 2
    """

    share: float = param(
        0.01, unit="prizes / order", low=0, high=1, grade=Grade.ASSUMED, source="one prize for a hundred reports"
    )
    """Prizes for each order of the week."""
    reports: float = param(
        0.02, unit="share / prize", low=0, high=1, grade=Grade.ASSUMED, source="a prize brings some ten reports"
    )
    """How far a prize moves reputation towards 1."""

    def __call__(self, world: World) -> None:
        """Hold this week's lotteries."""
        shops = world.shops
        _give(
            world.today.day, shops.used("uid"), shops.used("status"), shops.region, shops.lottery, shops.reputation,
            shops.stock, shops.demand, world.doses_mg, world.mean_pack_mg, self.share, self.reports,
            world.shop_weight, world.ledger.mass,
        )  # fmt: skip
