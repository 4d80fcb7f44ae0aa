"""Screening finds users early and sends some of them to treatment."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.elementary import power
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Care
from marketsim.world.turns import DAYS_BETWEEN_TURNS, buyers_with_turn
from marketsim.world.world import World

DECISION = decision("screening.referral")


@kernel
def _screen(
    seed, day, decision, weight, chance, acceptance, registration, turns, uid, state, region, age_band, registered,
    until, care, counts,
):  # fmt: skip
    for row in turns:
        if state[row] != BuyerState.REGULAR and state[row] != BuyerState.DEPENDENT:
            continue
        found, accepts, reports, _ = draw(seed, uid[row], day, decision, 0)
        if until[row] > day or unit(found) >= chance[age_band[row]]:
            continue
        counts[Count.SCREENED, region[row]] += weight
        if unit(accepts) < acceptance:
            care[row] = Care.REFERRED
            counts[Count.REFERRALS, region[row]] += weight
        elif not registered[row] and unit(reports) < registration:
            registered[row] = True
            counts[Count.REGISTRATIONS, region[row]] += weight


class ScreeningReferral(Rule):
    """Screening in schools, clinics and at work identifies a user, who lets himself be referred to treatment or not.

    Who     regular and dependent users who do not wait for treatment, on their turn (every sixteenth day, each on days
            of their own)
    When    before treatment_entry, which begins the wait
    Chance  identified: the lever of the age band in a year; then acceptance; of the others, registration
    Reads   buyers.uid, state, age_band, until; levers.screening
    Writes  buyers.care, registered
    Source  assumed: brief advice after screening hardly brings anybody into treatment by itself (Glass et al. 2015)
    """

    acceptance: float = param(
        0.25, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="referral from screening: few follow it"
    )
    """Share of those identified who let themselves be referred."""
    registration: float = param(
        0.05, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="clinics report some of those whom they find"
    )
    """Share of the others who are put on the narcological register."""

    def __call__(self, world: World) -> None:
        """Screen, if anybody does."""
        screening = world.levers.screening
        if not screening.any():
            return
        buyers = world.buyers
        chance = 1.0 - power(1.0 - np.minimum(screening, 0.999), DAYS_BETWEEN_TURNS / DAYS_PER_YEAR)
        _screen(
            world.seed, world.today.day, DECISION, world.weight, chance, self.acceptance, self.registration,
            buyers_with_turn(world), buyers.uid, buyers.state, buyers.region, buyers.age_band, buyers.registered,
            buyers.until, buyers.care, world.tally.counts,
        )  # fmt: skip
