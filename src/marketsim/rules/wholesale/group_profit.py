"""Owners of groups take their profit."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import GroupStatus
from marketsim.world.world import World

INTERVAL = 30
"""Days between two withdrawals of a group; which day is its own follows from its uid."""


@kernel
def _withdraw(today, size, uid, status, money, working_capital, share):
    """Pay the owners of the groups whose day it is; return the sum."""
    total = 0
    for row in range(size):
        if (today + int(uid[row] % np.uint64(INTERVAL))) % INTERVAL:
            continue
        paid = money[row]
        if status[row] == GroupStatus.ACTIVE:
            paid = int(share * max(0.0, money[row] - working_capital))
        money[row] -= paid
        total += paid
    return total


class GroupProfit(Rule):
    """Owners take out part of the money above what the group needs; those of a suppressed group take what is left.

    Who     every group, every 30 days on a day of its own
    When    last of the rules of groups
    Chance  none
    Reads   groups.uid, groups.status
    Writes  groups.money; books of owners
    Source  assumed; keeps money from piling up where nobody spends it
    """

    working_capital: float = param(
        120_000_000.0, unit="KZT", low=0, high=1e11, grade=Grade.ASSUMED, source="two large loads"
    )
    """Money that stays in the group."""
    share: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="the rest waits for the next month"
    )
    """Share of the money above it that owners take."""

    def __call__(self, world: World) -> None:
        """Pay the owners of the groups whose day it is."""
        groups = world.groups
        world.ledger.money[MoneyFlow.OWNERS] += _withdraw(
            world.today.day, groups.size, groups.uid, groups.status, groups.money, self.working_capital, self.share
        )
