"""Who gets which parcel: every buyer looks for the most convenient one, and two who want one are settled by draw."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.draws import mix
from marketsim.world.counts import Count

ROUNDS = 8
"""How often somebody looks again whose parcel went to another."""
LOOKED_AT = 12
"""Parcels that a buyer compares."""


@kernel
def _describe(start, rows, drop_mg, drop_cell, x, y):
    """Return weight and place of the parcels in the order of `rows`, so that a look at twelve stays in one spot."""
    mg = np.empty(rows.size, np.int64)
    there_x = np.empty(rows.size, np.int32)
    there_y = np.empty(rows.size, np.int32)
    for place in range(rows.size):
        drop = rows[place]
        mg[place] = drop_mg[drop]
        there_x[place] = x[drop_cell[drop]]
        there_y[place] = y[drop_cell[drop]]
    return mg, there_x, there_y


@kernel
def _best_place(word, first, last, keys, taken, mg, there_x, there_y, home_x, home_y, most_mg):
    """Return the place of the most convenient free and affordable parcel of a bucket, -1 if there is none.

    A buyer looks at the parcels that follow the own point on a ring of uids, so that a stranger's parcel
    changes the choice of few.
    """
    low, high = first, last
    point = word >> np.uint32(22)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < point:
            low = middle + 1
        else:
            high = middle
    best, best_score = -1, np.inf
    for step in range(min(last - first, LOOKED_AT)):
        place = low + step
        if place >= last:
            place -= last - first
        score = abs(there_x[place] - home_x) + abs(there_y[place] - home_y) + 2.0 * step
        if score < best_score and not taken[place] and mg[place] <= most_mg:
            best, best_score = place, score
    return best


@kernel
def agree(
    wishing, words, chosen, buyer_uid, buyer_cell, buyer_region, buyer_product, spending_limit, price, drop_uid,
    drop_mg, drop_cell, start, rows, keys, x, y, regions, products, weight, counts,
):  # fmt: skip
    """Return the parcel of each wishing buyer, -1 for none. Of two who want one the lower draw has it for good.

    The others look again, for a few rounds.
    """
    mg, there_x, there_y = _describe(start, rows, drop_mg, drop_cell, x, y)
    uids, homes, limits = buyer_uid[wishing], buyer_cell[wishing], spending_limit[wishing]
    parcels = np.full(wishing.size, -1, np.int32)
    wanted = np.empty(wishing.size, np.int32)
    taken = np.zeros(rows.size, np.bool_)
    claimant = np.full(rows.size, -1, np.int32)
    contest = np.empty(rows.size, np.uint64)
    waiting = np.flatnonzero(chosen >= 0)
    for _ in range(ROUNDS):
        claims = 0
        for i in waiting:
            r, p = buyer_region[wishing[i]], buyer_product[wishing[i]]
            bucket = (chosen[i] * regions + r) * products + p
            most_mg = 1_000.0 * (limits[i] / price[chosen[i], p]) ** (1.0 / 0.6)
            place = _best_place(
                words[i], start[bucket], start[bucket + 1], keys, taken, mg, there_x, there_y, x[homes[i]],
                y[homes[i]], most_mg,
            )  # fmt: skip
            if place < 0:
                counts[Count.ORDERS_UNSERVED, r] += weight
                continue
            waiting[claims] = i
            claims += 1
            wanted[i] = place
            claim = mix(uids[i], drop_uid[rows[place]])
            if claimant[place] < 0 or claim < contest[place]:
                contest[place] = claim
                claimant[place] = i
        left = 0
        for i in waiting[:claims]:
            if claimant[wanted[i]] == i:
                parcels[i] = rows[wanted[i]]
                taken[wanted[i]] = True
            else:
                waiting[left] = i
                left += 1
        waiting = waiting[:left]
    return parcels
