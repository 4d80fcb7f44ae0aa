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
    seed, day, uid, status, region, serves, sells, demand, price, money, size, unserved, retail, mean_pack,
    rate, enough, few, niche, patience, reserve, weight,
):  # fmt: skip
    regions, products = serves.shape[1], sells.shape[1]
    total = np.zeros(regions)
    for s in range(size):
        for r in range(regions):
            for p in range(products):
                total[r] += weight * demand[s, r, p] / mean_pack[p]
    for s in range(size):
        if status[s] != ShopStatus.OPEN or (day + int(uid[s] % np.uint64(7))) % 7 != 0:
            continue
        for r in range(regions):
            w0, w1, _, _ = draw(seed, uid[s], day, EXPANSION, r)
            wanted, mine = 0.0, 0.0
            for p in range(products):
                wanted += unserved[p, r] / mean_pack[p]
                mine += weight * demand[s, r, p] / mean_pack[p]
            if not serves[s, r]:
                if money[s] > reserve and happens(w0, 7.0 * rate * min(wanted / enough, 3.0)):
                    serves[s, r] = True
                    for p in range(products):
                        if sells[s, p]:
                            demand[s, r, p] = max(demand[s, r, p], 2.0 * mean_pack[p])
            elif r != region[s] and mine < min(few, niche * total[r]) and happens(w1, 7.0 / patience):
                serves[s, r] = False
                for p in range(products):
                    demand[s, r, p] = 0.0
        for p in range(products):
            if sells[s, p]:
                continue
            wanted = 0.0
            for r in range(regions):
                if serves[s, r]:
                    wanted += unserved[p, r] / mean_pack[p]
            w0, _, _, _ = draw(seed, uid[s], day, EXPANSION, regions + p)
            if money[s] > reserve and happens(w0, 7.0 * rate * min(wanted / enough, 3.0)):
                sells[s, p] = True
                price[s, p] = retail[p]
                for r in range(regions):
                    if serves[s, r]:
                        demand[s, r, p] = 2.0 * mean_pack[p]


class ShopExpansion(Rule):
    """Once a week a shop considers new regions and products; it gives up a region where hardly anybody buys.

    A thinned shop stands for many and serves the regions that they serve between them: it looks at the orders of
    the whole market, so that a region with few buyers has a seller at every scale.

    Who     every open shop, once a week
    When    in the morning
    Chance  take up: 1 - exp(-7 * rate * min(unserved orders a day / enough, 3)); give up: 1 - exp(-7 / patience)
    Reads   market.unserved, retail_price; shops.money, demand
    Writes  shops.serves, sells, price, demand
    Source  assumed: unmet demand draws sellers
    """

    rate: float = param(0.006, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="shops grow over months")
    """Hazard of taking up a region or product where `enough` orders a day go unserved."""
    enough: float = param(
        12.0, unit="orders / day", low=0.1, high=1_000, grade=Grade.ASSUMED, source="half a courier's work"
    )
    few: float = param(3.0, unit="orders / day", low=0, high=100, grade=Grade.ASSUMED, source="not worth a courier")
    """Orders below which a region is not worth keeping."""
    niche: float = param(
        0.1, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="who sells alone stays, however few buy"
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
            shops.price, shops.money, shops.size, market.unserved, market.retail_price,
            world.mean_pack_mg, self.rate, self.enough, self.few, self.niche, self.patience, self.reserve, world.weight,
        )  # fmt: skip
