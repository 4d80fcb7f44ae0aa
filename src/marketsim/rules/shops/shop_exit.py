"""Shops close, some of them by running off with the money."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.closing import close_shop
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

EXIT = decision("shop.exit")


@kernel
def _find_exits(
    seed, day, uid, status, money, demand, price, losses, reputation, scam_propensity, opened_on, size, young, grown,
    youth, ruin, scam, name_worth, closing, scams,
):  # fmt: skip
    """Write the rows of shops that close to `closing` and whether it is a scam to `scams`; return how many."""
    count = 0
    for s in range(size):
        if status[s] >= ShopStatus.CLOSED:
            continue
        turnover = 1.0
        for r in range(demand.shape[1]):
            for p in range(demand.shape[2]):
                turnover += demand[s, r, p] * 0.001 * price[s, p]
        age = day - opened_on[s]
        hazard = grown + (young - grown) * np.exp(-age / youth) + ruin * min(losses[s] / (10.0 * turnover), 5.0)
        months = money[s] / turnover / 30.0
        tempting = months - name_worth * max(0.0, 0.5 * (1.0 + reputation[s]))
        greed = scam * scam_propensity[s] * min(max(tempting, 0.0), 5.0)
        w0, w1, _, _ = draw(seed, uid[s], day, EXIT, 0)
        if happens(w0, (hazard + greed) / DAYS_PER_YEAR):
            closing[count] = s
            scams[count] = unit(w1) < greed / (hazard + greed)
            count += 1
    return count


class ShopExit(Rule):
    """A shop closes: most young ones give up soon, others after losses; some run off with till and deposits.

    Who     every shop that has not closed
    When    in the morning
    Chance  1 - exp(-(hazard by age + ruin * losses / ten days of turnover + scam * propensity * what the till exceeds
            the worth of the name by, in months of turnover) / 365)
    Reads   shops.opened_on, losses, demand, price, money, reputation, scam_propensity
    Writes  everything of the shop (`marketsim.world.closing`)
    Source  shop-life: a median name lives 99 days on a platform without blocking, with falling hazard
    """

    young: float = param(
        3.5, unit="1 / year", low=0, high=50, grade=Grade.BORROWED, source="shop-life: median of 99 days"
    )
    """Hazard of a shop on its first day."""
    grown: float = param(
        0.7,
        unit="1 / year",
        low=0,
        high=10,
        grade=Grade.ASSUMED,
        source="defaults: other exits 1.0 a year over all ages",
    )
    """Hazard of a shop that has lasted."""
    youth: float = param(
        150.0, unit="days", low=1, high=3_650, grade=Grade.ASSUMED, source="heterogeneous lifetimes (shop-life)"
    )
    """How fast the hazard falls with age."""
    ruin: float = param(
        2.0, unit="1 / year", low=0, high=50, grade=Grade.ASSUMED, source="closes after losses (docs/odd.md)"
    )
    """Hazard added when the losses of some ten days eat the turnover of ten days."""
    scam: float = param(
        0.5, unit="1 / year", low=0, high=50, grade=Grade.ASSUMED, source="no published count of exit scams"
    )
    """Hazard of running off for the least honest shop, whose till exceeds its name's worth by a month's turnover."""
    name_worth: float = param(
        0.3,
        unit="months of turnover",
        low=0,
        high=24,
        grade=Grade.ASSUMED,
        source="a new name lives 99 days (shop-life)",
    )
    """Worth of a perfect reputation; one that nobody has rated is worth half of it."""

    def __call__(self, world: World) -> None:
        """Close shops."""
        shops = world.shops
        closing, scams = np.empty(shops.size, np.int32), np.empty(shops.size, np.bool_)
        count = _find_exits(
            world.seed, world.today.day, shops.uid, shops.status, shops.money, shops.demand, shops.price, shops.losses,
            shops.reputation, shops.scam_propensity, shops.opened_on, shops.size, self.young, self.grown, self.youth,
            self.ruin, self.scam, self.name_worth, closing, scams,
        )  # fmt: skip
        for i in range(count):
            close_shop(world, int(closing[i]), bool(scams[i]))
