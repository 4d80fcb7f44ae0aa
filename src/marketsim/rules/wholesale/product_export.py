"""Groups sell abroad, as long as somebody there wants more."""

import math

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR, EPOCH, MG_PER_G, MG_PER_T
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import ConsignmentStatus, GroupKind, GroupStatus, LaboratoryStatus, Origin, Route
from marketsim.world.world import World

DECISION = decision("product.export")
INTERVAL = 30
"""Days between two looks of a group at prices abroad; which day is its own follows from its uid."""


@kernel
def _ready(today, size, uid, status, export_stock, export_share, output, load_days, least, rows):
    """Write the rows of the laboratories whose day it is and that have a load for export; return their number."""
    count = 0
    for row in range(size):
        if status[row] != LaboratoryStatus.OPEN or export_stock[row] <= 0:
            continue
        if (today + int(uid[row] % np.uint64(load_days))) % load_days:
            continue
        if export_stock[row] > least * load_days * output[row] * export_share[row]:
            rows[count] = row
            count += 1
    return count


@kernel
def _sell_surplus(
    today, size, uid, status, kind, depot, home_price, foreign_price, foreign_stock, rooms, part, orders
):  # fmt: skip
    """Let transnational groups whose day it is export part of what sells for less at home.

    Write rows (group, region, product, mg, worth) to `orders` and return their number.
    """
    count = 0
    for group in range(size):
        if status[group] != GroupStatus.ACTIVE or kind[group] != GroupKind.TRANSNATIONAL:
            continue
        if (today + int(uid[group] % np.uint64(INTERVAL))) % INTERVAL:
            continue
        for product in range(rooms.size):
            price = foreign_price[product] * (1.0 - 0.5 * foreign_stock[product])
            if rooms[product] <= 0.0 or price <= home_price[product]:
                continue
            for region in range(depot.shape[1]):
                left = max(0.0, 1.0 - foreign_stock[product]) * rooms[product]
                mg = int(min(part * depot[group, region, product], left))
                if mg <= 0:
                    continue
                depot[group, region, product] -= mg
                foreign_stock[product] += mg / rooms[product]
                orders[count, 0] = group
                orders[count, 1] = region
                orders[count, 2] = product
                orders[count, 3] = mg
                orders[count, 4] = int(mg * price / MG_PER_G)
                count += 1
    return count


class ProductExport(Rule):
    """A group sends a laboratory's output meant for other countries towards the border, sold on arrival.

    Who     open laboratories with product made for export, every `load_days` days on a day of their own, when enough
            has piled up for a load; transnational groups, every 30 days, with part of their depots while the price
            abroad is above the one at home
    When    first in the stage of wholesale
    Chance  none
    Reads   laboratories; groups; market.wholesale_price; levers.border_openness, levers.import_price
    Writes  laboratories.product_stock, export_stock; groups.product_stock; consignments; market.foreign_stock,
            foreign_room, foreign_price; counts
    Source  export is a choice at a foreign price with finite demand (docs/odd.md); size from defaults
    """

    foreign_demand: float = param(
        26.0,
        unit="t / year",
        low=0,
        high=10_000,
        grade=Grade.CALIBRATED,
        source="defaults: 17 t exported in 2023, more wanted",
    )
    """What buyers abroad would take from here in `reference_year`, all products made at home."""
    growth: float = param(
        0.15, unit="1 / year", low=-1, high=2, grade=Grade.ASSUMED, source="use grows in the region as it does here"
    )
    """How fast foreign demand grows."""
    reference_year: float = param(2023.0, unit="year", low=2000, high=2100, grade=Grade.ASSUMED, source="by definition")
    """Year to whose beginning `foreign_demand` refers."""
    window: float = param(
        180.0, unit="days", low=10, high=3_650, grade=Grade.ASSUMED, source="buyers abroad stock up for months at most"
    )
    """Time over which demand that nobody serves piles up, and after which it is lost to others."""
    price: float = param(
        0.95,
        unit="share of the import price",
        low=0.05,
        high=5,
        grade=Grade.ASSUMED,
        source="wholesale abroad less transport and risk",
    )
    """Price abroad while nothing is served; it falls to half of it when everybody is served."""
    load_days: int = param(40, unit="days", low=1, high=180, grade=Grade.ASSUMED, source="as deliveries at home")
    """Days between two loads of a laboratory."""
    least: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a trip across the border wants a full load"
    )
    """Least load, relative to what a laboratory can make for export between two."""

    surplus: float = param(
        0.4, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="the rest keeps the shops supplied"
    )
    """Share of a depot that a transnational group exports at a time while that pays better."""
    travel_days: float = param(
        8.0, unit="days", low=2, high=120, grade=Grade.ASSUMED, source="road, as loads that come in"
    )
    """Mean time until a load is handed over and paid for."""

    def __call__(self, world: World) -> None:
        """Let demand abroad come back and send today's loads."""
        laboratories, market = world.laboratories, world.market
        market.foreign_stock *= 1.0 - 1.0 / self.window
        market.foreign_room[:] = self.rooms(world)
        market.foreign_price[:] = self.price * world.import_price * world.levers.import_price
        rows = np.empty(laboratories.size, np.int64)
        count = _ready(
            world.today.day, laboratories.size, laboratories.uid, laboratories.status, laboratories.export_stock,
            laboratories.export_share, laboratories.output, self.load_days, self.least, rows,
        )  # fmt: skip
        for row in rows[:count].tolist():
            self._send(world, row)

        self._sell_surplus(world)

    def _sell_surplus(self, world: World) -> None:
        """Let groups export from their depots what pays better abroad."""
        groups, market = world.groups, world.market
        orders = np.empty((groups.size * len(world.regions) * len(world.products), 5), np.int64)
        count = _sell_surplus(
            world.today.day, groups.size, groups.uid, groups.status, groups.kind, groups.product_stock,
            market.wholesale_price, market.foreign_price, market.foreign_stock, market.foreign_room,
            self.surplus * world.levers.border_openness, orders,
        )  # fmt: skip
        for group, region, product, mg, worth in orders[:count].tolist():
            ordinal = region * len(world.products) + product
            self._dispatch(world, groups.uid[group], ordinal, (group, region, product, mg, worth))

    def rooms(self, world: World) -> NDArray[np.float64]:
        """Return the demand for each product that piles up abroad while nobody serves it, mg, shape (product,)."""
        years = world.today.day / DAYS_PER_YEAR + EPOCH.year - self.reference_year
        in_all = self.foreign_demand * MG_PER_T * math.exp(self.growth * years) * self.window / DAYS_PER_YEAR
        return world.made_at_home * (in_all / world.made_at_home.sum())

    def _send(self, world: World, row: int) -> None:
        laboratories, groups, market = world.laboratories, world.groups, world.market
        group, product = int(laboratories.group[row]), int(laboratories.product[row])
        room = float(market.foreign_room[product])
        if groups.status[group] != GroupStatus.ACTIVE or room <= 0.0:
            return
        served = float(market.foreign_stock[product])
        ready = laboratories.export_stock[row] * world.levers.border_openness
        mg = int(min(ready, max(0.0, 1.0 - served) * room))
        if mg <= 0:
            return
        price = float(market.price_abroad()[product])
        laboratories.product_stock[row] -= mg
        laboratories.export_stock[row] -= mg
        market.foreign_stock[product] += mg / room
        load = (group, int(laboratories.region[row]), product, mg, int(mg * price / MG_PER_G))
        self._dispatch(world, laboratories.uid[row], 0, load)

    def _dispatch(self, world: World, sender: np.uint64, ordinal: int, load: tuple[int, int, int, int, int]) -> None:
        """Put a load (group, region, product, mg, worth) on the road out of the country."""
        consignments, today = world.consignments, world.today.day
        row = consignments.append(1).start
        uid = np.uint64(child_uid(sender, today, DECISION, ordinal))
        consignments.uid[row] = uid
        consignments.status[row] = ConsignmentStatus.TRAVELLING
        consignments.group[row], consignments.region[row], consignments.material[row] = load[:3]
        consignments.mg[row], consignments.worth[row] = load[3:]
        consignments.route[row] = Route.ROAD
        consignments.origin[row] = Origin.HOME
        consignments.outward[row] = True
        wait = exponential(draw(world.seed, uid, today, DECISION, 1)[0]) * (self.travel_days - 1.0)
        consignments.arrives_on[row] = today + 2 + int(wait)
        world.tally.counts[Count.CONSIGNMENTS_SENT, load[1]] += 1
