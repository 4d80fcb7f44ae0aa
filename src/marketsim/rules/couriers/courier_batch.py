"""Couriers get their batch from the warehouse."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import Role, ShopStatus, StaffStatus, WeightGrade
from marketsim.world.world import World

BATCH = decision("courier.batch")


@kernel
def count_couriers(role, status, shop, region, size, couriers):
    """Count the active couriers of every shop and region into `couriers` (int32, shape (shop, region))."""
    couriers[:] = 0
    for row in range(size):
        if role[row] == Role.COURIER and status[row] == StaffStatus.ACTIVE and shop[row] >= 0:
            couriers[shop[row], region[row]] += 1


@kernel
def _queue(seed, day, uid, role, status, shop, size, shop_status):
    """Return the rows of the couriers of open shops in the order of their draws: what is scarce goes to the lower."""
    rows = np.empty(size, np.int64)
    words = np.empty(size, np.uint32)
    count = 0
    for row in range(size):
        if role[row] != Role.COURIER or status[row] != StaffStatus.ACTIVE or shop[row] < 0:
            continue
        if shop_status[shop[row]] == ShopStatus.OPEN:
            rows[count] = row
            words[count] = draw(seed, uid[row], day, BATCH, 1)[0]
            count += 1
    return rows[:count][np.argsort(words[:count], kind="mergesort")]


@kernel
def _hand_over(
    seed, day, uid, role, status, shop, region, carried, size, shop_status, at_work, stock, demand, couriers,
    threshold_mg, days, largest, smallest, careful, unpacked, mean_pack, lot, weight, counts,
):  # fmt: skip
    products = carried.shape[1]
    for row in _queue(seed, day, uid, role, status, shop, size, shop_status):
        s, r = shop[row], region[row]
        pace = 1.0 if at_work[s, Role.PACKER] > 0 else unpacked if at_work[s, Role.WAREHOUSE_KEEPER] > 0 else 0.0
        if pace <= 0.0:
            continue
        daily = 0.0
        for p in range(products):
            daily += demand[s, r, p] / mean_pack[p] / couriers[s, r]
        if daily <= 0.0:
            continue
        w0, _, _, _ = draw(seed, uid[row], 0, BATCH, 0)
        packets = pace * min(max(days * daily, smallest), largest)
        got = False
        for p in range(products):
            mine = demand[s, r, p] / couriers[s, r]
            # Who hides lots needs one more lot, less a parcel, for the same work between two batches.
            least = max(mine, mean_pack[p])
            spare = max(lot * mean_pack[p] - least, 0.0)
            if carried[row, p] >= least + spare:
                continue
            share = mine / mean_pack[p] / daily
            bag, limit = packets * share * mean_pack[p] + spare, threshold_mg[p, WeightGrade.LARGE - 1] * 0.98
            if unit(w0) < careful and smallest * share * mean_pack[p] < limit < bag:
                bag = max(limit, lot * mean_pack[p])
            amount = min(int(bag) - carried[row, p], stock[s, r, p])
            if amount > 0:
                stock[s, r, p] -= amount
                carried[row, p] += amount
                got = True
        if got:
            counts[Count.BATCHES, r] += weight


class CourierBatch(Rule):
    """A courier who has run out gets a batch of about a week; careful ones stay below the threshold for a large weight.

    Who     every active courier, for each product of which what is left would not last the day
    When    before courier_drop
    Chance  who is served first: the lower draw; whether somebody is careful is a lasting trait
    Reads   shops.stock, demand, at_work (packers, keepers); levers.threshold_mg
    Writes  staff.carried; shops.stock
    Source  batch; bunching below thresholds: Knorre 2020 (P14)
    """

    days: float = param(7.0, unit="days", low=1, high=60, grade=Grade.MEASURED, source="batch: a week")
    """How long a batch should last."""
    largest: float = param(
        174.0,
        unit="packets",
        low=1,
        high=2_000,
        grade=Grade.BORROWED,
        source="packets: the largest of seven found; batch",
    )
    """Nobody gets more at a time."""
    smallest: float = param(
        12.0, unit="packets", low=1, high=200, grade=Grade.ASSUMED, source="packets: the smallest found is 15"
    )
    """Nobody works with less, whatever the threshold."""
    unpacked: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="the keeper packs beside other work"
    )
    """Part of a usual batch that a shop without a packer makes ready; without a keeper too it makes none."""
    careful: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="share of bunching unpublished for Kazakhstan"
    )
    """Share of couriers who mind the threshold."""

    def __call__(self, world: World) -> None:
        """Hand out batches."""
        staff, shops = world.staff, world.shops
        couriers = np.empty((max(shops.size, 1), len(world.regions)), np.int32)
        count_couriers(staff.role, staff.status, staff.shop, staff.region, staff.size, couriers)
        _hand_over(
            world.seed, world.today.day, staff.uid, staff.role, staff.status, staff.shop, staff.region, staff.carried,
            staff.size, shops.status, shops.at_work, shops.stock, shops.demand, couriers, world.levers.threshold_mg,
            self.days, self.largest, self.smallest, self.careful, self.unpacked, world.mean_pack_mg, world.lot,
            world.shop_weight, world.tally.counts,
        )  # fmt: skip
