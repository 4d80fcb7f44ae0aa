"""Shops take up regions and products that lack a seller, and give up those that nobody wants."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

EXPANSION = decision("shop.expansion")


@kernel
def _expand(
    seed, day, uid, status, region, serves, sells, demand, price, money, size, missed, retail, mean_pack,
    rate, few, niche, patience, reserve,
):  # fmt: skip
    regions, products = serves.shape[1], sells.shape[1]
    wanted = np.zeros((regions, products))
    for s in range(size):
        for r in range(regions):
            for p in range(products):
                wanted[r, p] += demand[s, r, p]
    for s in range(size):
        if status[s] != ShopStatus.OPEN or (day + int(uid[s] % np.uint64(7))) % 7 != 0:
            continue
        for r in range(regions):
            w0, w1, _, _ = draw(seed, uid[s], day, EXPANSION, r)
            lacking, orders, all_orders = 0.0, 0.0, 0.0
            for p in range(products):
                if sells[s, p]:
                    lacking = max(lacking, missed[p, r])
                orders += demand[s, r, p] / mean_pack[p]
                all_orders += wanted[r, p] / mean_pack[p]
            if not serves[s, r]:
                if money[s] > reserve and happens(w0, 7.0 * rate * lacking):
                    serves[s, r] = True
                    for p in range(products):
                        if sells[s, p]:
                            demand[s, r, p] = max(demand[s, r, p], 2.0 * mean_pack[p])
            elif r != region[s] and orders < min(few, niche * all_orders) and happens(w1, 7.0 / patience):
                serves[s, r] = False
                for p in range(products):
                    demand[s, r, p] = 0.0
        for p in range(products):
            if sells[s, p]:
                continue
            lacking = 0.0
            for r in range(regions):
                if serves[s, r]:
                    lacking = max(lacking, missed[p, r])
            w0, _, _, _ = draw(seed, uid[s], day, EXPANSION, regions + p)
            if money[s] > reserve and happens(w0, 7.0 * rate * lacking):
                sells[s, p] = True
                price[s, p] = retail[p]
                for r in range(regions):
                    if serves[s, r]:
                        demand[s, r, p] = 2.0 * mean_pack[p]


class ShopExpansion(Rule):
    """Once a week a shop considers new regions and products; it gives up a region where hardly anybody buys.

    It looks at the share of wishes that nobody serves, which is the same at every scale.

    Who     every open shop, once a week
    When    in the morning
    Chance  take up: 1 - exp(-7 * rate * lacking), lacking being the largest share of wishes, for a product it sells
            or in a region it serves, that nobody serves; give up: 1 - exp(-7 / patience) while orders are below
            `few` and below the share `niche` of the region's
    Reads   market.wished, unserved, retail_price; shops.money, demand
    Writes  shops.serves, sells, price, demand
    Source  assumed: unmet demand draws sellers
    """

    rate: float = param(0.03, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="shops grow over months")
    """Hazard of taking up a region or product in which no wish at all is served."""
    few: float = param(
        8.0, unit="orders / day", low=0, high=100, grade=Grade.ASSUMED, source="less than half a courier's work (batch)"
    )
    """Orders below which a region is not worth keeping."""
    niche: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="who sells alone stays, however few buy"
    )
    """Share of a region's orders above which a shop stays."""
    patience: float = param(30.0, unit="days", low=1, high=3_650, grade=Grade.ASSUMED, source="no series")
    """Mean time for which a shop keeps a region without customers."""
    reserve: float = param(
        500_000.0, unit="KZT", low=0, high=1e9, grade=Grade.ASSUMED, source="one courier's first stock and deposit"
    )
    """Till below which nothing new is tried."""

    def __call__(self, world: World) -> None:
        """Expand and shrink."""
        shops, market = world.shops, world.market
        _expand(
            world.seed, world.today.day, shops.uid, shops.status, shops.region, shops.serves, shops.sells, shops.demand,
            shops.price, shops.money, shops.size, market.lacking(), market.retail_price,
            world.mean_pack_mg, self.rate, self.few, self.niche, self.patience, self.reserve,
        )  # fmt: skip
