"""What laboratories and their groups order of precursor on a day: who needs how much, and where it is asked for."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.draws import draw, drawn_order, unit
from marketsim.core.units import MG_PER_KG
from marketsim.world.states import ConsignmentStatus, GroupStatus, LaboratoryStatus
from marketsim.world.world import World

INTERVAL = 30
"""Days between two purchases of a laboratory; which day is its own follows from its uid."""


def precursor_under_way(world: World) -> NDArray[np.int64]:
    """Return precursor under way to the groups' depots, mg, int64, shape (groups' capacity, region)."""
    loads, coming = world.consignments, np.zeros(world.groups.precursor_stock.shape, np.int64)
    sent = (loads.used("status") == ConsignmentStatus.TRAVELLING) & (loads.used("material") == world.precursor)
    np.add.at(coming, (loads.used("group")[sent], loads.used("region")[sent]), loads.used("mg")[sent])
    return coming


@kernel
def _expect(
    today, size, status, region, size_class, output, precursor_yield, stock, due_on, group, laboratory_days, depot_days,
    coming, targets, promised,
):  # fmt: skip
    """Add up what each depot (group, region) should hold for its laboratories in `targets`, mg.

    `promised` gets what is under way for each laboratory that waits for a load, which leaves `coming`.
    """
    for row in range(size):
        if status[row] == LaboratoryStatus.OPEN and group[row] >= 0:
            g, r, use = group[row], region[row], output[row] / precursor_yield[row]
            targets[g, r] += depot_days[size_class[row]] * use
            if due_on[row] >= today:
                wish = int(laboratory_days[size_class[row]] * use) - stock[row]
                promised[row] = max(0, min(wish, coming[g, r]))
                coming[g, r] -= promised[row]


@kernel
def _take(mg, row, place, stock):
    """Take up to so much from a place of a stock and return it."""
    taken = min(mg, stock[row, place])
    stock[row, place] -= taken
    return taken


@kernel
def order_precursor(
    seed, today, size, uid, status, region, size_class, output, precursor_yield, stock, group, purchases, asked_on,
    bought_on, stopped, due_on, group_status, depot, money, coming, laboratory_days, depot_days, price, price_abroad,
    smuggled, ration, inspection, spend, window, orders, booked, decision, queue,
):  # fmt: skip
    """Stock up the laboratories whose day it is; return the number of smuggled loads written to `orders`.

    `orders` gets rows (laboratory, mg); `booked` gets bought mg, seized mg, paid KZT and mg wanted at home.
    """
    targets, promised, count = np.zeros(depot.shape), np.zeros(size, np.int64), 0
    _expect(
        today, size, status, region, size_class, output, precursor_yield, stock, due_on, group, laboratory_days,
        depot_days, coming, targets, promised,
    )  # fmt: skip
    for row in drawn_order(seed, uid[:size], today, queue):
        purchases[row] -= purchases[row] / window
        g, r = group[row], region[row]
        if status[row] != LaboratoryStatus.OPEN or g < 0 or group_status[g] != GroupStatus.ACTIVE:
            continue
        started = today - (today + int(uid[row] % np.uint64(INTERVAL))) % INTERVAL  # Its own day, today or the last.
        if started < today and stock[row] * precursor_yield[row] >= 1.0:  # Less makes no milligram.
            continue
        use = output[row] / precursor_yield[row]
        wish = max(0, int(laboratory_days[size_class[row]] * use) - stock[row])
        carried = _take(wish, g, r, depot)
        stock[row] += carried
        if due_on[row] >= today and started < today:
            continue
        coming[g, r] += promised[row]
        lack = wish - carried - _take(wish - carried, g, r, coming)
        reserve = depot_days[size_class[row]] * use
        reserve = min(reserve, max(0.0, targets[g, r] - depot[g, r] - coming[g, r]))
        from_abroad = unit(draw(seed, uid[row], started, decision, 0)[0]) < smuggled
        asked = price_abroad if from_abroad else price
        total = int(min(lack + reserve, spend * money[g] / asked * MG_PER_KG))
        if total <= 0 or (asked_on[row] >= started and not from_abroad):
            continue
        mg = total if from_abroad else int(total * ration)
        paid = int(mg * asked / MG_PER_KG)
        if from_abroad:
            orders[count, 0] = row
            orders[count, 1] = mg
            count += 1
            targets[g, r] -= mg - min(mg, lack)  # What is ordered for the depot it needs no more today.
        else:
            if lack > 0 and total == int(lack + reserve):  # Whom money kept from a part asks again.
                asked_on[row] = today
            booked[3] += total
            if mg > 0:
                booked[0] += mg
                purchases[row] += mg / window
                bought_on[row] = today
                stopped[row] = unit(draw(seed, uid[row], today, decision, 1)[0]) < inspection
                if stopped[row]:
                    booked[1] += mg
                else:
                    stock[row] += min(mg, lack)
                    depot[g, r] += mg - min(mg, lack)
        money[g] -= paid
        booked[2] += paid
    return count
