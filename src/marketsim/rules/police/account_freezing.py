"""Accounts of droppers are frozen."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.capacity import capacity
from marketsim.world.counts import Count
from marketsim.world.detention import detain_staff
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import AccountStatus, StaffStatus, Unit
from marketsim.world.world import World

FREEZING = decision("account.freezing")


@kernel
def _find(seed, day, frozen_a_day, half, weight, uid, status, crypto, size):
    """Return the accounts found today, and how many there are that can be found."""
    there = 0
    for row in range(size):
        if status[row] == AccountStatus.OPEN and not crypto[row]:
            there += 1
    found = 0
    rows = np.empty(size, np.int64)
    for row in range(size):
        if status[row] == AccountStatus.OPEN and not crypto[row]:
            word, _, _, _ = draw(seed, uid[row], day, FREEZING, 0)
            if happens(word, frozen_a_day / (weight * there + half)):
                rows[found] = row
                found += 1
    return rows[:found], there


class AccountFreezing(Rule):
    """Financial monitoring freezes accounts through which shops are paid.

    A dropper lends one account: who loses it and is not detained is of no use to the shop any more and quits.

    Who     open accounts that are not in crypto-currency
    When    after customs_check
    Chance  1 - exp(-accounts that officers manage a day / (accounts there are + half)); the dropper is detained with
            a fixed share, and quits otherwise
    Reads   accounts; shops.money; levers.capacity
    Writes  accounts.status; shops.money, losses, can_pay; staff.status; market.freezing_risk; what detain_staff writes
    Source  droppers are few among the detained (det-total-2023); numbers of accounts frozen are not published
    """

    frozen: float = param(
        0.005,
        unit="accounts / (officer * day)",
        low=0,
        high=10,
        grade=Grade.ASSUMED,
        source="about forty accounts a year at first; not published",
    )
    """Level: accounts that an officer finds in a day in 2017 when there are very many."""
    growth: float = param(
        8.0,
        unit="factor",
        low=0.1,
        high=200,
        grade=Grade.ASSUMED,
        source="about one account in three a year in 2023; not published",
    )
    """Growth: accounts found in the long run relative to 2017."""
    half: float = param(50.0, unit="accounts", low=0, high=10_000, grade=Grade.ASSUMED, source="no published number")
    """Open accounts, whole market, at which officers find half of what they could."""
    till: float = param(0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="money is moved on within days")
    """Share of the shop's till that lies in the account."""
    detained: float = param(
        0.04, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="few droppers among those of det-total-2023"
    )
    """Share of cases in which the dropper is detained."""

    memory: float = param(
        180.0, unit="days", low=7, high=3_650, grade=Grade.ASSUMED, source="as other beliefs about enforcement"
    )
    """Time constant of what shops know about freezing."""

    def __call__(self, world: World) -> None:
        """Freeze accounts."""
        accounts = world.accounts
        rows, banked = _find(
            world.seed, world.today.day, self.frozen * capacity(world, Unit.FINANCE, self.growth), self.half,
            world.shop_weight, accounts.uid, accounts.status, accounts.crypto, accounts.size,
        )  # fmt: skip
        news = DAYS_PER_YEAR * len(rows) / max(banked, 1)
        world.market.freezing_risk += (news - world.market.freezing_risk) / self.memory
        for row in rows:
            self._freeze(world, int(row))

    def _freeze(self, world: World, row: int) -> None:
        accounts, shops, staff = world.accounts, world.shops, world.staff
        accounts.status[row] = AccountStatus.FROZEN
        shop, holder = int(accounts.shop[row]), int(accounts.holder[row])
        if shop >= 0:
            money = int(max(0, shops.money[shop]) * self.till)
            shops.money[shop] -= money
            shops.losses[shop] += money
            world.ledger.money[MoneyFlow.FROZEN] += world.shop_weight * money
            others = (accounts.used("shop") == shop) & (accounts.used("status") == int(AccountStatus.OPEN))
            shops.can_pay[shop] = bool(others.any())
            world.tally.counts[Count.ACCOUNTS_FROZEN, shops.region[shop]] += world.shop_weight
        _, caught, _, _ = draw(world.seed, accounts.uid[row], world.today.day, FREEZING, 0)
        if holder < 0 or staff.status[holder] != StaffStatus.ACTIVE:
            return
        if unit(caught) < self.detained:
            detain_staff(world, holder)
            return
        staff.status[holder] = StaffStatus.QUIT
        world.ledger.staff[StaffStatus.ACTIVE, StaffStatus.QUIT] += staff.weight[holder]
        world.tally.counts[Count.QUITS, staff.region[holder]] += staff.weight[holder]
