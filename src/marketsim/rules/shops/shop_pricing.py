"""Shops learn what is wanted and set their prices."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.states import ShopStatus
from marketsim.world.world import World


@kernel
def _price(
    status, serves, sells, cover_of_all, price, stock, demand, demand_today, wage, losses, size, wholesale, usual,
    mean_pack, memory, speed, target, scarcity, mark_up, least, retail_price,
):  # fmt: skip
    """Price all shops; write the means of those that sell to `retail_price`."""
    retail, total = np.zeros(retail_price.size), np.zeros(retail_price.size)
    for s in range(size):
        losses[s] *= 1.0 - memory
        if status[s] >= ShopStatus.CLOSED:
            continue
        all_wanted, all_held = 0.0, 0.0
        for p in range(price.shape[1]):
            for r in range(serves.shape[1]):
                if demand[s, r, p] > 0.0 or demand_today[s, r, p] > 0.0:
                    demand[s, r, p] += memory * (demand_today[s, r, p] - demand[s, r, p])
                    if demand[s, r, p] < 1.0:
                        demand[s, r, p] = 0.0
                    demand_today[s, r, p] = 0.0
                    all_wanted += demand[s, r, p]
        for p in range(price.shape[1]):
            if not sells[s, p]:
                continue
            wanted, held = 0.0, 0.0
            for r in range(serves.shape[1]):
                wanted += demand[s, r, p]
                held += stock[s, r, p]
            all_held += held
            cover = held / wanted if wanted > 0.0 else target
            grams = mean_pack[p] * 0.001
            loss = memory * losses[s] / max(all_wanted * 0.001, 1.0)
            cost = (wholesale[p] * grams + wage[s] + loss * grams) / grams**0.6
            lacking = min(max((target - cover) / target, -1.0), 1.0)
            price[s, p] *= np.exp(speed * (scarcity * lacking + np.log(mark_up * cost / price[s, p])))
            price[s, p] = min(max(price[s, p], least * cost), 5.0 * usual[p])
            retail[p] += price[s, p] * max(wanted, 1.0)
            total[p] += max(wanted, 1.0)
        cover_of_all[s] = all_held / all_wanted if all_wanted > 0.0 else target
    for p in range(retail_price.size):
        if total[p] > 0.0:
            retail_price[p] = retail[p] / max(total[p], 1e-9)


class ShopPricing(Rule):
    """A shop's price follows its costs with a mark-up, more when stock is short, less when stock is long.

    A price moved by stock alone has nothing to come back to: it drifts. The mark-up on costs anchors it.

    Who     every shop that has not closed
    When    in the morning, after wholesale
    Chance  none: log price += speed * (scarcity * (target - cover) / target + log(mark-up * cost / price))
    Reads   shops.stock, demand_today, wage, losses; market.wholesale_price
    Writes  shops.price, cover, demand, demand_today, losses; market.retail_price
    Source  stock-cover pricing (docs/odd.md); risk enters once, through wages and losses (Reuter and
            Kleiman 1986)
    """

    memory: float = param(
        0.1, unit="1 / day", low=0.01, high=1, grade=Grade.ASSUMED, source="shops look back about ten days"
    )
    """Weight of today in the moving averages."""
    speed: float = param(
        0.03, unit="1 / day", low=0, high=1, grade=Grade.CALIBRATED, source="price-apvp, price-meph, covid-price-apvp"
    )
    """How fast the price follows cost and scarcity."""
    target: float = param(
        9.0, unit="days", low=1, high=90, grade=Grade.ASSUMED, source="weekly batches and some reserve"
    )
    """Stock that a shop wants to hold, in days of demand."""
    scarcity: float = param(0.6, unit="log price", low=0, high=3, grade=Grade.CALIBRATED, source="covid-price-apvp")
    """How far above its usual mark-up a shop without any stock goes."""
    mark_up: float = param(
        2.6,
        unit="factor",
        low=1,
        high=10,
        grade=Grade.CALIBRATED,
        source="price-apvp, price-meph over assumed wholesale prices",
    )
    """Usual price over the cost of goods, wages and losses."""
    least: float = param(
        1.15, unit="factor", low=1, high=5, grade=Grade.ASSUMED, source="operators and channels must be paid"
    )
    """Lowest price over that cost."""

    def __call__(self, world: World) -> None:
        """Price all shops, then note the market's mean prices."""
        shops, market = world.shops, world.market
        _price(
            shops.status, shops.serves, shops.sells, shops.cover, shops.price, shops.stock, shops.demand,
            shops.demand_today, shops.wage, shops.losses, shops.size, market.wholesale_price, market.usual_price,
            world.mean_pack_mg, self.memory, self.speed, self.target, self.scarcity, self.mark_up, self.least,
            market.retail_price,
        )  # fmt: skip
