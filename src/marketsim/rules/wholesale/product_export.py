"""Groups sell abroad, as long as somebody there wants more."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR, EPOCH, MG_PER_G, MG_PER_T
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import GroupKind, GroupStatus, LaboratoryStatus
from marketsim.world.world import World

INTERVAL = 30
"""Days between two looks of a group at prices abroad; which day is its own follows from its uid."""


@kernel
def _ready(size, status, product_stock, export_share, output, load_days, rows):
    """Write the rows of the laboratories with a load for export; return their number."""
    count = 0
    for row in range(size):
        if status[row] != LaboratoryStatus.OPEN or export_share[row] <= 0.0:
            continue
        if product_stock[row] > load_days * output[row]:
            rows[count] = row
            count += 1
    return count


@kernel
def _sell_surplus(
    today, size, uid, status, kind, depot, money, home_price, foreign_price, foreign_stock, rooms, part, exported
):  # fmt: skip
    """Let transnational groups whose day it is export part of what sells for less at home; return the revenue."""
    revenue = 0
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
                paid = int(mg * price / MG_PER_G)
                depot[group, region, product] -= mg
                money[group] += paid
                foreign_stock[product] += mg / rooms[product]
                exported[product] += mg
                revenue += paid
    return revenue


class ProductExport(Rule):
    """A group takes a laboratory's output meant for other countries across the border and sells it there.

    Who     open laboratories with a share for export, when enough has piled up for a load; transnational groups,
            every 30 days, with part of their depots while the price abroad is above the one at home
    When    first in the stage of wholesale
    Chance  none
    Reads   laboratories; groups; market.wholesale_price; levers.border_openness
    Writes  laboratories.product_stock; groups.product_stock, groups.money; market.foreign_stock;
            books of exported and export revenue
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
    reference_year: float = param(2023.0, unit="year", low=2000, high=2100, grade=Grade.ASSUMED, source="by definition")
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
    load_days: float = param(
        40.0, unit="days of output", low=1, high=180, grade=Grade.ASSUMED, source="as deliveries at home"
    )
    """Output that makes a load."""

    surplus: float = param(
        0.4, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="the rest keeps the shops supplied"
    )
    """Share of a depot that a transnational group exports at a time while that pays better."""

    def __call__(self, world: World) -> None:
        """Let demand abroad come back and send today's loads."""
        laboratories, market = world.laboratories, world.market
        market.foreign_stock *= 1.0 - 1.0 / self.window
        rows = np.empty(laboratories.size, np.int64)
        count = _ready(
            laboratories.size, laboratories.status, laboratories.product_stock, laboratories.export_share,
            laboratories.output, self.load_days, rows,
        )  # fmt: skip
        for row in rows[:count].tolist():
            self._send(world, row)

        self._sell_surplus(world)

    def _sell_surplus(self, world: World) -> None:
        """Let groups export from their depots what pays better abroad."""
        groups, market = world.groups, world.market
        abroad = self.price * world.import_price
        world.ledger.money[MoneyFlow.EXPORT_REVENUE] += _sell_surplus(
            world.today.day, groups.size, groups.uid, groups.status, groups.kind, groups.product_stock, groups.money,
            market.wholesale_price, abroad, market.foreign_stock, self.rooms(world),
            self.surplus * world.levers.border_openness, world.ledger.mass[MassFlow.EXPORTED],
        )  # fmt: skip

    def rooms(self, world: World) -> NDArray[np.float64]:
        """Return the demand for each product that piles up abroad while nobody serves it, mg, shape (product,)."""
        years = world.today.day / DAYS_PER_YEAR + EPOCH.year - self.reference_year
        in_all = self.foreign_demand * MG_PER_T * np.exp(self.growth * years) * self.window / DAYS_PER_YEAR
        return world.made_at_home * (in_all / world.made_at_home.sum())

    def room(self, world: World, product: int) -> float:
        """Return the demand for one product that piles up abroad, mg."""
        return float(self.rooms(world)[product])

    def _send(self, world: World, row: int) -> None:
        laboratories, groups, market = world.laboratories, world.groups, world.market
        group, product = laboratories.group[row], laboratories.product[row]
        room = self.room(world, int(product))
        if groups.status[group] != GroupStatus.ACTIVE or room <= 0.0:
            return
        served = float(market.foreign_stock[product])
        load = laboratories.product_stock[row] * laboratories.export_share[row] * world.levers.border_openness
        mg = int(min(load, max(0.0, 1.0 - served) * room))
        price = self.price * world.products[product].import_price * (1.0 - 0.5 * served)
        paid = int(mg * price / MG_PER_G)
        laboratories.product_stock[row] -= mg
        groups.money[group] += paid
        market.foreign_stock[product] += mg / room
        world.ledger.mass[MassFlow.EXPORTED, product] += mg
        world.ledger.money[MoneyFlow.EXPORT_REVENUE] += paid
