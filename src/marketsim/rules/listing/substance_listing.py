"""New formulas: they appear, and after a delay the law names them."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.world import World

DECISION = decision("substance.listing")


@kernel
def _appear(seed, today, appeared_on, listed_on, rates, lag, decision):
    """Let new formulas appear; return how many did."""
    appeared = 0
    for product in range(appeared_on.size):
        if appeared_on[product] >= 0:
            continue
        hazard = rates[product]
        if listed_on[product] >= 0:
            hazard *= -np.expm1(-(today - listed_on[product]) / lag)
        if happens(draw(seed, product + 1, today, decision, 0)[0], hazard):
            appeared_on[product] = today
            appeared += 1
    return appeared


class SubstanceListing(Rule):
    """A new unlisted formula of a product appears; after the law's delay it is listed.

    Who     every product
    When    in the morning, before anybody trades
    Chance  1 - exp(-hazard); after a listing the hazard comes back as 1 - exp(-days since / lag)
    Reads   market.formula_appeared_on, market.listed_on; levers.listing_delay
    Writes  market.formula_appeared_on, market.listed_on; shops.unlisted; counts of both events
    Source  race between new formulas and lists (NPS in Kazakhstan, ch. 2; law-list-old, law-list-new)
    """

    rate: float = param(
        0.4,
        unit="1 / year",
        low=0,
        high=20,
        grade=Grade.ASSUMED,
        source="cathinones: few generations named in law-lists-2024",
    )
    """New formulas of a product that is no cannabinoid."""
    cannabinoid_rate: float = param(
        1.5,
        unit="1 / year",
        low=0,
        high=20,
        grade=Grade.ASSUMED,
        source="many names in one family: generations follow each other within a year",
    )
    """New formulas of a product of the cannabinoid family."""
    lag: float = param(
        120.0,
        unit="days",
        low=1,
        high=3_650,
        grade=Grade.ASSUMED,
        source="makers abroad answer a listing within months",
    )
    """Time in which the hazard comes back after a listing."""

    def __call__(self, world: World) -> None:
        """List what has been about for long enough; let new formulas appear."""
        market, today = world.market, world.today.day
        for product in range(len(world.products)):
            appeared = market.formula_appeared_on[product]
            if appeared >= 0 and today >= appeared + world.levers.listing_delay:
                market.formula_appeared_on[product] = -1
                market.listed_on[product] = today
                world.shops.unlisted[:, product] = False
                world.tally.counts[Count.FORMULAS_LISTED, 0] += 1
        a_year = [self.cannabinoid_rate if p.family == "cannabinoid" else self.rate for p in world.products]
        rates = np.array(a_year) / DAYS_PER_YEAR
        appeared = _appear(world.seed, today, market.formula_appeared_on, market.listed_on, rates, self.lag, DECISION)
        world.tally.counts[Count.FORMULAS_APPEARED, 0] += appeared
