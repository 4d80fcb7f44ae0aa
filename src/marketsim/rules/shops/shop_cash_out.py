"""Shops turn what they were paid in crypto-currency into cash."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import AccountStatus, ShopStatus
from marketsim.world.world import World


@kernel
def _cash_out(
    fee, account_shop, account_status, crypto, accounts, status, demand, price, money, losses, size, weight, flows
):  # fmt: skip
    """Let exchange offices keep their part of what each shop takes in crypto-currency in a day."""
    wallets = np.zeros(max(size, 1))
    everything = np.zeros(max(size, 1))
    for row in range(accounts):
        if account_status[row] == AccountStatus.OPEN and account_shop[row] >= 0:
            everything[account_shop[row]] += 1.0
            wallets[account_shop[row]] += crypto[row]
    for s in range(size):
        if wallets[s] == 0.0 or status[s] != ShopStatus.OPEN:
            continue
        turnover = 0.0
        for r in range(demand.shape[1]):
            for p in range(demand.shape[2]):
                turnover += demand[s, r, p] * 0.001 * price[s, p]
        kept = min(int(fee * turnover * wallets[s] / everything[s]), max(money[s], 0))
        money[s] -= kept
        losses[s] += kept
        flows[MoneyFlow.EXCHANGE] += weight * kept


class ShopCashOut(Rule):
    """A shop is paid in crypto-currency as far as its accounts are wallets; exchange offices turn it into cash.

    Who     open shops with a wallet
    When    after the day's accounts are opened
    Chance  none: turnover * share of wallets among the accounts * fee; offices that ask no questions take a dearer fee
            the more of the others ask
    Reads   accounts; shops.demand, price; levers.exchange_control
    Writes  shops.money, losses
    Source  chapter 2 names exchange offices as the way out; fees are assumed
    """

    fee: float = param(0.02, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="margin of an exchange office")
    """What an office keeps while none of them asks where the money comes from."""
    dearest: float = param(
        0.15, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="what laundering costs elsewhere"
    )
    """What those who ask nothing keep once all others ask."""

    def __call__(self, world: World) -> None:
        """Cash out."""
        shops, accounts = world.shops, world.accounts
        fee = self.fee + float(world.levers.exchange_control) * (self.dearest - self.fee)
        _cash_out(
            fee, accounts.shop, accounts.status, accounts.crypto, accounts.size, shops.status, shops.demand,
            shops.price, shops.money, shops.losses, shops.size, world.shop_weight, world.ledger.money,
        )  # fmt: skip
