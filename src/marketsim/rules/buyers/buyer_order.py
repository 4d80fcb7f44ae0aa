"""Buyers want, choose a shop and a parcel, and pay."""

import math
from functools import cache

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, first_words, unit
from marketsim.core.elementary import exp, power
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_MONTH
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.drops_contest import agree
from marketsim.world.drops_index import index_drops
from marketsim.world.ledger import MoneyFlow
from marketsim.world.shop_choice import DENSEST, choose_shops
from marketsim.world.states import BuyerState, DropStatus
from marketsim.world.turning_elsewhere import turn_elsewhere
from marketsim.world.world import World

ORDER = decision("buyer.order")
MARKETPLACE = decision("buyer.order.marketplace")
LEARNING = 0.1
"""Part of today in the moving averages of wishes."""
MOST_DAYS = 0.95
"""Most of the days on which somebody wants to buy, at the usual price."""


@kernel
def _fill_chances(rates, factor, retail_price, usual_price, elasticity, deterrence, buyer_risk, chances):
    """Write the chance to want to buy today of those who use to `chances`, shape (BuyerState, product, region)."""
    for p in range(chances.shape[1]):
        by_product = (retail_price[p] / usual_price[p]) ** elasticity
        for r in range(chances.shape[2]):
            by_region = max(0.0, 1.0 - deterrence * buyer_risk[r])
            for user in range(len(rates)):
                wishes = rates[user] * factor * by_product * by_region
                chances[BuyerState.OCCASIONAL + user, p, r] = -np.expm1(-wishes)


@kernel
def _wish(seed, day, uid, state, product, region, size, chance):
    """Return the rows that want to buy today, a draw for each, and their uids, products and regions.

    The chance of those who do not use is 0: to draw for everybody costs less than to ask who uses.
    """
    first = np.empty(size, np.uint32)
    first_words(seed, uid, day, ORDER, first)
    rows = np.empty(size, np.int32)
    count = 0
    for row in range(size):
        rows[count] = row
        count += unit(first[row]) < chance[state[row], product[row], region[row]]
    wishing = rows[:count].copy()
    uids = uid[wishing]
    words = np.empty((4, count), np.uint32)
    all_words(seed, uids, day, ORDER, np.zeros(count, np.uint64), words)
    return wishing, words[1], uids, product[wishing], region[wishing]


@kernel
def _count_wishes(
    wishing, parcels, chosen, regions, products, limits, price, smallest, mean_pack, weight, searching, wished,
    unserved, counts,
):  # fmt: skip
    """Count every wish, and as unserved each that ends without a parcel, whatever the cause; who had it searches.

    Who last tried a shop that has parcels but cannot pay its smallest pack looks for a cheaper one, or for another
    product, but is not in the averages: it is no sign that shops are lacking.
    """
    wished *= 1.0 - LEARNING
    unserved *= 1.0 - LEARNING
    for i in range(wishing.size):
        r, p, empty_handed = regions[i], products[i], parcels[i] < 0
        counts[Count.ORDERS_WANTED, r] += weight
        counts[Count.ORDERS_UNSERVED, r] += weight * empty_handed
        searching[wishing[i]] = empty_handed
        if empty_handed and chosen[i] >= 0 and limits[i] < price[chosen[i], p] * (smallest[p] * 0.001) ** 0.6:
            continue
        mg = LEARNING * mean_pack[p] * weight
        wished[p, r] += mg
        unserved[p, r] += mg * empty_handed


@kernel
def _pay(
    seed, day, wishing, parcels, uids, regions, products, online, price, shop_money, on_marketplace, through,
    drop_shop, drop_mg, drop_status, drop_buyer, reserved_on, escrow, paid, lot, weight, counts, money_flow, sold_mg,
    revenue,
):  # fmt: skip
    """Reserve and pay the parcels on which buyers agreed."""
    for i in range(wishing.size):
        drop = parcels[i]
        if drop < 0:
            continue
        row, shop = wishing[i], drop_shop[drop]
        r, p = regions[i], products[i]
        cost = int(np.round(price[shop, p] * (drop_mg[drop] * 0.001) ** 0.6))
        drop_status[drop] = DropStatus.RESERVED
        drop_buyer[drop] = row
        reserved_on[drop] = day
        paid[drop] = cost
        escrow[drop] = on_marketplace[shop] and unit(draw(seed, uids[i], day, MARKETPLACE, 0)[0]) < through
        counts[Count.ORDERS_ON_MARKETPLACE, r] += weight * escrow[drop]
        shop_money[shop] += lot * cost
        money_flow[MoneyFlow.PAYMENTS] += cost * weight
        counts[Count.ORDERS, r] += weight
        if not online[row]:
            counts[Count.ORDERS_THROUGH_INTERMEDIARY, r] += weight
        sold_mg[p, r] += drop_mg[drop] * weight
        revenue[p, r] += cost * weight


@cache
def _nearness(distance: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return exp(-distance / root of the parcels on offer), 1 for none, where nobody asks, shape (DENSEST + 1,).

    The nearest of n random places is closer by the root of n (Clark and Evans 1954).
    """
    parcels = np.arange(DENSEST + 1)
    return np.where(parcels > 0, exp(-distance / np.sqrt(np.maximum(parcels, 1))), 1.0)


class BuyerOrder(Rule):
    """Buyers want, choose among the shops they know, reserve a parcel and pay.

    Who     every occasional, regular and dependent user
    When    after couriers have hidden today's parcels
    Chance  want: 1 - (1 - orders a day) ** (weekday and season * (price / usual price) ** elasticity * (1 -
            deterrence * perceived risk) * mobility); shop: exponential race with rates exp(trust + reputation - price
            sensitivity * log(price / usual price) - distance / root of parcels) among known shops that can serve
            and answer; the shop whose demand the wish is: the same race among all of them that answer, without distance
    Reads   buyers, shops (answers: operators), drops; today.wish_factor; levers.mobility; market.retail_price,
            usual_price, buyer_risk
    Writes  buyers.known_shop, known_incarnation, trust, searching; drops.status, buyer, reserved_on, escrow, paid;
            shops.money, demand_today; market.wished, unserved
    Source  rates: orders-rate; elasticity: elast; price of a pack: discount; race: McFadden 1974, Luce 1959
    """

    occasional_orders: float = param(
        1.5,
        unit="orders / month",
        low=0,
        high=30,
        grade=Grade.BORROWED,
        source="orders-rate, split by state as assumed in defaults",
    )
    """Orders that an occasional user wishes for, on a mean day at the usual price and unafraid."""
    regular_orders: float = param(
        5.0,
        unit="orders / month",
        low=0,
        high=60,
        grade=Grade.BORROWED,
        source="orders-rate, split by state as assumed in defaults",
    )
    """Orders that a regular user wishes for, likewise."""
    dependent_orders: float = param(
        9.6,
        unit="orders / month",
        low=0,
        high=90,
        grade=Grade.BORROWED,
        source="orders-rate, split by state as assumed in defaults",
    )
    """Orders that a dependent user wishes for, likewise."""
    elasticity: float = param(-0.9, unit="elasticity", low=-3, high=0, grade=Grade.CALIBRATED, source="elast")
    """How wishes follow the market's price."""
    deterrence: float = param(
        0.5,
        unit="share per (detention / year)",
        low=0,
        high=5,
        grade=Grade.ASSUMED,
        source="certainty deters a little (Nagin 2013)",
    )
    """Share of wishes given up when detention is perceived as certain within a year."""
    mobility_effect: float = param(
        0.8,
        unit="exponent",
        low=0,
        high=3,
        grade=Grade.ASSUMED,
        source="covid-sales: orders fell by less than movement",
    )
    """Wishes fall with mobility to this power: people do not go out for a parcel when movement is watched."""
    price_sensitivity: float = param(
        1.5, unit="utility", low=0, high=10, grade=Grade.ASSUMED, source="no published choice data"
    )
    """Loss of utility for a shop whose price is e times the usual one."""
    distance: float = param(0.6, unit="utility", low=0, high=10, grade=Grade.ASSUMED, source="no published choice data")
    """Loss of utility for a shop with one parcel in the region; with n parcels the nearest is root n times closer."""
    through_marketplace: float = param(
        0.75,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="with shop_channels.marketplace_share about a third of sales (chapter 2 gives no share)",
    )
    """Share of orders from a shop with a page on the dominant marketplace that are placed there."""

    def __call__(self, world: World) -> None:
        """Let everybody order who wants to."""
        buyers, shops, drops, market = world.buyers, world.shops, world.drops, world.market
        regions, products, day, tally = len(world.regions), len(world.products), world.today.day, world.tally
        wishing, words, uids, wanted, homes = _wish(
            world.seed, day, buyers.uid, buyers.state, buyers.product, buyers.region, buyers.size, self.chances(world)
        )  # fmt: skip
        start, rows, keys = index_drops(
            drops.uid, drops.shop, drops.region, drops.product, drops.status, drops.size, shops.size, regions, products
        )
        appeal, nearness = self.appeal(world), self.nearness()
        chosen, known = choose_shops(
            world.seed, day, wishing, uids, homes, wanted, buyers.known_shop, buyers.known_incarnation, buyers.trust,
            shops.uid, shops.status, shops.serves, shops.sells, shops.can_pay, shops.answers, nearness,
            appeal, shops.incarnation, shops.retention, shops.demand_today, start, world.mean_pack_mg,
            world.lot,
        )  # fmt: skip
        limits = buyers.spending_limit[wishing]
        parcels = agree(
            words, chosen, uids, buyers.cell[wishing], homes, wanted, limits, shops.price,
            drops.uid, drops.mg, drops.cell, start, rows, keys, world.cells.x, world.cells.y, regions, products,
        )  # fmt: skip
        turn_elsewhere(
            chosen, parcels, known, words, uids, buyers.cell[wishing], homes, wanted, limits, shops.price, appeal,
            nearness, world.lot, drops.uid, drops.mg, drops.cell, start, rows, keys, world.cells.x, world.cells.y,
            regions, products,
        )  # fmt: skip
        _count_wishes(
            wishing, parcels, chosen, homes, wanted, limits, shops.price, world.packs_mg[:, 0], world.mean_pack_mg,
            world.weight, buyers.searching, market.wished, market.unserved, tally.counts,
        )  # fmt: skip
        _pay(
            world.seed, day, wishing, parcels, uids, homes, wanted, buyers.online, shops.price, shops.money,
            shops.on_marketplace, self.through_marketplace, drops.shop, drops.mg, drops.status, drops.buyer,
            drops.reserved_on, drops.escrow, drops.paid, world.lot, world.weight, tally.counts, world.ledger.money,
            tally.sold_mg, tally.revenue,
        )  # fmt: skip

    def nearness(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Return `_nearness` of this rule's distance."""
        return _nearness(self.distance)

    def appeal(self, world: World) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        """Return exp(reputation - price sensitivity * log(price / usual price)), shape (shop, product)."""
        shops = world.shops
        price = np.maximum(shops.used("price"), 1.0) / world.market.usual_price
        return exp(shops.used("reputation"))[:, None] * power(price, -self.price_sensitivity)

    def hazards(self) -> tuple[float, ...]:
        """Return the daily hazard of a wish by state, so that as many days of a usual month as stated have one.

        Nobody wants twice a day: a hazard of the stated orders over days would make some 10 % fewer.
        """
        orders = (self.occasional_orders, self.regular_orders, self.dependent_orders)
        return tuple(-math.log1p(-min(rate / DAYS_PER_MONTH, MOST_DAYS)) for rate in orders)

    def chances(self, world: World) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        """Return the chance that a user wants to buy today, shape (BuyerState, product, region)."""
        market, mobility = world.market, world.levers.mobility**self.mobility_effect
        chances = np.zeros((len(BuyerState), len(world.products), len(world.regions)))
        _fill_chances(
            self.hazards(), float(world.today.wish_factor * mobility), market.retail_price, market.usual_price,
            self.elasticity, self.deterrence, market.buyer_risk, chances,
        )  # fmt: skip
        return chances
