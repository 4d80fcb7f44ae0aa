"""Shops near a border serve buyers on the other side."""

import math

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR, EPOCH, MG_PER_G, MG_PER_KG
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ShopStatus
from marketsim.world.world import World


@kernel
def _spare(shop, region, product, stock, demand, price, price_abroad, days):
    """Return what a shop would sell abroad of one stock, mg: nothing while it gets more at home."""
    if price[shop, product] > price_abroad[product]:
        return 0.0
    return max(0.0, stock[shop, region, product] - days * demand[shop, region, product])


@kernel
def _sell(
    size, status, serves, stock, demand, money, price, price_abroad, near_border, wishes, days, weight, sold
):  # fmt: skip
    """Share the wishes abroad out over what shops near the border can spare; return what is paid."""
    paid_by_all = 0
    for product in range(wishes.size):
        in_all = 0.0
        for shop in range(size):
            if status[shop] == ShopStatus.OPEN:
                for region in range(near_border.size):
                    if near_border[region] and serves[shop, region]:
                        in_all += weight * _spare(shop, region, product, stock, demand, price, price_abroad, days)
        if in_all <= 0.0:
            continue
        part = min(1.0, wishes[product] / in_all)
        for shop in range(size):
            if status[shop] != ShopStatus.OPEN:
                continue
            for region in range(near_border.size):
                if not (near_border[region] and serves[shop, region]):
                    continue
                mg = int(part * _spare(shop, region, product, stock, demand, price, price_abroad, days))
                paid = int(mg * price_abroad[product] / MG_PER_G)
                stock[shop, region, product] -= mg
                money[shop] += paid
                sold[product] += mg * weight
                paid_by_all += paid * weight
    return paid_by_all


class ShopExport(Rule):
    """A shop sells to buyers in a neighbouring country what it can spare, while they pay more.

    Who     every open shop, in regions with roads from abroad
    When    after shop_pricing
    Chance  none; wishes from abroad are shared over what shops can spare;
            shops that moved there take their share first (`shop_relocation`)
    Reads   shops; market.retail_price, foreign_stock, moved_shops_share; levers.border_openness, levers.mobility
    Writes  shops.stock, shops.money; tally.moved_shops_mg; books of sold abroad, export revenue
    Source  shops here serve neighbours (chapter 2); how much is not published
    """

    demand: float = param(
        60.0,
        unit="kg / year",
        low=0,
        high=1e6,
        grade=Grade.ASSUMED,
        source="about two percent of the retail of 2023 (defaults)",
    )
    """What buyers across the border would take in `reference_year`, all products, while nobody else serves them."""
    growth: float = param(
        0.3, unit="1 / year", low=-1, high=2, grade=Grade.ASSUMED, source="about as retail here (defaults)"
    )
    """How fast demand across the border grows."""
    reference_year: float = param(2023.0, unit="year", low=2000, high=2100, grade=Grade.ASSUMED, source="by definition")
    """Year to whose beginning `demand` refers."""
    premium: float = param(
        0.15, unit="share", low=-1, high=10, grade=Grade.ASSUMED, source="what is scarcer there costs more"
    )
    """Price across the border over the mean retail price here."""
    kept: float = param(
        6.0, unit="days of demand", low=0, high=120, grade=Grade.ASSUMED, source="a week until the next delivery"
    )
    """Stock that a shop keeps for its customers at home."""

    def __call__(self, world: World) -> None:
        """Serve today's wishes from abroad."""
        shops, market, levers = world.shops, world.market, world.levers
        years = world.today.day / DAYS_PER_YEAR + EPOCH.year - self.reference_year
        a_day = self.demand * MG_PER_KG / DAYS_PER_YEAR * math.exp(self.growth * years)
        shares = np.array([product.share for product in world.products])
        unserved = np.maximum(0.0, 1.0 - market.foreign_stock)
        wishes = a_day * shares / shares.sum() * unserved
        to_moved = market.moved_shops_share * wishes
        world.tally.moved_shops_mg[:-1] += to_moved.astype(np.int64)
        wishes = (wishes - to_moved) * levers.border_openness * levers.mobility
        world.ledger.money[MoneyFlow.EXPORT_REVENUE] += _sell(
            shops.size, shops.status, shops.serves, shops.stock, shops.demand, shops.money, shops.price,
            (1.0 + self.premium) * market.retail_price, world.regions.by_road, wishes, self.kept,
            world.shop_weight, world.ledger.mass[MassFlow.SOLD_ABROAD],
        )  # fmt: skip
