"""Laboratories that moved abroad go on serving shops here, and serve shops there."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, happens, pick
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR, MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ConsignmentStatus, GroupStatus, LaboratoryStatus, Origin, Route
from marketsim.world.world import World

DECISION = decision("laboratory.abroad")
INTERVAL = 30
"""Days between two loads of a laboratory; which day is its own follows from its uid."""


@kernel
def _work(
    seed, today, size, uid, status, product, output, export_share, cost, precursor_yield, group, group_status, money,
    wholesale_price, cover, foreign_stock, foreign_room, precursor_price, premium, margin, glut, openness,
    serving, ending, orders, sold, decision,
):  # fmt: skip
    """Let the laboratories abroad whose day it is share out a month's output.

    Write loads for home as rows (laboratory, mg, cost) to `orders` and return their number; `sold` gets what is sold
    abroad by product.
    """
    count = 0
    for row in range(size):
        if status[row] != LaboratoryStatus.ABROAD:
            continue
        if happens(draw(seed, uid[row], today, decision, 0)[0], ending):
            status[row] = LaboratoryStatus.CLOSED
            continue
        if (today + int(uid[row] % np.uint64(INTERVAL))) % INTERVAL:
            continue
        p, g = product[row], group[row]
        month = INTERVAL * output[row]
        unit_cost = cost[row] + precursor_price / precursor_yield[row]
        home = 0
        if g >= 0 and group_status[g] == GroupStatus.ACTIVE:
            worth = min(1.0, max(0.0, (wholesale_price[p] - premium - unit_cost) / margin))
            wanted = worth * min(1.0, max(0.0, 2.0 - 2.0 * cover[p] / glut)) * openness
            home = int(min(month * (1.0 - export_share[row]) * wanted, 0.9 * money[g] / unit_cost * MG_PER_G))
        if home > 0:
            orders[count, 0] = row
            orders[count, 1] = home
            orders[count, 2] = int(home * unit_cost / MG_PER_G)
            money[g] -= orders[count, 2]
            count += 1
        left = max(0.0, 1.0 - foreign_stock[p]) * foreign_room[p]
        there = int(min((month - home) * max(export_share[row], serving), left))
        if there > 0:
            foreign_stock[p] += there / foreign_room[p]
            sold[p] += there
    return count


class LaboratoryAbroad(Rule):
    """A laboratory that moved to a neighbouring country sends a load home while that pays, and sells the rest there.

    Who     every laboratory abroad, every 30 days on a day of its own
    When    after laboratory_relocation
    Chance  ended abroad: 1 - exp(-hazard)
    Reads   laboratories; groups.status; market.wholesale_price, cover, foreign_room, makers_margin;
            levers.border_openness, levers.precursor_price
    Writes  laboratories.status; groups.money; consignments; market.foreign_stock; books of imported and production;
            tally.from_neighbours_mg, from_moved_mg, moved_sales_mg; counts
    Source  makers who move keep their customers and want the margin that makers at home want (assumed); demand abroad
            is the finite one of product_export. What is earned abroad stays there, in no book here
    """

    premium: float = param(
        800.0, unit="KZT / g", low=0, high=100_000, grade=Grade.ASSUMED, source="transport and risk of the way home"
    )
    """What bringing a gram across the border costs in the eyes of the group."""
    glut: float = param(
        90.0, unit="days of offtake", low=10, high=720, grade=Grade.ASSUMED, source="as in laboratory_cooking"
    )
    """Cover of the depots at home at which nothing more is sent."""
    serving: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="customers there must be found first"
    )
    """Share of the output left over that a laboratory for the home market sells where it is."""
    ending: float = param(
        0.7, unit="1 / year", low=0, high=50, grade=Grade.ASSUMED, source="raids there and failures, as at home"
    )
    """Hazard that a laboratory abroad is found or given up."""
    travel_days: float = param(
        8.0, unit="days", low=2, high=120, grade=Grade.ASSUMED, source="road, as other loads from neighbours"
    )
    """Mean travel of a load home."""

    def __call__(self, world: World) -> None:
        """Let today's laboratories abroad work."""
        laboratories, groups, market = world.laboratories, world.groups, world.market
        if not (laboratories.used("status") == int(LaboratoryStatus.ABROAD)).any():
            return
        orders = np.empty((laboratories.size, 3), np.int64)
        precursor_price = market.precursor_price * world.levers.precursor_price / MG_PER_G
        count = _work(
            world.seed, world.today.day, laboratories.size, laboratories.uid, laboratories.status, laboratories.product,
            laboratories.output, laboratories.export_share, laboratories.cost, laboratories.precursor_yield,
            laboratories.group, groups.status, groups.money, market.wholesale_price, market.cover,
            market.foreign_stock, market.foreign_room, precursor_price, self.premium, market.makers_margin, self.glut,
            world.levers.border_openness, self.serving, self.ending / DAYS_PER_YEAR, orders,
            world.tally.moved_sales_mg, DECISION,
        )  # fmt: skip
        for row, mg, paid in orders[:count].tolist():
            world.ledger.money[MoneyFlow.PRODUCTION] += paid
            self._send(world, row, mg)

    def _send(self, world: World, laboratory: int, mg: int) -> None:
        """Put a load on the road home."""
        consignments, today, tally = world.consignments, world.today.day, world.tally
        row = consignments.append(1).start
        uid = np.uint64(child_uid(world.laboratories.uid[laboratory], today, DECISION, 0))
        product = int(world.laboratories.product[laboratory])
        wait, place, _, _ = draw(world.seed, uid, today, DECISION, 1)
        region = pick(place, np.cumsum(world.regions.gateway_road))
        consignments.uid[row] = uid
        consignments.status[row] = ConsignmentStatus.TRAVELLING
        consignments.material[row] = product
        consignments.mg[row] = mg
        consignments.route[row] = Route.ROAD
        consignments.origin[row] = Origin.NEIGHBOUR
        consignments.group[row] = world.laboratories.group[laboratory]
        consignments.region[row] = region
        consignments.arrives_on[row] = today + 2 + int(exponential(wait) * (self.travel_days - 1.0))
        world.ledger.mass[MassFlow.IMPORTED, product] += mg
        tally.from_neighbours_mg[product] += mg
        tally.from_moved_mg[product] += mg
        tally.counts[Count.CONSIGNMENTS_SENT, region] += 1
        tally.counts[Count.CONSIGNMENTS_FROM_ABROAD, region] += 1
