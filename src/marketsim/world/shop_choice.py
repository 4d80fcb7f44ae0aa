"""Which shop a buyer turns to: a race among the known ones that can serve and answer."""

from functools import partial

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, exponential, mix, unit
from marketsim.world.buyers import KNOWN_SHOPS
from marketsim.world.states import ShopStatus

CHOICE = decision("buyer.order.shop")
CONTACT = decision("buyer.order.contact")
ANSWER = decision("buyer.order.answer")
DENSEST = 64
"""Parcels on offer from which on more of them bring the nearest hardly closer."""


@kernel
def _still_in_contact(seed, buyer_uid, shop_uid, incarnation, retention):
    """Tell whether a buyer still finds a shop whose main channel has changed."""
    w0, _, _, _ = draw(seed, buyer_uid, 0, CONTACT, mix(shop_uid, incarnation))
    return unit(w0) < retention


@kernel
def _slots_at(rows, column):
    """Return the slots of many buyers in one column, one after the other."""
    slots = np.empty(rows.size * KNOWN_SHOPS, column.dtype)
    for i in range(rows.size):
        for slot in range(KNOWN_SHOPS):
            slots[i * KNOWN_SHOPS + slot] = column[rows[i], slot]
    return slots


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
    known, seen = _slots_at(wishing, known_shop), _slots_at(wishing, known_incarnation)
    trusted = _slots_at(wishing, trust)
    places, found = np.empty(known.size, np.int32), 0
    for place in range(known.size):
        places[found] = place
        found += known[place] >= 0
    first = np.zeros(wishing.size + 1, np.int32)
    shops = np.empty(found, np.int32)
    trusts = np.empty(found, np.float32)
    count = 0
    for place in places[:found]:
        i, slot, shop = place // KNOWN_SHOPS, place % KNOWN_SHOPS, known[place]
        if status[shop] == ShopStatus.REBUILDING:
            continue
        moved = seen[place] != incarnation[shop]
        if status[shop] >= ShopStatus.CLOSED or (
            moved and not _still_in_contact(seed, uids[i], shop_uid[shop], incarnation[shop], retention[shop])
        ):
            known_shop[wishing[i], slot] = -1
            trust[wishing[i], slot] = 0.0
            continue
        if moved:
            known_incarnation[wishing[i], slot] = incarnation[shop]
        if not offers[shop, region[i], product[i]]:
            continue
        if answers[shop] < 1.0 and unit(draw(seed, uids[i], day, ANSWER, shop_uid[shop])[0]) >= answers[shop]:
            continue
        shops[count] = shop
        trusts[count] = trusted[place]
        first[i + 1] += 1
        count += 1
    for i in range(wishing.size):
        first[i + 1] += first[i]
    return first, shops[:count], trusts[:count]


@kernel
def _draw_times(seed, day, first, shops, uids, shop_uid):
    """Return a word for each buyer and shop of the lists."""
    buyer_uids, shop_uids = np.empty(shops.size, np.uint64), shop_uid[shops]
    for i in range(uids.size):
        for place in range(first[i], first[i + 1]):
            buyer_uids[place] = uids[i]
    words = np.empty((4, shops.size), np.uint32)
    all_words(seed, buyer_uids, day, CHOICE, shop_uids, words)
    return words[0]


@partial(kernel, inline=True)
def _race(words, product, first_bucket, buckets, first, last, shops, tried, trust, appeal, start, lot, nearness):
    """Return the places of the winners of a race among shops not tried: of all, and of those with parcels, or -1.

    More parcels on offer are nearer ones. What would be near where a shop has none nobody knows: the race of all, which
    tells what customers want from whom, goes without nearness.
    """
    best, best_served = np.inf, np.inf
    favourite, served = -1, -1
    for place in range(first, last):
        if tried[place]:
            continue
        shop = shops[place]
        bucket = shop * buckets + first_bucket
        offers = start[bucket + 1] - start[bucket]
        time = exponential(words[place]) * np.exp(-trust[place]) / appeal[shop, product]
        if time < best:
            best, favourite = time, place
        near_time = time / nearness[min(lot * offers, DENSEST)]
        if near_time < best_served and offers > 0:
            best_served, served = near_time, place
    return favourite, served


@kernel
def choose_among(known, i, region, product, regions, products, appeal, start, lot, nearness):
    """Return a buyer's favourite of the known shops not tried yet and the one to turn to now, which is tried then.

    -1 for none. What has parcels here is turned to. A single shop is the favourite without a race, tried or not.
    """
    first, shops, trusts, words, tried = known
    favourite, served = first[i], first[i]
    if first[i + 1] - first[i] != 1:
        favourite, served = _race(
            words, product, region * products + product, regions * products, first[i], first[i + 1], shops, tried,
            trusts, appeal, start, lot, nearness,
        )  # fmt: skip
    else:
        bucket = (shops[served] * regions + region) * products + product
        if tried[served] or start[bucket + 1] == start[bucket]:
            served = -1
    if served >= 0:
        tried[served] = True
        served = shops[served]
    return shops[favourite] if favourite >= 0 else -1, served


@kernel
def choose_shops(
    seed, day, wishing, uids, region, product, known_shop, known_incarnation, trust, shop_uid, status, serves, sells,
    can_pay, answers, nearness, appeal, incarnation, retention, demand_today, start, mean_pack, lot,
):  # fmt: skip
    """Return the shop of each wishing buyer, -1 for none, and the lists of those that each could turn to.

    The lists are first places, shops, trust, draws and whether they were tried: what `choose_among` reads.
    """
    regions, products = serves.shape[1], sells.shape[1]
    first, shops, trusts = _list_able(
        seed, day, wishing, uids, region, product, known_shop, known_incarnation, trust, shop_uid, status,
        _tell_offers(serves, sells, can_pay, appeal.shape[0]), answers, incarnation, retention,
    )  # fmt: skip
    words = _draw_times(seed, day, first, shops, uids, shop_uid)
    known = (first, shops, trusts, words, np.zeros(shops.size, np.bool_))
    chosen = np.empty(wishing.size, np.int32)
    for i in range(wishing.size):
        r, p = region[i], product[i]
        favourite, served = choose_among(known, i, r, p, regions, products, appeal, start, lot, nearness)
        chosen[i] = served
        if favourite >= 0:
            demand_today[favourite, r, p] += lot * mean_pack[p]
    return chosen, known
