"""The wholesale price follows what the depots hold."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.states import ConsignmentStatus, GroupStatus, ShopStatus
from marketsim.world.world import World


@kernel
def _price(
    shops, shop_status, demand, groups, group_status, depot, loads, load_status, material, mg, outward, weight, offtake,
    cover, price, lowest, highest, speed, target,
):  # fmt: skip
    offtake[:] = 0.0
    for shop in range(shops):
        if shop_status[shop] == ShopStatus.OPEN:
            for region in range(demand.shape[1]):
                for product in range(offtake.size):
                    offtake[product] += weight * demand[shop, region, product]
    cover[:] = 0.0
    for group in range(groups):
        if group_status[group] == GroupStatus.ACTIVE:
            for region in range(depot.shape[1]):
                for product in range(offtake.size):
                    cover[product] += depot[group, region, product]
    for load in range(loads):
        on_the_way = load_status[load] == ConsignmentStatus.TRAVELLING and not outward[load]
        if on_the_way and material[load] < offtake.size:
            cover[material[load]] += mg[load]
    for product in range(offtake.size):
        if offtake[product] <= 0.0:
            cover[product] = 0.0
            continue
        cover[product] /= offtake[product]
        gap = min(1.0, max(-1.0, (target - cover[product]) / target))
        price[product] = min(highest[product], max(lowest[product], price[product] * np.exp(speed * gap)))


class WholesalePricing(Rule):
    """The wholesale price of a product rises while depots hold less than usual and falls while they hold more.

    Who     all groups together, for each product
    When    last in the stage of wholesale; tomorrow's deliveries pay it
    Chance  none
    Reads   shops.status, shops.demand; groups.status, groups.product_stock; consignments
    Writes  market.offtake, market.cover, market.wholesale_price
    Source  stock-cover pricing, as in shops (docs/odd.md)
    """

    target: float = param(
        45.0,
        unit="days of offtake",
        low=1,
        high=365,
        grade=Grade.ASSUMED,
        source="a month in the depots, two weeks on the way",
    )
    """Cover at which the price rests."""
    speed: float = param(
        0.008, unit="log price / day", low=0, high=0.5, grade=Grade.CALIBRATED, source="covid-price-apvp"
    )
    """Rise a day when there is nothing left; the same fall when there is double the target or more."""
    lowest: float = param(
        0.35,
        unit="share of the import price",
        low=0.01,
        high=1,
        grade=Grade.ASSUMED,
        source="about the cost of making at home",
    )
    """Floor of the price."""
    highest: float = param(
        5.0,
        unit="factor on the import price",
        low=1,
        high=100,
        grade=Grade.ASSUMED,
        source="no buyer would follow further",
    )
    """Ceiling of the price."""

    def __call__(self, world: World) -> None:
        """Measure the cover and move the prices."""
        market, shops, groups, loads = world.market, world.shops, world.groups, world.consignments
        abroad = world.import_price
        _price(
            shops.size, shops.status, shops.demand, groups.size, groups.status, groups.product_stock,
            loads.size, loads.status, loads.material, loads.mg, loads.outward, world.shop_weight, market.offtake,
            market.cover, market.wholesale_price, self.lowest * abroad, self.highest * abroad, self.speed, self.target,
        )  # fmt: skip
