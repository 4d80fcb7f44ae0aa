"""Shops recruit droppers, whose accounts take payments, or open wallets in crypto-currency."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import add_account, add_wallet
from marketsim.world.states import AccountStatus, ShopStatus, StaffStatus
from marketsim.world.world import World

ACCOUNTS = decision("shop.accounts")


@kernel
def _close_abandoned(holder, crypto, status, size, staff_status):
    """Close the accounts whose dropper is at work no more: nobody else can draw on them."""
    for row in range(size):
        if status[row] != AccountStatus.OPEN or crypto[row]:
            continue
        if holder[row] < 0 or staff_status[holder[row]] != StaffStatus.ACTIVE:
            status[row] = AccountStatus.CLOSED


@kernel
def _find_needy(seed, day, uid, status, can_pay, size, account_shop, account_status, accounts, keep, speed, needy):
    """Write the rows of shops that open an account today to `needy`, update who can be paid, return how many."""
    open_accounts = np.zeros(max(size, 1), np.int32)
    for row in range(accounts):
        if account_status[row] == AccountStatus.OPEN and account_shop[row] >= 0:
            open_accounts[account_shop[row]] += 1
    count = 0
    for s in range(size):
        can_pay[s] = open_accounts[s] > 0 and status[s] < ShopStatus.CLOSED
        if status[s] >= ShopStatus.CLOSED or open_accounts[s] >= keep:
            continue
        w0, _, _, _ = draw(seed, uid[s], day, ACCOUNTS, 0)
        if unit(w0) < speed:
            needy[count] = s
            count += 1
    return count


class ShopAccounts(Rule):
    """A shop keeps some accounts, of droppers or in crypto-currency; without one it cannot be paid.

    An account lasts as long as its dropper is at work; the shop moves its money on in time.

    Who     every shop with fewer accounts than it wants
    When    in the morning
    Chance  speed a day; in crypto-currency with a share that rises as accounts are frozen and falls as exchange offices
            ask where it comes from
    Reads   accounts.status, holder; staff.status; market.freezing_risk; levers.exchange_control
    Writes  accounts, staff (new rows); accounts.status; shops.can_pay, money
    Source  assumed; droppers: chapter 2
    """

    keep: int = param(
        2, unit="accounts / shop", low=1, high=50, grade=Grade.ASSUMED, source="one in use, one in reserve"
    )
    """Accounts that a shop wishes to have."""
    speed: float = param(0.2, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="accounts are for sale")
    """Chance a day to get an account that is lacking."""
    cost: float = param(
        60_000.0, unit="KZT / account", low=0, high=10_000_000, grade=Grade.ASSUMED, source="no published price"
    )
    """Price of an account."""

    crypto: float = param(
        0.05, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="buyers without a wallet pay by bank transfer"
    )
    """Share of new accounts in crypto-currency while no account is frozen."""
    turning: float = param(
        0.15, unit="share / (1 / year)", low=0, high=5, grade=Grade.ASSUMED, source="no published practice"
    )
    """How that share rises for each freezing a year that an account must expect."""
    deterred: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="money that cannot be spent is no use"
    )
    """How far it falls when every exchange office asks."""
    most_crypto: float = param(
        0.8, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="some buyers never pay in crypto-currency"
    )
    """Largest share of new accounts in crypto-currency, however many are frozen."""

    def __call__(self, world: World) -> None:
        """Open accounts."""
        shops, accounts = world.shops, world.accounts
        _close_abandoned(accounts.holder, accounts.crypto, accounts.status, accounts.size, world.staff.status)
        needy = np.empty(max(shops.size, 1), np.int32)
        count = _find_needy(
            world.seed, world.today.day, shops.uid, shops.status, shops.can_pay, shops.size, accounts.shop,
            accounts.status, accounts.size, self.keep, self.speed, needy,
        )  # fmt: skip
        if count:
            in_crypto = self._in_crypto(world)
            for shop in needy[:count].tolist():
                self._open(world, shop, in_crypto)

    def _in_crypto(self, world: World) -> float:
        """Return the share of new accounts that are in crypto-currency: what frozen accounts and dear cash-out make."""
        drawn = self.turning * world.market.freezing_risk - self.deterred * float(world.levers.exchange_control)
        return float(min(max(self.crypto + drawn, 0.0), self.most_crypto))

    def _open(self, world: World, shop: int, in_crypto: float) -> None:
        shops, counts = world.shops, world.tally.counts
        _, w1, _, _ = draw(world.seed, shops.uid[shop], world.today.day, ACCOUNTS, 0)
        if unit(w1) < in_crypto:
            add_wallet(world, shop, ordinal=1)
            counts[Count.WALLETS_OPENED, shops.region[shop]] += world.shop_weight
            return
        add_account(world, shop)
        counts[Count.ACCOUNTS_OPENED, shops.region[shop]] += world.shop_weight
        cost = min(round(self.cost), max(int(shops.money[shop]), 0))
        shops.money[shop] -= cost
        world.ledger.money[MoneyFlow.CHANNELS] += cost * world.shop_weight
