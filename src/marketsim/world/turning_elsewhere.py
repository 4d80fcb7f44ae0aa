"""Whom a shop turns away, all its parcels being taken or too dear, turns to the next shop that is known."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.world.drops_contest import agree
from marketsim.world.shop_choice import choose_among


@kernel
def leave_out(start, rows, keys, taken):
    """Return the index of drops (`index_drops`) without those that are taken."""
    left = np.empty_like(start)
    left_rows, left_keys = np.empty_like(rows), np.empty_like(keys)
    count = 0
    for bucket in range(start.size - 1):
        left[bucket] = count
        for place in range(start[bucket], start[bucket + 1]):
            left_rows[count], left_keys[count] = rows[place], keys[place]
            count += not taken[rows[place]]
    left[-1] = count
    return left, left_rows[:count], left_keys[:count]


@kernel
def turn_elsewhere(
    chosen, parcels, known, words, uids, homes, region, product, limits, price, appeal, nearness, lot, drop_uid,
    drop_mg, drop_cell, start, rows, keys, x, y, regions, products,
):  # fmt: skip
    """Let those without a parcel try the shops that they know one after the other; write to `chosen` and `parcels`.

    All who were turned away look at once, and contests are settled as before (`agree`), until each has a parcel or
    knows no other shop with parcels. It ends: nobody tries a shop twice.
    """
    asking = np.flatnonzero((parcels < 0) & (chosen >= 0))
    taken = np.zeros(drop_uid.size, np.bool_)
    for drop in parcels:
        if drop >= 0:
            taken[drop] = True
    while asking.size:
        start, rows, keys = leave_out(start, rows, keys, taken)
        count = 0
        for i in asking:
            _, shop = choose_among(known, i, region[i], product[i], regions, products, appeal, start, lot, nearness)
            if shop >= 0:
                chosen[i] = shop
                asking[count] = i
                count += 1
        asking = asking[:count]
        got = agree(
            words[asking], chosen[asking], uids[asking], homes[asking], region[asking], product[asking],
            limits[asking], price, drop_uid, drop_mg, drop_cell, start, rows, keys, x, y, regions, products,
        )  # fmt: skip
        parcels[asking] = got
        for drop in got:
            if drop >= 0:
                taken[drop] = True
        asking = asking[got < 0]
