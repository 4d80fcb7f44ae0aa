"""Shops recruit droppers, whose accounts take payments."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import add_account
from marketsim.world.states import AccountStatus, ShopStatus
from marketsim.world.world import World

ACCOUNTS = decision("shop.accounts")


@kernel
def _find_needy(seed, day, uid, status, can_pay, size, account_shop, account_status, accounts, keep, speed, needy):
    """Write the rows of shops that open an account today to `needy`, update who can be paid, return how many."""
    open_accounts = np.zeros(max(size, 1), np.int32)
    for row in range(accounts):
        if account_status[row] == AccountStatus.OPEN and account_shop[row] >= 0:
            open_accounts[account_shop[row]] += 1
    count = 0
    for s in range(size):
        can_pay[s] = open_accounts[s] > 0 and status[s] != ShopStatus.CLOSED
        if status[s] == ShopStatus.CLOSED or open_accounts[s] >= keep:
            continue
        w0, _, _, _ = draw(seed, uid[s], day, ACCOUNTS, 0)
        if unit(w0) < speed:
            needy[count] = s
            count += 1
    return count


class ShopAccounts(Rule):
    """A shop keeps some accounts in the names of droppers; without one it cannot be paid.

    Who     every shop with fewer accounts than it wants
    When    in the morning
    Chance  speed a day
    Reads   accounts.status
    Writes  accounts, staff (new rows); shops.can_pay, money
    Source  assumed; droppers: chapter 2
    """

    keep: int = param(
        2, unit="accounts / shop", low=1, high=50, grade=Grade.ASSUMED, source="one in use, one in reserve"
    )
    speed: float = param(0.2, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="accounts are for sale")
    """Chance a day to get an account that is lacking."""
    cost: float = param(
        60_000.0, unit="KZT / account", low=0, high=10_000_000, grade=Grade.ASSUMED, source="no published price"
    )

    def __call__(self, world: World) -> None:
        """Open accounts."""
        shops, accounts = world.shops, world.accounts
        needy = np.empty(max(shops.size, 1), np.int32)
        count = _find_needy(
            world.seed, world.today.day, shops.uid, shops.status, shops.can_pay, shops.size, accounts.shop,
            accounts.status, accounts.size, self.keep, self.speed, needy,
        )  # fmt: skip
        for shop in needy[:count].tolist():
            add_account(world, shop, ordinal=1)
            cost = min(round(self.cost), max(int(shops.money[shop]), 0))
            shops.money[shop] -= cost
            world.ledger.money[MoneyFlow.CHANNELS] += cost * world.shop_weight
