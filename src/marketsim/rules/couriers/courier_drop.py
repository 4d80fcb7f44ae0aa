"""Couriers hide parcels."""

from functools import partial

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, child_uid, draw, look_up, pick_at, whole
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import DropStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World

DROP = decision("courier.drop")
SAFETY = 1.5
"""Standard deviations by which an offer of lots is larger than one of single parcels."""


@kernel
def _lack(demand, offered, mean_pack, cover, lot):
    """Return how many parcels a shop's offer lacks.

    Lots are sold whole, so that demand for lots scatters by the root of their size more than demand for single parcels.
    An offer of lots is larger by `SAFETY` standard deviations of that, over the time that it should last: then it fails
    to serve about as many (base stock under compound Poisson demand).
    """
    expected = cover * demand / mean_pack
    spare = SAFETY * (np.sqrt(lot) - 1.0) * np.sqrt(expected)
    return max(expected + spare - offered / mean_pack, 0.0)


@kernel
def _plan(
    seed, day, uid, role, status, shop, region, size, shop_status, demand, mean_pack, drop_shop,
    drop_region, drop_product, drop_mg, drop_status, drops, cover, capacity, lot, planned,
):  # fmt: skip
    """Write how many lots of parcels each courier hides of each product to `planned`; return the sum."""
    shops, regions, products = demand.shape
    offered = np.zeros((shops, regions, products))
    couriers = np.zeros((shops, regions), np.int32)
    for drop in range(drops):
        if drop_status[drop] == DropStatus.AVAILABLE and drop_shop[drop] >= 0:
            offered[drop_shop[drop], drop_region[drop], drop_product[drop]] += lot * drop_mg[drop]
    for row in range(size):
        if role[row] == Role.COURIER and status[row] == StaffStatus.ACTIVE and shop[row] >= 0:
            couriers[shop[row], region[row]] += 1
    total = 0
    for row in range(size):
        for p in range(products):
            planned[row, p] = 0
        if role[row] != Role.COURIER or status[row] != StaffStatus.ACTIVE or shop[row] < 0:
            continue
        s, r = shop[row], region[row]
        if shop_status[s] != ShopStatus.OPEN:
            continue
        w = draw(seed, uid[row], day, DROP, 0)
        lacking = 0.0
        for p in range(products):
            lacking += _lack(demand[s, r, p], offered[s, r, p], mean_pack[p], cover, lot) / couriers[s, r]
        part = min(1.0, capacity / lacking) if lacking > 0.0 else 0.0
        for p in range(products):
            lack = _lack(demand[s, r, p], offered[s, r, p], mean_pack[p], cover, lot) / couriers[s, r]
            planned[row, p] = whole(w[p % 4], part * lack / lot)
            total += planned[row, p]
    return total


@partial(kernel, inline=True)
def _next_size(hidden, shares):
    """Return the pack size of the next lot of a shop that has hidden so many, from cumulative shares.

    Sizes take turns along the multiples of the golden ratio, so that shares are met and every size is soon on offer,
    however few lots there are.
    """
    return pick_at((hidden * 0.6180339887498949 + 0.5) % 1.0, shares)


@kernel
def _draw_places(seed, day, uid, planned, total):
    """Return the words for each parcel that couriers plan to hide, in order, shape (4, total)."""
    uids, ordinals = np.empty(total, np.uint64), np.empty(total, np.uint64)
    count = 0
    for row in range(planned.shape[0]):
        for p in range(planned.shape[1]):
            for i in range(planned[row, p]):
                uids[count] = uid[row]
                ordinals[count] = p * 1_000 + i + 1
                count += 1
    words = np.empty((4, total), np.uint32)
    all_words(seed, uids, day, DROP, ordinals, words)
    return words


@kernel
def _hide(
    seed, day, first, uid, shop, region, carried, size, drops_today, planned, packs, pack_shares, of_region,
    cumulative_residents, guide, suitability, usual_suitability, heat, caution, wage, shop_money, unlisted, drop_uid,
    drop_shop, drop_courier, drop_product, drop_mg, drop_region, drop_cell, placed_on, drop_status, drop_unlisted,
    live_drops, hidden, lot, weight, counts, money, total,
):  # fmt: skip
    """Write the parcels to the rows of drops from `first` on; return the row after the last."""
    row_of_drop, passed = first, 0
    words = _draw_places(seed, day, uid, planned[:size], total)
    for row in range(size):
        drops_today[row] = 0
        s, r = shop[row], region[row]
        for p in range(planned.shape[1]):
            own = passed
            passed += planned[row, p]
            for i in range(planned[row, p]):
                pack = _next_size(hidden[s, r, p], pack_shares[p])
                while pack > 0 and lot * packs[p, pack] > carried[row, p]:
                    pack -= 1
                if lot * packs[p, pack] > carried[row, p]:
                    break
                best = of_region[r, look_up(words[1, own + i], cumulative_residents[r], guide[r])]
                undisturbed = best
                for word in (words[2, own + i], words[3, own + i]):
                    other = of_region[r, look_up(word, cumulative_residents[r], guide[r])]
                    if suitability[other] - caution * heat[other] > suitability[best] - caution * heat[best]:
                        best = other
                    if usual_suitability[other] > usual_suitability[undisturbed]:
                        undisturbed = other
                counts[Count.DROPS_DISPLACED, r] += weight * lot * (best != undisturbed)
                carried[row, p] -= lot * packs[p, pack]
                hidden[s, r, p] += 1
                drop_uid[row_of_drop] = child_uid(uid[row], day, DROP, p * 1_000 + i)
                drop_shop[row_of_drop] = s
                drop_courier[row_of_drop] = row
                drop_product[row_of_drop] = p
                drop_mg[row_of_drop] = packs[p, pack]
                drop_region[row_of_drop] = r
                drop_cell[row_of_drop] = best
                placed_on[row_of_drop] = day
                drop_status[row_of_drop] = DropStatus.AVAILABLE
                drop_unlisted[row_of_drop] = unlisted[s, p]
                live_drops[best] += 1.0
                row_of_drop += 1
                drops_today[row] += lot
        if drops_today[row] > 0:
            pay = min(int(np.round(wage[row] * drops_today[row])), max(shop_money[s], 0))
            shop_money[s] -= pay
            money[MoneyFlow.WAGES] += weight * pay
            counts[Count.DROPS_PLACED, r] += weight * drops_today[row]
    return row_of_drop


@kernel
def _count_live(cell, status, size, live_drops):
    live_drops[:] = 0.0
    for drop in range(size):
        if status[drop] <= DropStatus.RESERVED:
            live_drops[cell[drop]] += 1.0


class CourierDrop(Rule):
    """A courier hides as many parcels as the shop's offer in the region lacks, in places that suit.

    Who     every active courier of an open shop
    When    after courier_batch
    Chance  the number is rounded by chance; pack sizes take turns; places are the best of three by suitability less
            heat
    Reads   shops.demand, wage, lots_hidden; staff.carried; cells.suitability, heat, residents; levers.mobility
    Writes  drops (new rows); staff.carried, drops_today; shops.money; cells.live_drops
    Source  batch (about 21 packets a day); closeness to demand: places are drawn where people live
    """

    capacity: float = param(
        28.0,
        unit="parcels / day",
        low=1,
        high=200,
        grade=Grade.BORROWED,
        source="batch: 150 a week on seven days, a third above the mean on busy days",
    )
    """Most parcels a courier can hide in a day."""
    cover: float = param(
        2.5, unit="days", low=0.5, high=30, grade=Grade.ASSUMED, source="defaults: parcels lie two to three days"
    )
    """Demand that the parcels on offer should last for."""
    caution: float = param(
        0.2,
        unit="suitability per unit of heat",
        low=0,
        high=10,
        grade=Grade.ASSUMED,
        source="couriers avoid places of recent arrests",
    )
    """How much suitability a place loses in a courier's eyes by recent finds."""
    riders: float = param(
        0.5,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="docs/odd.md: delivery riders take over part of the drops in lockdown",
    )
    """Share of work lost to limits on movement that delivery riders make up for."""

    def __call__(self, world: World) -> None:
        """Hide today's parcels."""
        staff, shops, drops, cells, tally = world.staff, world.shops, world.drops, world.cells, world.tally
        _count_live(drops.cell, drops.status, drops.size, cells.live_drops)
        mobility = world.levers.mobility
        capacity = self.capacity * (mobility + self.riders * (1.0 - mobility))
        planned = np.empty((max(staff.size, 1), len(world.products)), np.int32)
        total = _plan(
            world.seed, world.today.day, staff.uid, staff.role, staff.status, staff.shop, staff.region, staff.size,
            shops.status, shops.used("demand"), world.mean_pack_mg, drops.shop, drops.region,
            drops.product, drops.mg, drops.status, drops.size, self.cover, capacity, world.lot, planned,
        )  # fmt: skip
        drops.reserve(total)
        drops.size = _hide(
            world.seed, world.today.day, drops.size, staff.uid, staff.shop, staff.region, staff.carried, staff.size,
            staff.drops_today, planned, world.packs_mg, world.pack_shares, cells.of_region, cells.cumulative_residents,
            cells.residents_guide, cells.suitability, cells.usual_suitability, cells.heat, self.caution, staff.wage,
            shops.money, shops.unlisted, drops.uid, drops.shop, drops.courier, drops.product, drops.mg, drops.region,
            drops.cell, drops.placed_on, drops.status, drops.unlisted, cells.live_drops, shops.lots_hidden, world.lot,
            world.shop_weight, tally.counts, world.ledger.money, total,
        )  # fmt: skip
