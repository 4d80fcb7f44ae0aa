"""A user is poisoned."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, DropStatus
from marketsim.world.world import World

DECISION = decision("poisoning")


@kernel
def _poison(
    seed, day, decision, weight, by_product, of_state, of_unlisted, of_injecting, death, drop_uid, drop_status,
    drop_product, drop_unlisted, drop_buyer, drops, state, region, injects, ledger, counts,
):  # fmt: skip
    for drop in range(drops):
        buyer = drop_buyer[drop]
        if drop_status[drop] != DropStatus.COLLECTED or buyer < 0:
            continue
        now = int(state[buyer])
        if now < BuyerState.OCCASIONAL or now > BuyerState.DEPENDENT:
            continue
        hazard = by_product[drop_product[drop]] * of_state[now - BuyerState.OCCASIONAL]
        if drop_unlisted[drop]:
            hazard *= of_unlisted
        if injects[buyer]:
            hazard *= of_injecting
        poisoned, dies, _, _ = draw(seed, drop_uid[drop], day, decision, 0)
        if happens(poisoned, hazard):
            counts[Count.POISONINGS, region[buyer]] += weight
            if unit(dies) < death:
                counts[Count.DEATHS, region[buyer]] += weight
                ledger[now, BuyerState.DEAD] += weight
                state[buyer] = BuyerState.DEAD


class Poisoning(Rule):
    """A pack that somebody collected today poisons its user; rarely, the user dies.

    Who     active users who collected an order today
    When    after the buyers' stage; first of the health stage
    Chance  1 - exp(-hazard * state * unlisted * injecting * strength); harm grows with the power `severity` of the
            strength of a pack, which is log-normal with mean 1, so that the mean over packs is
            exp(severity * (severity - 1) / 2 * potency_spread ** 2)
    Reads   drops.status, buyer, product, unlisted; buyers.state, injects; levers.harm_reduction
    Writes  buyers.state
    Source  new substances poison through unknown strength (EMCDDA 2021); levels are assumed, no national series
    """

    hazard: float = param(
        1e-4,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="hospitalisation of about 0.5 % of users a year; no national series",
    )
    """Hazard of an occasional user who does not inject, from a pack of a listed substance of even strength."""
    regular: float = param(1.2, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="larger amounts at once")
    """Hazard of regular users, relative to occasional ones."""
    dependent: float = param(
        2.0, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="binges, medicines used along"
    )
    """Hazard of dependent users, relative to occasional ones."""
    unlisted: float = param(
        2.0, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="nobody knows the strength of a new formula"
    )
    """Hazard from a formula that is not listed yet, relative to known ones."""
    injecting: float = param(1.5, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="fast onset")
    """Hazard of those who inject, relative to others."""
    severity: float = param(3.0, unit="exponent", low=0, high=6, grade=Grade.ASSUMED, source="steep dose and effect")
    """How steeply harm grows with strength."""
    death: float = param(
        0.015, unit="share", low=0, high=0.2, grade=Grade.ASSUMED, source="rare; read results as a range (0.005-0.03)"
    )
    """Share of poisonings that kill."""
    drug_checking: float = param(
        0.5,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="those told of a strong pack take less (drug checking studies)",
    )
    """Share of poisonings avoided by users whom harm reduction reaches."""

    def __call__(self, world: World) -> None:
        """Let packs do their harm."""
        drops, buyers = world.drops, world.buyers
        strength = np.exp(self.severity * (self.severity - 1.0) / 2.0 * world.potency_spread**2)
        _poison(
            world.seed, world.today.day, DECISION, world.weight,
            self.hazard * strength * (1.0 - world.levers.harm_reduction * self.drug_checking),
            (1.0, self.regular, self.dependent), self.unlisted, self.injecting, self.death, drops.uid, drops.status,
            drops.product, drops.unlisted, drops.buyer, drops.size, buyers.state, buyers.region, buyers.injects,
            world.ledger.buyers, world.tally.counts,
        )  # fmt: skip
