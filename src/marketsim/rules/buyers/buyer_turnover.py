"""People come of the age at which they may start to use; others grow out of it."""

import math

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.newcomers import fill_buyers
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState
from marketsim.world.world import World

DECISION = decision("buyer.turnover")
INTERVAL = 28
"""Days between two comings and goings: both are slow, and going through everybody takes time."""


@kernel
def _turn_over(
    seed, day, decision, weight, arriving, leaving, uid, state, region, size, people, users, companion, ledger
):  # fmt: skip
    newcomers = 0
    for row in range(size):
        now = state[row]
        if now == BuyerState.DEAD or now == BuyerState.OUTSIDE:
            continue
        people[region[row]] += 1
        if BuyerState.OCCASIONAL <= now <= BuyerState.DEPENDENT:
            users[region[row]] += 1
        comes, leaves, _, _ = draw(seed, uid[row], day, decision, 0)
        if unit(comes) < arriving:
            companion[newcomers] = row
            newcomers += 1
        if (now == BuyerState.POTENTIAL or now == BuyerState.ABSTINENT) and unit(leaves) < leaving:
            state[row] = BuyerState.OUTSIDE
            ledger[now, BuyerState.OUTSIDE] += weight
    return newcomers


@kernel
def _name(day, decision, weight, uid, region, names, homes, rows, counts):
    for i in range(rows.size):
        uid[rows[i]] = child_uid(names[i], day, decision, 0)
        region[rows[i]] = homes[i]
        counts[Count.NEWCOMERS, homes[i]] += weight


class BuyerTurnover(Rule):
    """People enter and leave the population at risk of use.

    Who     enter: one newcomer beside a person at risk of the same region; leave: potential and abstinent people
    When    every fourth week, before anybody starts to use
    Chance  1 - exp(-28 days of the hazard), for each person at risk
    Reads   buyers.uid, state, region
    Writes  new rows of buyers (those of people who left are used again); buyers.state; market.users_share
    Source  cohorts grow up and age out; the pool grows from 135,000 to some 200,000 (defaults: 100,000 users in 2023)
    """

    arriving: float = param(
        0.093,
        unit="1 / year",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="defaults: a pool of 135,000 grows to 200,000 in 2024",
    )
    """Newcomers for each person at risk."""
    leaving: float = param(
        0.07, unit="1 / year", low=0, high=1, grade=Grade.ASSUMED, source="a person is at risk for about fifteen years"
    )
    """Hazard of leaving for good, of people who do not use."""

    def __call__(self, world: World) -> None:
        """Let people come and go, and count the share of users by region."""
        today = world.today
        if today.day % INTERVAL and world.market.users_share.any():
            return
        buyers, regions = world.buyers, len(world.regions)
        arriving = -math.expm1(-self.arriving * INTERVAL / DAYS_PER_YEAR)
        leaving = -math.expm1(-self.leaving * INTERVAL / DAYS_PER_YEAR)
        people, users = np.zeros(regions), np.zeros(regions)
        companion = np.empty(buyers.size, np.int64)
        newcomers = _turn_over(
            world.seed, today.day, DECISION, world.weight, arriving, leaving, buyers.uid,
            buyers.state, buyers.region, buyers.size, people, users, companion, world.ledger.buyers,
        )  # fmt: skip
        world.market.users_share[:] = users / np.maximum(people, 1.0)
        self._settle(world, companion[:newcomers])

    def _settle(self, world: World, companion: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        buyers, newcomers = world.buyers, len(companion)
        names, homes = buyers.uid[companion], buyers.region[companion]
        free = buyers_in(buyers, BuyerState.OUTSIDE)[:newcomers]
        added = buyers.append(newcomers - len(free))
        rows = np.concatenate((free, np.arange(added.start, added.stop)))
        _name(
            world.today.day, DECISION, world.weight, buyers.uid, buyers.region, names, homes, rows, world.tally.counts
        )  # fmt: skip
        fill_buyers(world, rows)
