"""Which shop a buyer turns to: a race among the known ones that can serve and answer."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, exponential, mix, unit
from marketsim.world.counts import Count
from marketsim.world.states import ShopStatus

CHOICE = decision("buyer.order.shop")
CONTACT = decision("buyer.order.contact")
ANSWER = decision("buyer.order.answer")
DENSEST = 64
"""Parcels on offer from which on more of them bring the nearest hardly closer."""


@kernel
def _still_in_contact(seed, buyer_uid, seen, shop, incarnation, retention, shop_uid):
    """Tell whether a buyer still finds a shop whose main channel may have changed; forget it otherwise."""
    now = incarnation[shop]
    if seen == now:
        return True
    w0, _, _, _ = draw(seed, buyer_uid, 0, CONTACT, mix(shop_uid[shop], now))
    return unit(w0) < retention[shop]


@kernel
def _tell_offers(serves, sells, can_pay, shops):
    """Return which shops can serve whom, shape (shop, region, product)."""
    offers = np.empty((shops, serves.shape[1], sells.shape[1]), np.bool_)
    for s in range(shops):
        for r in range(serves.shape[1]):
            for p in range(sells.shape[1]):
                offers[s, r, p] = serves[s, r] & sells[s, p] & can_pay[s]
    return offers


@kernel
def _list_able(
    seed, day, wishing, uids, region, product, known_shop, known_incarnation, trust, shop_uid, status, offers, answers,
    incarnation, retention,
):  # fmt: skip
    """Return the known shops that can serve each wishing buyer and answer: first place of each list, shops, trust.

    Buyers forget shops that they do not find any more.
    """
    # Columns are read for all at once: memory is far, and answers many questions in the time of one.
    known, seen, trusted = known_shop[wishing], known_incarnation[wishing], trust[wishing]
    first = np.zeros(wishing.size + 1, np.int32)
    shops = np.empty(known.size, np.int32)
    trusts = np.empty(known.size, np.float32)
    count = 0
    for i in range(wishing.size):
        row, r, p = wishing[i], region[i], product[i]
        for slot in range(known.shape[1]):
            shop = known[i, slot]
            if shop < 0 or status[shop] == ShopStatus.REBUILDING:
                continue
            if status[shop] == ShopStatus.CLOSED or not _still_in_contact(
                seed, uids[i], seen[i, slot], shop, incarnation, retention, shop_uid
            ):
                known_shop[row, slot] = -1
                trust[row, slot] = 0.0
                continue
            if seen[i, slot] != incarnation[shop]:
                known_incarnation[row, slot] = incarnation[shop]
            if offers[shop, r, p]:
                if answers[shop] < 1.0 and unit(draw(seed, uids[i], day, ANSWER, shop_uid[shop])[0]) >= answers[shop]:
                    continue
                shops[count] = shop
                trusts[count] = trusted[i, slot]
                count += 1
        first[i + 1] = count
    return first, shops[:count], trusts[:count]


@kernel
def _draw_times(seed, day, first, shops, uids, shop_uid):
    """Return a word for each buyer and shop of the lists."""
    buyer_uids, shop_uids = np.empty(shops.size, np.uint64), shop_uid[shops]
    for i in range(uids.size):
        buyer_uids[first[i] : first[i + 1]] = uids[i]
    words = np.empty((4, shops.size), np.uint32)
    all_words(seed, buyer_uids, day, CHOICE, shop_uids, words)
    return words[0]


@kernel
def _race(words, product, first_bucket, buckets, shops, trust, appeal, start, lot, nearness):
    """Return the winners of an exponential race among shops: of all, and of those with parcels here, -1 for none.

    More parcels on offer are nearer ones.
    """
    best, best_served = np.inf, np.inf
    favourite, served = -1, -1
    for place in range(shops.size):
        shop = shops[place]
        bucket = shop * buckets + first_bucket
        offers = start[bucket + 1] - start[bucket]
        near = nearness[min(lot * offers, DENSEST)]
        time = exponential(words[place]) * np.exp(-trust[place]) / (appeal[shop, product] * near)
        if time < best:
            best, favourite = time, shop
        if time < best_served and offers > 0:
            best_served, served = time, shop
    return favourite, served


@kernel
def choose_shops(
    seed, day, wishing, uids, region, product, known_shop, known_incarnation, trust, searching, shop_uid, status,
    serves, sells, can_pay, answers, nearness, appeal, incarnation, retention, demand_today, start, mean_pack,
    unserved, lot, weight, counts,
):  # fmt: skip
    """Return the shop of each wishing buyer, -1 for none. A single shop wins without a race."""
    regions, products = serves.shape[1], sells.shape[1]
    first, shops, trusts = _list_able(
        seed, day, wishing, uids, region, product, known_shop, known_incarnation, trust, shop_uid, status,
        _tell_offers(serves, sells, can_pay, appeal.shape[0]), answers, incarnation, retention,
    )  # fmt: skip
    words = _draw_times(seed, day, first, shops, uids, shop_uid)
    chosen = np.empty(wishing.size, np.int32)
    for i in range(wishing.size):
        r, p = region[i], product[i]
        bucket, able = r * products + p, slice(first[i], first[i + 1])
        favourite, served = -1, -1
        if first[i + 1] - first[i] > 1:
            favourite, served = _race(
                words[able], p, bucket, regions * products, shops[able], trusts[able], appeal, start, lot, nearness
            )
        elif first[i + 1] > first[i]:
            favourite = shops[first[i]]
            bucket += favourite * regions * products
            served = favourite if start[bucket + 1] > start[bucket] else -1
        chosen[i] = served
        counts[Count.ORDERS_WANTED, r] += weight
        if favourite >= 0:
            demand_today[favourite, r, p] += lot * mean_pack[p]
        if served < 0:
            counts[Count.ORDERS_UNSERVED, r] += weight
            searching[wishing[i]] = True
            unserved[p, r] += 0.1 * mean_pack[p] * weight
    return chosen
