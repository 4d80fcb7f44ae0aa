"""Which shop a buyer turns to: a race among the known ones that can serve and answer."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, exponential, mix, unit
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
def _race(seed, day, buyer_uid, product, first_bucket, buckets, shops, trust, shop_uid, appeal, start, lot, nearness):
    """Return the winners of an exponential race among shops: of all, and of those with parcels here, -1 for none.

    A single shop wins without a race. More parcels on offer are nearer ones.
    """
    best, best_served = np.inf, np.inf
    favourite, served = -1, -1
    for slot in range(shops.size):
        shop = shops[slot]
        if shop < 0:
            continue
        word, _, _, _ = draw(seed, buyer_uid, day, CHOICE, shop_uid[shop])
        bucket = shop * buckets + first_bucket
        offers = start[bucket + 1] - start[bucket]
        near = nearness[min(lot * offers, DENSEST)]
        time = exponential(word) * np.exp(-trust[slot]) / (appeal[shop, product] * near)
        if time < best:
            best, favourite = time, shop
        if time < best_served and offers > 0:
            best_served, served = time, shop
    return favourite, served


@kernel
def choose_shops(
    seed, day, wishing, buyer_uid, buyer_region, buyer_product, known_shop, known_incarnation, trust, searching,
    shop_uid, status, serves, sells, can_pay, answers, nearness, appeal, incarnation, retention, demand_today, start,
    mean_pack, unserved, chosen, lot, weight, counts,
):  # fmt: skip
    """Write each wishing buyer's shop to `chosen` (-1 for none)."""
    regions, products = serves.shape[1], sells.shape[1]
    # Columns are read for all at once: memory is far, and answers many questions in the time of one.
    uids, known, seen, trusted = buyer_uid[wishing], known_shop[wishing], known_incarnation[wishing], trust[wishing]
    for i in range(wishing.size):
        row, able, only = wishing[i], 0, -1
        r, p = buyer_region[row], buyer_product[row]
        counts[Count.ORDERS_WANTED, r] += weight
        for slot in range(known.shape[1]):
            shop = known[i, slot]
            if shop < 0:
                continue
            known[i, slot] = -1
            if status[shop] == ShopStatus.REBUILDING:
                continue
            if status[shop] >= ShopStatus.CLOSED or not _still_in_contact(
                seed, uids[i], seen[i, slot], shop, incarnation, retention, shop_uid
            ):
                known_shop[row, slot] = -1
                trust[row, slot] = 0.0
                continue
            known_incarnation[row, slot] = incarnation[shop]
            if serves[shop, r] and sells[shop, p] and can_pay[shop]:
                if answers[shop] < 1.0 and (unit(draw(seed, uids[i], day, ANSWER, shop_uid[shop])[0]) >= answers[shop]):
                    continue
                known[i, slot] = shop
                able += 1
                only = shop
        favourite, bucket = only, r * products + p
        if able > 1:
            favourite, chosen[i] = _race(
                seed, day, uids[i], p, bucket, regions * products, known[i], trusted[i], shop_uid, appeal, start, lot,
                nearness,
            )  # fmt: skip
        else:
            bucket += only * regions * products
            chosen[i] = only if only >= 0 and start[bucket + 1] > start[bucket] else -1
        if favourite >= 0:
            demand_today[favourite, r, p] += lot * mean_pack[p]
        if chosen[i] < 0:
            counts[Count.ORDERS_UNSERVED, r] += weight
            searching[row] = True
            unserved[p, r] += 0.1 * mean_pack[p] * weight
