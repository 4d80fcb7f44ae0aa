"""New formulas: they appear, and after a delay the law names them."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import ShopStatus
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
    """A new unlisted formula of a product appears, is identified, and is listed after the law's delay.

    Who     every product
    When    in the morning, before anybody trades
    Chance  appears: 1 - exp(-hazard); after a listing the hazard comes back as 1 - exp(-days since / lag);
            identified: 1 - exp(-share of its sellers x forensic_unlisted / forensic_days)
    Reads   market.formula_appeared_on, formula_identified_on, listed_on; shops.unlisted; levers.listing_delay,
            forensic_unlisted, forensic_days
    Writes  market.formula_appeared_on, formula_identified_on, listed_on; shops.unlisted, drops.unlisted; counts of both
            events
    Source  race between new formulas and lists (NPS in Kazakhstan, ch. 2; law-list-old, law-list-new)
    """

    rate: float = param(
        1.5,
        unit="1 / year",
        low=0,
        high=20,
        grade=Grade.ASSUMED,
        source="law-lists-2024: 18 stimulants listed by 2024; spread over years by assumption",
    )
    """New formulas of a product that is no cannabinoid."""
    cannabinoid_rate: float = param(
        8.0,
        unit="1 / year",
        low=0,
        high=20,
        grade=Grade.ASSUMED,
        source="law-lists-2024b: 112 cannabinoids listed by 2024; spread over years by assumption",
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
        for product, appeared_on in enumerate(market.formula_appeared_on.tolist()):
            if appeared_on < 0:
                continue
            if market.formula_identified_on[product] < 0 and self._is_identified(world, product):
                market.formula_identified_on[product] = today
            identified = market.formula_identified_on[product]
            if identified >= 0 and today >= identified + world.levers.listing_delay:
                self._list(world, product)
        a_year = [self.cannabinoid_rate if p.family == "cannabinoid" else self.rate for p in world.products]
        rates = np.array(a_year) / DAYS_PER_YEAR
        appeared = _appear(world.seed, today, market.formula_appeared_on, market.listed_on, rates, self.lag, DECISION)
        world.tally.counts[Count.FORMULAS_APPEARED, 0] += appeared

    @staticmethod
    def _list(world: World, product: int) -> None:
        """Let the formula that is about be listed from today on: what shops hold, and what lies hidden already."""
        market, drops = world.market, world.drops
        market.formula_appeared_on[product] = -1
        market.formula_identified_on[product] = -1
        market.listed_on[product] = world.today.day
        world.shops.unlisted[:, product] = False
        drops.used("unlisted")[drops.used("product") == product] = False
        world.tally.counts[Count.FORMULAS_LISTED, 0] += 1

    def _is_identified(self, world: World, product: int) -> bool:
        """Tell whether a finding reaches the state's laboratories today and they see that the formula is new."""
        shops, levers = world.shops, world.levers
        sellers = (shops.used("status") == int(ShopStatus.OPEN)) & shops.used("sells")[:, product]
        if not sellers.any():
            return False
        share = float(shops.used("unlisted")[sellers, product].mean())
        word, _, _, _ = draw(world.seed, product + 1, world.today.day, DECISION, 1)
        return bool(happens(word, share * levers.forensic_unlisted / max(levers.forensic_days, 1.0)))
