"""Shops take up regions and products that lack a seller, and give up those that nobody wants."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.closing import leave_region
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

EXPANSION = decision("shop.expansion")


@kernel
def _has_turn(day, uid, status):
    """Tell whether a shop looks around today: once a week, on a day of its own, while it is open."""
    return status == ShopStatus.OPEN and (day + int(uid % np.uint64(7))) % 7 == 0


@kernel
def _orders(wanted, mean_pack):
    """Return the orders a day in what is wanted of each product."""
    orders = 0.0
    for p in range(mean_pack.size):
        orders += wanted[p] / mean_pack[p]
    return orders


@kernel
def _find_crumbs(demand, wanted, mean_pack, few, niche):
    """Return which shops have too few orders to stay in which regions, shape (shop, region).

    A shop's share is that of one shop among all, however many a row stands for. Who sells most of all stays: a region
    that feeds some of the shops of a row is not left by all of them.
    """
    crumbs = np.zeros(demand.shape[:2], np.bool_)
    for r in range(demand.shape[1]):
        least = min(few, niche * _orders(wanted[r], mean_pack))
        most = 0.0
        for s in range(demand.shape[0]):
            most = max(most, _orders(demand[s, r], mean_pack))
        for s in range(demand.shape[0]):
            crumbs[s, r] = _orders(demand[s, r], mean_pack) < min(least, most)
    return crumbs


@kernel
def _lacking(unserved, wished, mine):
    """Return the share of wishes that nobody serves among all that could be a shop's.

    Of all together: the largest of several shares, each of few wishes, is large by chance, and the more so the more a
    market is thinned.
    """
    missed, all_wished = 0.0, 1.0
    for i in range(mine.size):
        if mine[i]:
            missed += unserved[i]
            all_wished += wished[i]
    return missed / all_wished


@kernel
def _change_regions(
    seed, day, uid, status, region, serves, served_since, sells, demand, money, size, unserved, wished, crumbs,
    mean_pack, rate, patience, trial, reserve, left,
):  # fmt: skip
    """Let shops take up and give up regions; write (shop, region) of those given up to `left`, return how many."""
    count = 0
    for s in range(size):
        if not _has_turn(day, uid[s], status[s]):
            continue
        for r in range(serves.shape[1]):
            take_up, give_up, _, _ = draw(seed, uid[s], day, EXPANSION, r)
            if not serves[s, r]:
                if money[s] > reserve and happens(
                    take_up, 7.0 * rate * _lacking(unserved[:, r], wished[:, r], sells[s])
                ):
                    serves[s, r] = True
                    served_since[s, r] = day
                    for p in range(sells.shape[1]):
                        if sells[s, p]:
                            demand[s, r, p] = max(demand[s, r, p], 2.0 * mean_pack[p])
                continue
            tried = r != region[s] and day - served_since[s, r] >= trial
            if tried and crumbs[s, r] and happens(give_up, 7.0 / patience):
                left[count, 0], left[count, 1] = s, r
                count += 1
    return count


@kernel
def _add_products(
    seed, day, uid, status, serves, sells, demand, price, money, size, unserved, wished, retail, mean_pack, rate,
    reserve,
):  # fmt: skip
    """Let shops take up products."""
    regions = serves.shape[1]
    for s in range(size):
        if not _has_turn(day, uid[s], status[s]):
            continue
        for p in range(sells.shape[1]):
            if sells[s, p]:
                continue
            w0, _, _, _ = draw(seed, uid[s], day, EXPANSION, regions + p)
            if money[s] > reserve and happens(w0, 7.0 * rate * _lacking(unserved[p], wished[p], serves[s])):
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
    Chance  take up: 1 - exp(-7 * rate * lacking), lacking being the share that nobody serves of the wishes for what
            it sells, or in the regions that it serves; give up, after `trial` days: 1 - exp(-7 / patience) while
            orders are below `few`, below the share `niche` of the region's and below those of another shop there
    Reads   market.wished, unserved, retail_price; shops.money, demand
    Writes  shops.serves, served_since, sells, price, demand; couriers, stock and parcels of a region that is given up
            (`marketsim.world.closing`)
    Source  assumed: unmet demand draws sellers
    """

    rate: float = param(
        0.01, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="people and goods are lost if it fails"
    )
    """Hazard of taking up a region in which no wish at all is served."""
    product_rate: float = param(
        0.03, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="shops grow over months"
    )
    """Hazard of taking up a product of which no wish at all is served where the shop is."""
    few: float = param(
        8.0, unit="orders / day", low=0, high=100, grade=Grade.ASSUMED, source="less than half a courier's work (batch)"
    )
    """Orders below which a region is not worth keeping."""
    niche: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="who sells alone stays, however few buy"
    )
    """Share of a region's orders above which a shop stays."""
    trial: int = param(90, unit="days", low=0, high=3_650, grade=Grade.ASSUMED, source="a season until a name is known")
    """Time for which a shop keeps a region that it took up, whoever buys."""
    patience: float = param(30.0, unit="days", low=1, high=3_650, grade=Grade.ASSUMED, source="no series")
    """Mean time for which a shop keeps a region without customers."""
    reserve: float = param(
        500_000.0, unit="KZT", low=0, high=1e9, grade=Grade.ASSUMED, source="one courier's first stock and deposit"
    )
    """Till below which nothing new is tried."""

    def __call__(self, world: World) -> None:
        """Expand and shrink."""
        shops, market = world.shops, world.market
        demand, mean_pack = shops.used("demand"), world.mean_pack_mg
        wanted = world.shop_weight * demand.sum(axis=0)
        crumbs = _find_crumbs(demand, wanted, mean_pack, self.few, self.niche)
        left = np.empty((crumbs.size, 2), np.int64)
        count = _change_regions(
            world.seed, world.today.day, shops.uid, shops.status, shops.region, shops.serves, shops.served_since,
            shops.sells, shops.demand, shops.money, shops.size, market.unserved, market.wished, crumbs, mean_pack,
            self.rate, self.patience, self.trial, self.reserve, left,
        )  # fmt: skip
        for shop, region in left[:count].tolist():
            leave_region(world, shop, region)
        _add_products(
            world.seed, world.today.day, shops.uid, shops.status, shops.serves, shops.sells, shops.demand, shops.price,
            shops.money, shops.size, market.unserved, market.wished, market.retail_price, mean_pack, self.product_rate,
            self.reserve,
        )  # fmt: skip
