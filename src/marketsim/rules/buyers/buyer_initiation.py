"""People who may start to use do so for the first time."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.turns import DAYS_BETWEEN_TURNS, has_turn
from marketsim.world.world import World

DECISION = decision("buyer.initiation")
YOUNG = 1
"""Highest age band that prevention reaches: up to 24 years."""


@kernel
def _initiate(
    seed, day, decision, weight, by_region, by_product, of_young, of_opioids, uid, state, region, product, age_band,
    came_from_opioids, days_used, size, ledger, counts,
):  # fmt: skip
    for row in range(size):
        if not has_turn(uid[row], day) or state[row] != BuyerState.POTENTIAL:
            continue
        hazard = by_region[region[row]] * by_product[product[row]]
        if age_band[row] <= YOUNG:
            hazard *= of_young
        if came_from_opioids[row]:
            hazard *= of_opioids
        if happens(draw(seed, uid[row], day, decision, 0)[0], hazard):
            state[row] = BuyerState.OCCASIONAL
            days_used[row] = 0
            ledger[BuyerState.POTENTIAL, BuyerState.OCCASIONAL] += weight
            counts[Count.INITIATIONS, region[row]] += weight


class BuyerInitiation(Rule):
    """A person at risk starts to use.

    Who     potential buyers on their turn (every sixteenth day, each on days of their own)
    When    after buyer_turnover, before wishes to buy
    Chance  1 - exp(-16 days of: hazard * (1 + contact * users_share) * (1 - exposure + exposure * channels_share)
            * (retail / usual price) ** elasticity * (1 - prevention for the young) * opioids)
    Reads   buyers.uid, region, product, age_band, came_from_opioids; market.users_share, channels_share,
            retail_price, usual_price; levers.prevention
    Writes  buyers.state, days_used
    Source  contact with users as in epidemic models of initiation (Hunt and Chambers 1976); level fitted to the
            active users of defaults
    """

    hazard: float = param(
        0.022, unit="1 / year", low=0, high=1, grade=Grade.CALIBRATED, source="defaults: active users 2018-2023"
    )
    """Hazard of starting where nobody uses and the market is well served."""
    contact: float = param(
        24.6,
        unit="1 / share of users",
        low=0,
        high=500,
        grade=Grade.CALIBRATED,
        source="defaults: active users 2018-2023",
    )
    """How the hazard rises with the share of users among people at risk of the region."""
    exposure: float = param(
        0.3,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="most start through friends, a part through adverts and chats",
    )
    """Share of starts that live channels and adverts bring about; the others come through friends."""
    participation_elasticity: float = param(
        -0.3,
        unit="exponent",
        low=-1.5,
        high=0,
        grade=Grade.ASSUMED,
        source="a third of elast: most of the response is in the amount",
    )
    """How the hazard falls with the price."""
    opioids: float = param(
        2.0,
        unit="factor",
        low=1,
        high=20,
        grade=Grade.ASSUMED,
        source="registered_drug_users_all falls by 7,000 in 2016-2020: many turned to synthetics",
    )
    """Hazard of former or current opioid users, relative to others."""

    def __call__(self, world: World) -> None:
        """Let people start."""
        buyers, market = world.buyers, world.market
        turn = DAYS_BETWEEN_TURNS / DAYS_PER_YEAR * self.hazard
        by_region = turn * (1.0 + self.contact * market.users_share)
        by_region *= 1.0 - self.exposure + self.exposure * market.channels_share
        by_product = np.maximum(market.retail_price / market.usual_price, 0.01) ** self.participation_elasticity
        _initiate(
            world.seed, world.today.day, DECISION, world.weight, by_region, by_product,
            float(1.0 - world.levers.prevention), self.opioids, buyers.uid, buyers.state, buyers.region,
            buyers.product, buyers.age_band, buyers.came_from_opioids, buyers.days_used, buyers.size,
            world.ledger.buyers, world.tally.counts,
        )  # fmt: skip
