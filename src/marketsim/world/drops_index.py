"""Finding parcels: the available drops in order of shop, region and product."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.world.states import DropStatus

_BINS = 1024
_SHIFT = 54


@kernel
def index_drops(uid, shop, region, product, status, size, shops, regions, products):
    """Sort the available drops by bucket, and by the top ten bits of their uid within a bucket.

    Returns:
        start: First place of every bucket (shop * regions + region) * products + product, int32, one more than
            there are buckets.
        rows: Rows of the drops in that order, int32.
        keys: The top ten bits of their uids, uint32: the place on the ring.
    """
    by_uid = np.zeros(_BINS + 1, np.int32)
    start = np.zeros(shops * regions * products + 1, np.int32)
    for drop in range(size):
        if status[drop] == DropStatus.AVAILABLE and shop[drop] >= 0:
            by_uid[(uid[drop] >> np.uint64(_SHIFT)) + np.uint64(1)] += 1
            start[(shop[drop] * regions + region[drop]) * products + product[drop] + 1] += 1
    for i in range(_BINS):
        by_uid[i + 1] += by_uid[i]
    for i in range(start.size - 1):
        start[i + 1] += start[i]
    total = start[-1]
    ringed = np.empty(total, np.int32)
    for drop in range(size):
        if status[drop] == DropStatus.AVAILABLE and shop[drop] >= 0:
            key = uid[drop] >> np.uint64(_SHIFT)
            ringed[by_uid[key]] = drop
            by_uid[key] += 1
    place = start[:-1].copy()
    rows = np.empty(total, np.int32)
    keys = np.empty(total, np.uint32)
    for i in range(total):
        drop = ringed[i]
        bucket = (shop[drop] * regions + region[drop]) * products + product[drop]
        rows[place[bucket]] = drop
        keys[place[bucket]] = uid[drop] >> np.uint64(_SHIFT)
        place[bucket] += 1
    return start, rows, keys
