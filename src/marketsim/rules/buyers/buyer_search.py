"""Buyers look for a shop."""

from functools import partial

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, exponential, first_from, unit
from marketsim.core.elementary import exp, power
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, ShopStatus
from marketsim.world.turns import DAYS_BETWEEN_TURNS, buyers_with_turn
from marketsim.world.world import World

SEARCH = decision("buyer.search")
CHOICE = decision("buyer.search.shop")
SEEN = 8
"""Shops that somebody who looks comes across in a day: nobody reads every advert."""


@kernel
def _list_offers(uid, status, serves, sells, can_pay):
    """Return open shops by region and product in the order of their uids.

    Returns:
        start: First place of each list, region * products + product, one more than there are lists.
        rows: Rows of the shops, list by list.
        points: The uids of those shops, rising within a list: places on a ring.
    """
    regions, products = serves.shape[1], sells.shape[1]
    ring = np.argsort(uid)
    start = np.zeros(regions * products + 1, np.int32)
    rows = np.empty(ring.size * regions * products, np.int32)
    points = np.empty(rows.size, np.uint64)
    place = 0
    for r in range(regions):
        for p in range(products):
            for shop in ring:
                if serves[shop, r] and sells[shop, p] and status[shop] == ShopStatus.OPEN and can_pay[shop]:
                    rows[place] = shop
                    points[place] = uid[shop]
                    place += 1
            start[r * products + p + 1] = place
    return start, rows, points


@kernel
def _list_lookers(searching, turns):
    """Return the rows of those who are searching, and after them of the others who have their turn."""
    rows = np.empty(searching.size + turns.size, np.int32)
    count = 0
    for row in range(searching.size):
        rows[count] = row
        count += searching[row]
    for row in turns:
        rows[count] = row
        count += not searching[row]
    return rows[:count]


@partial(kernel, inline=True)
def _find(seed, day, buyer_uid, own, product, first, last, rows, points, shop_uid, appeal):
    """Return the most appealing by an exponential race of the new shops that the buyer comes across, -1 for none.

    A buyer comes across the shops that follow a point on the ring of their uids, the point being the day's own
    draw: a shop more or less changes what few buyers see.
    """
    w0, w1, _, _ = draw(seed, buyer_uid, day, CHOICE, 0)
    point = (np.uint64(w0) << np.uint64(32)) | np.uint64(w1)
    low = first_from(point, points, first, last, unit(w0))
    best, found = np.inf, -1
    for step in range(min(last - first, SEEN)):
        place = low + step
        if place >= last:
            place -= last - first
        shop = rows[place]
        known = False
        for slot in range(own.size):
            known |= own[slot] == shop
        if known:
            continue
        w2, _, _, _ = draw(seed, buyer_uid, day, CHOICE, shop_uid[shop])
        time = exponential(w2) / appeal[shop, product]
        if time < best:
            best, found = time, shop
    return found


@kernel
def _another(word, product, region, start, lacking):
    """Return a product to take up instead: the more shops offer it here and the less it is lacking, the likelier."""
    products = lacking.shape[0]
    total = 0.0
    for step in range(2):
        aim, passed = unit(word) * total, 0.0
        for p in range(products):
            place = region * products + p
            passed += (p != product) * (start[place + 1] - start[place]) * (1.0 - lacking[p, region])
            if step == 1 and aim < passed:
                return p
        total = passed
    return product


@kernel
def _search(
    seed, day, rows, uid, region, product, state, online, searching, known_shop, known_incarnation, trust, shop_uid,
    incarnation, appeal, start, shops, points, lacking, chance, curiosity, intermediary, substitution, weight, counts,
):  # fmt: skip
    products = appeal.shape[1]
    words = np.empty((4, rows.size), np.uint32)
    all_words(seed, uid[rows], day, SEARCH, np.zeros(rows.size, np.uint64), words)
    for i in range(rows.size):
        row = rows[i]
        looking = searching[row]
        if state[row] < BuyerState.OCCASIONAL or state[row] > BuyerState.DEPENDENT:
            continue
        w0, w1, w2, w3 = words[0, i], words[1, i], words[2, i], words[3, i]
        r, p = region[row], product[row]
        if looking:
            counts[Count.SEARCHES, r] += weight
            if unit(w2) < substitution * lacking[p, r] ** 2:
                p = _another(w3, p, r, start, lacking)
                product[row] = p
        elif unit(w1) >= curiosity:
            continue
        if unit(w0) >= (chance[r] if online[row] else chance[r] * intermediary):
            continue
        place = r * products + p
        found = _find(
            seed, day, uid[row], known_shop[row], p, start[place], start[place + 1], shops, points, shop_uid, appeal
        )  # fmt: skip
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
        if looking:
            searching[row] = False
            counts[Count.SEARCHES_FOUND, r] += weight


class BuyerSearch(Rule):
    """A user who wanted to buy and got nothing looks for a shop; others now and then come upon one.

    Where hardly anybody gets a product, those who look take up another in time, and stay with it until that one is
    lacking.

    Who     every user who is searching; the others by chance on their turn (every sixteenth day, each on days of their
            own)
    When    after buyer_order
    Chance  find: chance * channels_share of the region (times intermediary for people without access); which:
            exponential race among the shops come across, rates exp(reputation - price sensitivity * log(price / usual
            price)); take up another product: substitution * (share of wishes for the present one that went unserved
            lately in the region) ** 2; which: in proportion to shops that offer it * share served
    Reads   shops; market.channels_share, usual_price, wished, unserved
    Writes  buyers.known_shop, known_incarnation, trust, searching, product
    Source  assumed; adverts and chats as ways to a shop: chapter 2
    """

    chance: float = param(
        0.35, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="shares settle in about six days (P05)"
    )
    """Chance a day to find a shop when adverts and chats are complete."""
    curiosity: float = param(
        0.012, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="buyers know a few shops"
    )
    """Chance a day that somebody who has a shop looks for another; a turn has that of its sixteen days, at most 1."""
    intermediary: float = param(
        0.6,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="online-share: people without access depend on somebody",
    )
    """Chance to find a shop through an intermediary, relative to searching oneself."""
    price_sensitivity: float = param(
        1.5, unit="utility", low=0, high=10, grade=Grade.ASSUMED, source="as in buyer_order"
    )
    """Loss of utility for a shop whose price is e times the usual one."""

    substitution: float = param(
        0.1,
        unit="1 / day",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a month or so where a product is gone; users of synthetics take what there is (P09)",
    )
    """Chance a day that somebody who looks takes up another product where nobody gets the present one."""

    def __call__(self, world: World) -> None:
        """Let people search."""
        buyers, shops, market = world.buyers, world.shops, world.market
        price = np.maximum(shops.used("price"), 1.0) / market.usual_price
        appeal = exp(shops.used("reputation"))[:, None] * power(price, -self.price_sensitivity)
        start, rows, points = _list_offers(
            shops.used("uid"), shops.status, shops.serves, shops.sells, shops.can_pay
        )  # fmt: skip
        _search(
            world.seed, world.today.day, self._who_may_look(world), buyers.uid, buyers.region, buyers.product,
            buyers.state, buyers.online, buyers.searching, buyers.known_shop, buyers.known_incarnation, buyers.trust,
            shops.uid, shops.incarnation, appeal, start, rows, points, market.lacking(),
            self.chance * market.channels_share, self.curiosity * DAYS_BETWEEN_TURNS, self.intermediary,
            self.substitution, world.weight, world.tally.counts,
        )  # fmt: skip

    def _who_may_look(self, world: World) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
        """Return the rows of buyers who are searching or have their turn."""
        return _list_lookers(world.buyers.used("searching"), buyers_with_turn(world))
