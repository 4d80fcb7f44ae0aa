"""A user is poisoned."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, happens, unit
from marketsim.core.elementary import exp
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, DropStatus
from marketsim.world.world import World

DECISION = decision("poisoning")
MEDICINES = decision("poisoning.medicines")
CHECKING = decision("poisoning.checking")


@kernel
def _medicines(seed, uid, decision, availability, illicit):
    """Return where somebody who wants medicines gets them: 0 pharmacies, 1 illicit sellers, -1 nowhere."""
    pharmacy, elsewhere, _, _ = draw(seed, uid, 0, decision, 0)
    if unit(pharmacy) < availability:
        return 0
    return 1 if unit(elsewhere) < illicit else -1


@kernel
def _poison(
    seed, day, decision, medicines, checking, weight, by_product, of_state, of_unlisted, of_injecting, of_medicines,
    availability, illicit, death, checks, heeds, drop_status, drop_product, drop_unlisted, drop_buyer, reserved_on,
    drops, uid, state, region, injects, wants_medicines, reached, ledger, counts,
):  # fmt: skip
    collected = np.flatnonzero((drop_status[:drops] == DropStatus.COLLECTED.value) & (drop_buyer[:drops] >= 0))
    users = drop_buyer[collected]
    # Columns are read for all at once: memory is far, and answers many questions in the time of one.
    states, injecting, wanting, homes = state[users], injects[users], wants_medicines[users], region[users]
    words = np.empty((4, collected.size), np.uint32)
    # By buyer and day of the order, not by parcel: who gets another parcel in another arm has the same luck.
    all_words(seed, uid[users], day, decision, reserved_on[collected], words)
    for i in range(collected.size):
        drop, buyer, now, home = collected[i], users[i], int(states[i]), homes[i]
        if now < BuyerState.OCCASIONAL or now > BuyerState.DEPENDENT:
            continue
        hazard = by_product[drop_product[drop]] * of_state[now - BuyerState.OCCASIONAL]
        if drop_unlisted[drop]:
            hazard *= of_unlisted
        if injecting[i]:
            hazard *= of_injecting
        if wanting[i]:
            source = _medicines(seed, uid[buyer], medicines, availability, illicit)
            if source >= 0:
                hazard *= of_medicines[source]
                counts[Count.MEDICINES_USED + source, home] += weight
        poisoned, dies, careful = words[0, i], words[1, i], words[2, i]
        if not happens(poisoned, hazard) or state[buyer] != now:
            continue
        checked = reached[buyer] and unit(draw(seed, uid[buyer], 0, checking, 0)[0]) < checks[home]
        if checked and unit(careful) < heeds:
            counts[Count.PACKS_CHECKED, home] += weight
            continue
        counts[Count.POISONINGS, home] += weight
        if unit(dies) < death:
            counts[Count.DEATHS, home] += weight
            ledger[now, BuyerState.DEAD] += weight
            state[buyer] = BuyerState.DEAD


class Poisoning(Rule):
    """A pack that somebody collected today poisons its user; rarely, the user dies.

    Who     active users who collected an order today
    When    after the buyers' stage; first of the health stage
    Chance  1 - exp(-hazard * state * unlisted * injecting * medicines * strength); harm grows with the power
            `severity` of the strength of a pack, which is log-normal with mean 1, so that the mean over packs is
            exp(severity * (severity - 1) / 2 * potency_spread ** 2); those who have packs checked are spared with
            drug_checking; those who want medicines and get none in pharmacies turn to illicit sellers with illicit
    Reads   drops.status, buyer, product, unlisted; buyers.state, injects, wants_medicines, reached;
            levers.medicine_availability, drug_checking
    Writes  buyers.state
    Source  new substances poison through unknown strength (EMCDDA 2021); levels are assumed, no national series
    """

    hazard: float = param(
        7.8e-5,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="hospitalisation of about 0.5 % of users a year; no national series",
    )
    """Hazard of an occasional user who neither injects nor takes medicines, from a listed pack of even strength."""
    regular: float = param(1.2, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="larger amounts at once")
    """Hazard of regular users, relative to occasional ones."""
    dependent: float = param(2.0, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="binges")
    """Hazard of dependent users, relative to occasional ones."""
    unlisted: float = param(
        2.0, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="nobody knows the strength of a new formula"
    )
    """Hazard from a formula that is not listed yet, relative to known ones."""
    injecting: float = param(1.5, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="fast onset")
    """Hazard of those who inject, relative to others."""
    medicines: float = param(
        2.5,
        unit="factor",
        low=1,
        high=20,
        grade=Grade.ASSUMED,
        source="pregabalin and tropicamide deepen poisoning; no figures for synthetics",
    )
    """Hazard of those who take medicines of pharmacies along, relative to others."""
    illicit_medicines: float = param(
        3.5, unit="factor", low=1, high=20, grade=Grade.ASSUMED, source="more dangerous still: contents unknown"
    )
    """Hazard of those who take medicines of illicit sellers along, relative to those without."""
    illicit: float = param(
        0.25,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="some do without, some look elsewhere; no published share",
    )
    """Share of those who want medicines and get none in pharmacies who buy from illicit sellers."""
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
    """Share of poisonings avoided by users who have their packs checked."""

    def __call__(self, world: World) -> None:
        """Let packs do their harm."""
        drops, buyers = world.drops, world.buyers
        strength = exp(self.severity * (self.severity - 1.0) / 2.0 * world.potency_spread**2)
        _poison(
            world.seed, world.today.day, DECISION, MEDICINES, CHECKING, world.weight, self.hazard * strength,
            (1.0, self.regular, self.dependent), self.unlisted, self.injecting,
            (self.medicines, self.illicit_medicines), float(world.levers.medicine_availability), self.illicit,
            self.death, world.levers.drug_checking, self.drug_checking, drops.status, drops.product,
            drops.unlisted, drops.buyer, drops.reserved_on, drops.size, buyers.uid, buyers.state, buyers.region,
            buyers.injects, buyers.wants_medicines, buyers.reached, world.ledger.buyers, world.tally.counts,
        )  # fmt: skip
