"""Parcels that nobody reserves are found by others, or spoil."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import first_words, happens
from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow
from marketsim.world.states import DropStatus
from marketsim.world.world import World

LOSS = decision("drop.loss")


@kernel
def _lose(
    seed, day, uid, shop, product, mg, status, placed_on, size, hazard, longest, lot, weight, wholesale, losses, mass
):  # fmt: skip
    words = np.empty(size, np.uint32)
    first_words(seed, uid, day, LOSS, words)
    for drop in range(size):
        if status[drop] != DropStatus.AVAILABLE:
            continue
        if happens(words[drop], hazard):
            status[drop] = DropStatus.STOLEN
            mass[MassFlow.STOLEN_DROP, product[drop]] += weight * mg[drop]
            if shop[drop] >= 0:
                losses[shop[drop]] += lot * mg[drop] * wholesale[product[drop]]
        elif day - placed_on[drop] > longest:
            status[drop] = DropStatus.MISSING
            mass[MassFlow.LOST_DROP, product[drop]] += weight * mg[drop]


class DropLoss(Rule):
    """An available parcel is found by a passer-by, or given up when it has lain too long.

    Who     every available parcel
    When    after buyer_collect
    Chance  1 - exp(-hazard); certain after `longest` days
    Reads   drops.placed_on, status; market.wholesale_price
    Writes  drops.status; shops.losses
    Source  assumed
    """

    hazard: float = param(
        0.006,
        unit="1 / day",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="parcels lie two or three days; few are lost before sale",
    )
    """Hazard that a passer-by finds a parcel."""
    longest: int = param(21, unit="days", low=1, high=365, grade=Grade.ASSUMED, source="shops take down old parcels")
    """Days after which a parcel is given up."""

    def __call__(self, world: World) -> None:
        """Lose some parcels."""
        drops = world.drops
        _lose(
            world.seed, world.today.day, drops.uid, drops.shop, drops.product, drops.mg, drops.status, drops.placed_on,
            drops.size, self.hazard, self.longest, world.lot, world.weight, world.market.wholesale_price / MG_PER_G,
            world.shops.losses, world.ledger.mass,
        )  # fmt: skip
