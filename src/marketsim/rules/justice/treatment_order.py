"""A court orders a dependent user to treatment."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, Care
from marketsim.world.world import World

DETAINED = decision("treatment.order.detained")
REGISTERED = decision("treatment.order.registered")
INTERVAL = 28
"""Days between two reviews of the register."""


@kernel
def _order(
    seed, day, decision, weight, chance, evasion, brought_in, rows, uid, state, region, age_band, until, care, counts,
):  # fmt: skip
    """Order adults to treatment who are dependent by `state`, of those brought in none twice."""
    for row in rows:
        if brought_in and until[row] >= 0:
            continue
        under_order = care[row] == Care.ORDERED or (care[row] == Care.COMPULSORY and until[row] > day)
        if state[row] != BuyerState.DEPENDENT or age_band[row] == 0 or under_order:
            continue
        ordered, evades, _, _ = draw(seed, uid[row], day, decision, 0)
        if unit(ordered) >= chance:
            continue
        counts[Count.TREATMENT_ORDERS, region[row]] += weight
        if unit(evades) < evasion:
            counts[Count.ORDERS_EVADED, region[row]] += weight
        else:
            care[row] = Care.ORDERED


class TreatmentOrder(Rule):
    """A court orders an adult dependent user to treatment; some evade it.

    Who     users just brought in by the police who were dependent; every fourth week, dependent users on the register
    When    before charge_laying: the order comes on top of what the law has for holding, and is carried out once the
            person is free
    Chance  levers.compulsory_detained; 28 days of levers.compulsory_registered a year; then evasion
    Reads   buyers.uid, state, state_before, age_band, until, registered; the levers named
    Writes  buyers.care
    Source  law on compulsory treatment by court; compulsory care elsewhere: Werb et al. 2016
    """

    evasion: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; people move or hide"
    )
    """Share of those ordered who evade it."""

    def __call__(self, world: World) -> None:
        """Issue today's orders, if courts issue any."""
        levers, buyers = world.levers, world.buyers
        if levers.compulsory_detained > 0.0:
            self._order(world, DETAINED, float(levers.compulsory_detained), buyers_in(buyers, BuyerState.DETAINED))
        if levers.compulsory_registered > 0.0 and world.today.day % INTERVAL == 0:
            chance = 1.0 - (1.0 - min(float(levers.compulsory_registered), 0.999)) ** (INTERVAL / DAYS_PER_YEAR)
            self._order(world, REGISTERED, chance, buyers.used("registered").nonzero()[0])

    def _order(
        self, world: World, decision_: int, chance: float, rows: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
    ) -> None:
        buyers, brought_in = world.buyers, decision_ == DETAINED
        _order(
            world.seed, world.today.day, decision_, world.weight, chance, self.evasion, brought_in, rows, buyers.uid,
            buyers.state_before if brought_in else buyers.state, buyers.region, buyers.age_band, buyers.until,
            buyers.care, world.tally.counts,
        )  # fmt: skip
