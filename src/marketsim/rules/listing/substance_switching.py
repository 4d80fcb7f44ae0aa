"""Shops take up formulas that are not listed yet."""

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

DECISION = decision("substance.switching")


@kernel
def _switch(seed, today, uid, status, sells, unlisted, size, appeared_on, hazard, decision):
    for product in range(appeared_on.size):
        if appeared_on[product] < 0:
            continue
        for shop in range(size):
            if status[shop] != ShopStatus.OPEN or not sells[shop, product] or unlisted[shop, product]:
                continue
            unlisted[shop, product] = happens(draw(seed, uid[shop], today, decision, product)[0], hazard)


class SubstanceSwitching(Rule):
    """A shop turns to the unlisted formula of a product that it sells.

    Who     every open shop that sells the product in its listed formula while an unlisted one is about
    When    after substance_listing
    Chance  1 - exp(-hazard)
    Reads   market.formula_appeared_on; shops.uid, shops.status, shops.sells
    Writes  shops.unlisted
    Source  trade in an unlisted formula is no crime, so that shops turn to it (law-list-old); pace assumed
    """

    hazard: float = param(
        0.02,
        unit="1 / day",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="half of the shops within five weeks; no series",
    )
    """Hazard that a shop turns to the unlisted formula."""

    def __call__(self, world: World) -> None:
        """Let shops switch, if there is anything to switch to."""
        shops, appeared_on = world.shops, world.market.formula_appeared_on
        if appeared_on.max() < 0:
            return
        _switch(
            world.seed, world.today.day, shops.uid, shops.status, shops.sells, shops.unlisted, shops.size,
            appeared_on, self.hazard, DECISION,
        )  # fmt: skip
