"""Laboratories grow, move and close of their own accord."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, pick
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR, MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import LaboratoryStatus
from marketsim.world.world import World

DECISION = decision("laboratory.closing")


@kernel
def _close(
    seed, today, size, uid, status, region, size_class, product, output, cost, precursor_yield, precursor_stock,
    product_stock, export_stock, export_share, wholesale_price, price_abroad, precursor_cost, closing, unprofitable,
    moving, growing, growth, places, lost, closed, decision,
):  # fmt: skip
    """Close, move and grow; `lost` gets the mass carried off by material, `closed` the closures by region."""
    precursor = lost.size - 1
    for row in range(size):
        if status[row] != LaboratoryStatus.OPEN:
            continue
        p = product[row]
        hazard = closing[size_class[row]] / DAYS_PER_YEAR
        price = wholesale_price[p]
        if export_share[row] > 0.0:
            price = max(price, price_abroad[p])
        if price < cost[row] + precursor_cost / precursor_yield[row]:
            hazard += unprofitable
        a, b, c, d = draw(seed, uid[row], today, decision, 0)
        if happens(a, hazard):
            status[row] = LaboratoryStatus.CLOSED
            lost[p] += product_stock[row]
            lost[precursor] += precursor_stock[row]
            product_stock[row] = 0
            export_stock[row] = 0
            precursor_stock[row] = 0
            closed[region[row]] += 1
            continue
        if happens(b, moving):
            region[row] = pick(c, places)
        if happens(d, growing):
            output[row] *= growth


class LaboratoryClosing(Rule):
    """A laboratory closes, moves to another region or grows.

    Who     every open laboratory
    When    after laboratory_opening
    Chance  1 - exp(-hazard), closing by class and higher below cost; who makes for export reckons with the better
            of the prices here and abroad
    Reads   laboratories; market.wholesale_price, foreign_price, foreign_stock, precursor_cost
    Writes  laboratories.status, laboratories.region, laboratories.output, stocks; books of loss by closure; counts
    Source  defaults: openings, raids and about 150 alive in 2023 leave this much for other exits; shares assumed
    """

    closing: tuple[float, ...] = param(
        (0.6, 0.3, 0.15),
        unit="1 / year",
        low=0,
        high=20,
        grade=Grade.ASSUMED,
        source="small makers give up more easily",
    )
    """Hazard that a kitchen, medium and industrial laboratory closes while it pays."""
    unprofitable: float = param(6.0, unit="1 / year", low=0, high=100, grade=Grade.ASSUMED, source="two months of loss")
    """Added while the wholesale price, or for export the better of it and the price abroad, is below cost."""
    moving: float = param(0.2, unit="1 / year", low=0, high=20, grade=Grade.ASSUMED, source="rare: equipment is heavy")
    """Hazard that a laboratory moves to another region."""
    growing: float = param(
        0.2, unit="1 / year", low=0, high=20, grade=Grade.ASSUMED, source="a step of growth in five years"
    )
    """Hazard that a laboratory takes a step of growth."""
    growth: float = param(1.3, unit="factor", low=1, high=5, grade=Grade.ASSUMED, source="one more set of equipment")
    """Output after a step of growth, relative to before."""

    def __call__(self, world: World) -> None:
        """Let each laboratory close, move or grow."""
        laboratories, market, regions = world.laboratories, world.market, world.regions
        if not laboratories.size:
            return
        lost = np.zeros(world.precursor + 1, np.int64)
        _close(
            world.seed, world.today.day, laboratories.size, laboratories.uid, laboratories.status,
            laboratories.region, laboratories.size_class, laboratories.product, laboratories.output,
            laboratories.cost, laboratories.precursor_yield, laboratories.precursor_stock,
            laboratories.product_stock, laboratories.export_stock, laboratories.export_share,
            market.wholesale_price, market.price_abroad(), market.precursor_cost / MG_PER_G,
            self.closing, self.unprofitable / DAYS_PER_YEAR, self.moving / DAYS_PER_YEAR,
            self.growing / DAYS_PER_YEAR, self.growth, regions.cumulative_population,
            lost, world.tally.counts[Count.LABORATORIES_CLOSED], DECISION,
        )  # fmt: skip
        world.ledger.mass[MassFlow.LOST_CLOSURE] += lost
