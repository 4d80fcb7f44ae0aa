"""Groups move product to where it is sold, and precursor to where their laboratories are."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential
from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_KG
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.precursor_orders import precursor_under_way
from marketsim.world.states import ConsignmentStatus, GroupStatus, LaboratoryStatus, Origin, Route, ShopStatus
from marketsim.world.world import World

DECISION = decision("depot.transfer")
INTERVAL = 14
"""Days between two loads of a group; which day is its own follows from its uid."""


@kernel
def _add_demand(size, status, demand, by_place):
    for shop in range(size):
        if status[shop] == ShopStatus.OPEN:
            for region in range(by_place.shape[0]):
                for product in range(by_place.shape[1]):
                    by_place[region, product] += demand[shop, region, product]


@kernel
def _is_day_of(today, uid):
    return (today + int(uid % np.uint64(INTERVAL))) % INTERVAL == 0


@kernel
def _is_day_of_any(today, uid, size):
    found = False
    for group in range(size):
        found |= _is_day_of(today, uid[group])
    return found


@kernel
def _plan(today, size, uid, status, depot, by_place, part, least, orders):
    """Write today's loads as rows (group, product, from, to, mg): from the largest surplus to the largest lack."""
    count = 0
    for group in range(size):
        if status[group] != GroupStatus.ACTIVE or not _is_day_of(today, uid[group]):
            continue
        for product in range(depot.shape[2]):
            wanted = by_place[:, product].sum()
            if wanted <= 0.0:
                continue
            held = depot[group, :, product].sum()
            rich, poor, most, lack = 0, 0, 0.0, 0.0
            for region in range(depot.shape[1]):
                surplus = depot[group, region, product] - held * by_place[region, product] / wanted
                if surplus > most:
                    rich, most = region, surplus
                if -surplus > lack:
                    poor, lack = region, -surplus
            mg = int(part * min(most, lack))
            if mg >= least:
                depot[group, rich, product] -= mg
                orders[count, 0] = group
                orders[count, 1] = product
                orders[count, 2] = rich
                orders[count, 3] = poor
                orders[count, 4] = mg
                count += 1
    return count


@kernel
def _add_wanted(size, status, region, size_class, output, precursor_yield, stock, group, days, wanted, served):
    """Add up what a depot is wanted to hold of precursor for itself and to fill its laboratories, mg.

    `wanted` and `served`, whether there is a laboratory, have the shape (group, region).
    """
    for row in range(size):
        if status[row] == LaboratoryStatus.OPEN and group[row] >= 0:
            g, r, use = group[row], region[row], output[row] / precursor_yield[row]
            wanted[g, r] += days[1, size_class[row]] * use + max(0.0, days[0, size_class[row]] * use - stock[row])
            served[g, r] = True


@kernel
def _fetch(today, size, uid, status, depot, coming, wanted, served, part, least, orders):
    """Write loads of precursor as rows (group, from, to, mg) from where a group holds more than is wanted there.

    They go where the group's laboratories lack most, less what is under way. From where it has no laboratory any more
    all goes there, from elsewhere no more than is lacking; without any laboratory the precursor waits for one.
    """
    count = 0
    for group in range(size):
        if status[group] != GroupStatus.ACTIVE or not _is_day_of(today, uid[group]):
            continue
        poor, lack = -1, -np.inf
        for region in range(depot.shape[1]):
            missing = wanted[group, region] - depot[group, region] - coming[group, region]
            if served[group, region] and missing > lack:
                poor, lack = region, missing
        for region in range(depot.shape[1]):
            surplus = depot[group, region] - wanted[group, region]
            if served[group, region]:
                surplus = min(surplus, lack)
            mg = int(part * surplus)
            if poor >= 0 and region != poor and mg >= least:
                depot[group, region] -= mg
                lack -= mg
                orders[count, 0] = group
                orders[count, 1] = region
                orders[count, 2] = poor
                orders[count, 3] = mg
                count += 1
    return count


class DepotTransfer(Rule):
    """A group sends loads from depots that hold too much to those that lack.

    Of each product a load goes from the depot that holds most too much to the one that lacks most. Precursor is fetched
    from where it exceeds what the laboratories there and their depot want to hold (all of it where there is no
    laboratory any more) to where they lack most; if the group has none anywhere, it stays until there is one.

    Who     every active group, every 14 days on a day of its own
    When    after laboratory_delivery
    Chance  none
    Reads   groups; laboratories; shops.status, shops.demand; market.precursor_days; levers.mobility
    Writes  groups.product_stock, groups.precursor_stock; consignments; counts
    Source  loads between cities are found on the road (defaults: border and transit); how often is assumed
    """

    least: float = param(
        0.5, unit="kg", low=0.001, high=1_000, grade=Grade.ASSUMED, source="less is not worth a trip of its own"
    )
    """Least load."""
    travel_days: float = param(
        3.0, unit="days", low=2, high=60, grade=Grade.ASSUMED, source="the country is 3,000 km wide"
    )
    """Mean travel."""

    def __call__(self, world: World) -> None:
        """Send today's loads."""
        shops, groups = world.shops, world.groups
        if not _is_day_of_any(world.today.day, groups.uid, groups.size):
            return
        by_place = np.zeros((len(world.regions), len(world.products)))
        _add_demand(shops.size, shops.status, shops.demand, by_place)
        part, least = world.levers.mobility, self.least * MG_PER_KG
        orders = np.empty((groups.size * len(world.products), 5), np.int64)
        count = _plan(
            world.today.day, groups.size, groups.uid, groups.status, groups.product_stock, by_place, part, least,
            orders,
        )  # fmt: skip
        for group, product, start, end, mg in orders[:count].tolist():
            self._send(world, product, product, (group, start, end, mg))
        orders = np.empty((groups.size * len(world.regions), 4), np.int64)
        wanted, served = self._wanted(world)
        count = _fetch(
            world.today.day, groups.size, groups.uid, groups.status, groups.precursor_stock,
            precursor_under_way(world), wanted, served, part, least, orders,
        )  # fmt: skip
        for group, start, end, mg in orders[:count].tolist():
            self._send(world, world.precursor, world.precursor + start, (group, start, end, mg))

    @staticmethod
    def _wanted(world: World) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return the precursor that each depot is wanted to hold, mg, and whether a laboratory is there.

        Both have the shape (groups' capacity, region).
        """
        laboratories = world.laboratories
        wanted = np.zeros(world.groups.precursor_stock.shape)
        served = np.zeros(wanted.shape, np.bool_)
        _add_wanted(
            laboratories.size, laboratories.status, laboratories.region, laboratories.size_class, laboratories.output,
            laboratories.precursor_yield, laboratories.precursor_stock, laboratories.group,
            world.market.precursor_days, wanted, served,
        )  # fmt: skip
        return wanted, served

    def _send(self, world: World, material: int, ordinal: int, load: tuple[int, int, int, int]) -> None:
        """Put a load (group, from, to, mg) on the road to another city."""
        group, start, end, mg = load
        consignments, today = world.consignments, world.today.day
        row = consignments.append(1).start
        uid = np.uint64(child_uid(world.groups.uid[group], today, DECISION, ordinal))
        consignments.uid[row] = uid
        consignments.status[row] = ConsignmentStatus.TRAVELLING
        consignments.material[row] = material
        consignments.mg[row] = mg
        consignments.route[row] = Route.ROAD
        consignments.origin[row] = Origin.HOME
        consignments.group[row] = group
        consignments.region[row] = end
        wait = exponential(draw(world.seed, uid, today, DECISION, 0)[0]) * (self.travel_days - 1.0)
        consignments.arrives_on[row] = today + 2 + int(wait)
        world.tally.counts[Count.CONSIGNMENTS_SENT, start] += material != world.precursor
