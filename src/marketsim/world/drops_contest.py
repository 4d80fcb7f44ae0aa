"""Who gets which parcel: every buyer looks for the most convenient one, and two who want one are settled by draw."""

from functools import partial

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.draws import first_from, mix, unit

LOOKED_AT = 12
"""Parcels that a buyer compares; where none of them is to be had, the first that follows will do."""
FAR = 1_000_000
"""Farther than any parcel."""


@kernel
def _describe(rows, drop_mg, drop_cell, x, y):
    """Return weight, place and whether it is taken of the parcels in the order of `rows`, int32, shape (parcel, 4).

    Side by side, so that a look at twelve stays in one spot of memory.
    """
    parcels = np.empty((rows.size, 4), np.int32)
    for place in range(rows.size):
        drop = rows[place]
        parcels[place, 0] = drop_mg[drop]
        parcels[place, 1] = x[drop_cell[drop]]
        parcels[place, 2] = y[drop_cell[drop]]
        parcels[place, 3] = 0
    return parcels


@partial(kernel, inline=True)
def _best_place(word, first, last, keys, parcels, home_x, home_y, most_mg):
    """Return the place of the most convenient free and affordable parcel of a bucket, -1 if there is none.

    A buyer looks at the parcels that follow the own point on a ring of uids, so that a stranger's parcel
    changes the choice of few.
    """
    low = first_from(word >> np.uint32(22), keys, first, last, unit(word))
    best, best_score = -1, FAR
    for step in range(last - first):
        # Nothing that follows can be more convenient, or enough have been compared.
        if 2 * step >= best_score or (step >= LOOKED_AT and best >= 0):
            break
        place = low + step
        if place >= last:
            place -= last - first
        score = abs(parcels[place, 1] - home_x) + abs(parcels[place, 2] - home_y) + 2 * step
        free = (parcels[place, 3] == 0) & (parcels[place, 0] <= most_mg)
        # All three at once: a branch for each would be guessed wrongly half of the time.
        if free & (score < best_score):
            best, best_score = place, score
    return best


@kernel
def _look(
    waiting, words, buckets, start, keys, parcels, home_x, home_y, most_mg, wanted,
):  # fmt: skip
    """Write the place of the parcel that each of those who wait would like best to `wanted`."""
    for i in waiting:
        bucket = buckets[i]
        wanted[i] = _best_place(
            words[i], start[bucket], start[bucket + 1], keys, parcels, home_x[i], home_y[i], most_mg[i]
        )


@kernel
def _claim(waiting, wanted, uids, drop_uid, rows, claimant, contest):
    """Let the lowest draw have a place of those that are wanted."""
    for i in waiting:
        place = wanted[i]
        claim = mix(uids[i], drop_uid[rows[place]])
        if claimant[place] < 0 or claim < contest[place]:
            contest[place] = claim
            claimant[place] = i


@kernel
def agree(
    words, chosen, uids, homes, region, product, limits, price, drop_uid, drop_mg, drop_cell, start, rows, keys, x, y,
    regions, products,
):  # fmt: skip
    """Return the parcel of each wishing buyer, -1 for none. Of two who want one the lower draw has it for good.

    The others look again until each has a parcel or the shop has none left here that the buyer can afford. It ends:
    while anybody still wants a parcel, each round takes one away at least.
    """
    parcels = _describe(rows, drop_mg, drop_cell, x, y)
    home_x, home_y = x[homes], y[homes]
    got = np.full(chosen.size, -1, np.int32)
    wanted = np.empty(chosen.size, np.int32)
    buckets = np.empty(chosen.size, np.int32)
    claimant = np.full(rows.size, -1, np.int32)
    contest = np.empty(rows.size, np.uint64)
    waiting = np.flatnonzero(chosen >= 0)
    most_mg = np.empty(chosen.size)
    for i in waiting:
        most_mg[i] = 1_000.0 * (limits[i] / price[chosen[i], product[i]]) ** (1.0 / 0.6)
        buckets[i] = (chosen[i] * regions + region[i]) * products + product[i]
    while waiting.size:
        _look(waiting, words, buckets, start, keys, parcels, home_x, home_y, most_mg, wanted)
        claims = 0
        for i in waiting:
            waiting[claims] = i
            claims += wanted[i] >= 0
        waiting = waiting[:claims]
        _claim(waiting, wanted, uids, drop_uid, rows, claimant, contest)
        left = 0
        for i in waiting:
            place = wanted[i]
            if claimant[place] == i:
                got[i] = rows[place]
                parcels[place, 3] = 1
            else:
                waiting[left] = i
                left += 1
        waiting = waiting[:left]
    return got
