"""Owners take out what the shop does not need."""

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import ShopStatus
from marketsim.world.world import World


@kernel
def _take(status, money, demand, price, size, days, least, share, weight, money_flow):
    for s in range(size):
        if status[s] >= ShopStatus.CLOSED:
            continue
        turnover = 0.0
        for r in range(demand.shape[1]):
            for p in range(demand.shape[2]):
                turnover += demand[s, r, p] * 0.001 * price[s, p]
        spare = money[s] - max(days * turnover, least)
        if spare > 0.0:
            taken = int(share * spare)
            money[s] -= taken
            money_flow[MoneyFlow.OWNERS] += weight * taken


class ShopProfit(Rule):
    """An owner takes out what exceeds the money needed to restock.

    Who     every shop that has not closed
    When    in the evening
    Chance  none
    Reads   shops.demand, price
    Writes  shops.money
    Source  assumed
    """

    days: float = param(
        12.0, unit="days", low=1, high=365, grade=Grade.ASSUMED, source="enough for a week's stock and wages"
    )
    """Turnover that stays in the till."""
    least: float = param(
        2_000_000.0, unit="KZT", low=0, high=1e9, grade=Grade.ASSUMED, source="first investment less first costs"
    )
    """Money that stays in the till however small the turnover."""
    share: float = param(0.1, unit="share / day", low=0, high=1, grade=Grade.ASSUMED, source="cash-out takes time")
    """Part of the surplus taken out each day."""

    def __call__(self, world: World) -> None:
        """Pay the owners."""
        shops = world.shops
        _take(
            shops.status, shops.money, shops.demand, shops.price, shops.size, self.days, self.least, self.share,
            world.shop_weight, world.ledger.money,
        )  # fmt: skip
