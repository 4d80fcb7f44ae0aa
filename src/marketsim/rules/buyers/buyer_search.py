"""Buyers look for a shop."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, exponential, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

SEARCH = decision("buyer.search")
CHOICE = decision("buyer.search.shop")


@kernel
def _list_offers(status, serves, sells, can_pay, shops):
    """Return open shops by region and product: start (region * products + product), and rows of shops."""
    regions, products = serves.shape[1], sells.shape[1]
    start = np.zeros(regions * products + 1, np.int32)
    rows = np.empty(shops * regions * products, np.int32)
    place = 0
    for r in range(regions):
        for p in range(products):
            for shop in range(shops):
                if status[shop] == ShopStatus.OPEN and can_pay[shop] and serves[shop, r] and sells[shop, p]:
                    rows[place] = shop
                    place += 1
            start[r * products + p + 1] = place
    return start, rows


@kernel
def _search(
    seed, day, uid, region, product, state, online, searching, known_shop, known_incarnation, trust, size, shop_uid,
    reputation, price, usual_price, incarnation, start, rows, chance, curiosity, intermediary, price_sensitivity,
    weight, counts,
):  # fmt: skip
    products = price.shape[1]
    for row in range(size):
        if state[row] < 1 or state[row] > 3:
            continue
        w0, w1, _, _ = draw(seed, uid[row], day, SEARCH, 0)
        r, p = region[row], product[row]
        reach = chance[r] if online[row] else chance[r] * intermediary
        if searching[row]:
            counts[Count.SEARCHES, r] += weight
        elif unit(w1) >= curiosity * chance[r]:
            continue
        if unit(w0) >= reach:
            continue
        best, found = np.inf, -1
        for i in range(start[r * products + p], start[r * products + p + 1]):
            shop = rows[i]
            known = False
            for slot in range(known_shop.shape[1]):
                known |= known_shop[row, slot] == shop
            if known:
                continue
            w2, _, _, _ = draw(seed, uid[row], day, CHOICE, shop_uid[shop])
            utility = reputation[shop] - price_sensitivity * np.log(price[shop, p] / usual_price[p])
            time = exponential(w2) * np.exp(-utility)
            if time < best:
                best, found = time, shop
        if found < 0:
            continue
        worst = 0
        for slot in range(known_shop.shape[1]):
            if known_shop[row, slot] < 0:
                worst = slot
                break
            if trust[row, slot] < trust[row, worst]:
                worst = slot
        known_shop[row, worst] = found
        known_incarnation[row, worst] = incarnation[found]
        trust[row, worst] = 0.0
        if searching[row]:
            searching[row] = False
            counts[Count.SEARCHES_FOUND, r] += weight


class BuyerSearch(Rule):
    """A user who knows no shop that can serve looks for one; others now and then come upon one.

    Who     every user who is searching, and by chance any user
    When    after buyer_order
    Chance  find: chance * channels_share of the region (times intermediary for people without access); which:
            exponential race with rates exp(reputation - price sensitivity * log(price / usual price))
    Reads   shops; market.channels_share, usual_price
    Writes  buyers.known_shop, known_incarnation, trust, searching
    Source  assumed; adverts and chats as ways to a shop: chapter 2
    """

    chance: float = param(0.35, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="shares settle in about six days (P05)")
    """Chance a day to find a shop when adverts and chats are complete."""
    curiosity: float = param(0.01, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="buyers know a few shops")
    """Chance a day that somebody who has a shop looks at another."""
    intermediary: float = param(0.6, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="online-share: people without access depend on somebody")
    """Chance to find a shop through an intermediary, relative to searching oneself."""
    price_sensitivity: float = param(1.5, unit="utility", low=0, high=10, grade=Grade.ASSUMED, source="as in buyer_order")

    def __call__(self, world: World) -> None:
        """Let people search."""
        buyers, shops, market = world.buyers, world.shops, world.market
        start, rows = _list_offers(shops.status, shops.serves, shops.sells, shops.can_pay, shops.size)
        _search(
            world.seed, world.today.day, buyers.uid, buyers.region, buyers.product, buyers.state, buyers.online,
            buyers.searching, buyers.known_shop, buyers.known_incarnation, buyers.trust, buyers.size, shops.uid,
            shops.reputation, shops.price, market.usual_price, shops.incarnation, start, rows,
            np.clip(self.chance * market.channels_share, 0.0, 1.0), self.curiosity, self.intermediary,
            self.price_sensitivity, world.weight, world.tally.counts,
        )  # fmt: skip
