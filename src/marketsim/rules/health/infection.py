"""A user is infected with HIV or hepatitis C."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, DropStatus
from marketsim.world.world import World

DECISION = decision("infection")
SUPPLIES = decision("infection.supplies")


@kernel
def _infect(
    seed, day, decision, supplied, weight, hiv_injecting, hcv_injecting, hiv_sexual, hcv_sexual, supplies, avoided,
    drop_status, drop_buyer, reserved_on, drops, uid, state, region, injects, reached, hiv, hcv, counts,
):  # fmt: skip
    most_hiv, most_hcv = max(hiv_injecting, hiv_sexual), max(hcv_injecting, hcv_sexual)
    collected = np.flatnonzero((drop_status[:drops] == DropStatus.COLLECTED.value) & (drop_buyer[:drops] >= 0))
    words = np.empty((4, collected.size), np.uint32)
    # By buyer and day of the order, not by parcel: who gets another parcel in another arm has the same luck.
    all_words(seed, uid[drop_buyer[collected]], day, decision, reserved_on[collected], words)
    for i in range(collected.size):
        buyer = drop_buyer[collected[i]]
        by_hiv, by_hcv, hiv_avoided, hcv_avoided = words[0, i], words[1, i], words[2, i], words[3, i]
        # Most are safe whoever they are: memory is far, and nobody else needs to be looked up.
        if not happens(by_hiv, most_hiv) and not happens(by_hcv, most_hcv):
            continue
        if state[buyer] < BuyerState.OCCASIONAL or state[buyer] > BuyerState.DEPENDENT:
            continue
        exposed_hiv = not hiv[buyer] and happens(by_hiv, hiv_injecting if injects[buyer] else hiv_sexual)
        exposed_hcv = not hcv[buyer] and happens(by_hcv, hcv_injecting if injects[buyer] else hcv_sexual)
        if not exposed_hiv and not exposed_hcv:
            continue
        home = region[buyer]
        safe = reached[buyer] and unit(draw(seed, uid[buyer], 0, supplied, 0)[0]) < supplies[home]
        if exposed_hiv and not (safe and unit(hiv_avoided) < avoided):
            hiv[buyer] = True
            counts[Count.INFECTIONS_HIV, home] += weight
        if exposed_hcv and not (safe and unit(hcv_avoided) < avoided):
            hcv[buyer] = True
            counts[Count.INFECTIONS_HCV, home] += weight


class Infection(Rule):
    """Injecting and sex under influence pass on HIV and hepatitis C.

    Who     active users who collected an order today and are not infected yet
    When    after poisoning
    Chance  1 - exp(-hazard), by infection and by whether the person injects; clean_supplies of them avoided by
            those who use clean supplies
    Reads   drops.status, buyer, reserved_on; buyers.uid, state, injects, reached; levers.supplies
    Writes  buyers.hiv, buyers.hcv
    Source  hiv, hcv-18, hcv-20, inject; incidence among people who inject (Degenhardt et al. 2017), per order at some
            sixty orders a year
    """

    hiv_injecting: float = param(
        3e-4,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="one or two infections in 100 person-years of injecting; prevalence in hiv, no published incidence",
    )
    """Hazard of HIV from injecting one order, without harm reduction."""
    hcv_injecting: float = param(
        1.5e-3,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="about ten in 100 person-years of injecting; prevalence in hcv-18, hcv-20, no published incidence",
    )
    """Hazard of hepatitis C from injecting one order, without harm reduction."""
    hiv_sexual: float = param(
        2e-5, unit="1 / order", low=0, high=0.1, grade=Grade.ASSUMED, source="a tenth of a per cent a year"
    )
    """Hazard of HIV of those who do not inject."""
    hcv_sexual: float = param(
        1e-5,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="passed on by sex much more rarely than by needles",
    )
    """Hazard of hepatitis C of those who do not inject."""
    clean_supplies: float = param(
        0.6,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a half; pooled studies of needle programmes lie on both sides of it (Aspinall et al. 2014)",
    )
    """Share of infections avoided by those who use clean needles and condoms."""

    def __call__(self, world: World) -> None:
        """Let infections pass."""
        drops, buyers = world.drops, world.buyers
        _infect(
            world.seed, world.today.day, DECISION, SUPPLIES, world.weight, self.hiv_injecting, self.hcv_injecting,
            self.hiv_sexual, self.hcv_sexual, world.levers.supplies, self.clean_supplies, drops.status,
            drops.buyer, drops.reserved_on, drops.size, buyers.uid, buyers.state, buyers.region, buyers.injects,
            buyers.reached, buyers.hiv, buyers.hcv, world.tally.counts,
        )  # fmt: skip
