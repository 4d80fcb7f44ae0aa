"""Dependent users seek treatment and find a place, or wait for one."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, exponential, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, WeightGrade
from marketsim.world.turns import DAYS_BETWEEN_TURNS, has_turn
from marketsim.world.world import World

SEEKING = decision("treatment.entry")
PLACE = decision("treatment.entry.place")


@kernel
def _seek(seed, day, decision, seeking, patience, rows, uid, until, seekers):
    """Let people start to look for a place and list all who look for one; return how many there are."""
    found = 0
    for row in rows:
        idle = until[row] <= day and has_turn(uid[row], day)
        if idle and unit(draw(seed, uid[row], day, decision, 0)[0]) < seeking:
            until[row] = day + patience
        if until[row] > day:
            seekers[found] = row
            found += 1
    return found


@kernel
def _admit(
    seed, day, decision, weight, shortest, mean, patience, seekers, free, uid, state, region, until, patients, ledger,
    counts,
):  # fmt: skip
    """Give the free places to the lowest draws and tell those who came today for nothing."""
    luck = np.zeros(seekers.size)
    if 0 < free < seekers.size:
        for i in range(seekers.size):
            luck[i] = unit(draw(seed, uid[seekers[i]], day, decision, 0)[0])
    for row in seekers[np.argsort(luck)]:
        home = region[row]
        if free > 0:
            free -= 1
            patients[home] += weight
            length = exponential(draw(seed, uid[row], day, decision, 0)[1])
            until[row] = day + 1 + int(shortest + mean * length)
            state[row] = BuyerState.IN_TREATMENT
            ledger[BuyerState.DEPENDENT, BuyerState.IN_TREATMENT] += weight
            counts[Count.TREATMENT_ENTRIES, home] += weight
        elif until[row] == day + patience:
            counts[Count.TREATMENT_REFUSED, home] += weight


class TreatmentEntry(Rule):
    """A dependent user seeks treatment; those who find no free place wait for a while, then give up.

    Who     dependent users: on their turn (every sixteenth day) they may begin to seek; while they wait, `until` is
            the day on which they give up
    When    after treatment_exit
    Chance  1 - exp(-16 days of seeking * (1 - stigma)), with more stigma where holding little is a crime; contested
            places go to the lowest draws in the country: people travel for a place
    Reads   buyers.uid, state, region, until; levers.treatment_places, possession_from; market.patients
    Writes  buyers.state, until; market.patients
    Source  P19: places below demand leave a queue; rehab counts facilities, places are assumed
    """

    places: float = param(
        600.0,
        unit="places",
        low=0,
        high=100_000,
        grade=Grade.ASSUMED,
        source="rehab: seven public facilities, and wards of narcological centres",
    )
    """Places on the first day, whole country."""
    seeking: float = param(
        0.5, unit="1 / year", low=0, high=5, grade=Grade.ASSUMED, source="half of dependent users want help in a year"
    )
    """Hazard of a dependent user to look for treatment, if nobody learned of it."""
    stigma: float = param(
        0.6,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="registration costs licences and jobs (Vorobyeva 2023)",
    )
    """Share of them who do not dare, under the law of the first day."""
    fear: float = param(
        0.08,
        unit="share / weight grade",
        low=0,
        high=0.5,
        grade=Grade.ASSUMED,
        source="who may be charged for what is in the pocket hides from doctors too; no measured size",
    )
    """How many more do not dare for each grade by which the crime of holding begins earlier; fewer if later."""
    patience: int = param(
        90, unit="days", low=1, high=730, grade=Grade.ASSUMED, source="readiness passes within months"
    )
    """How long somebody looks for a place."""
    shortest_stay: float = param(
        30.0,
        unit="days",
        low=1,
        high=365,
        grade=Grade.ASSUMED,
        source="detoxification alone takes a month with rehabilitation begun",
    )
    """Shortest treatment."""
    mean_stay: float = param(
        60.0, unit="days", low=0, high=730, grade=Grade.ASSUMED, source="three months on average, six the programme"
    )
    """Mean of the (exponential) time beyond the shortest treatment."""

    def __call__(self, world: World) -> None:
        """Let people seek, and fill the free places."""
        buyers, market, day = world.buyers, world.market, world.today.day
        dependent = buyers_in(buyers, BuyerState.DEPENDENT)
        if not dependent.size:
            return
        seeking = -np.expm1(-self.seeking * (1.0 - self._stigma(world)) * DAYS_BETWEEN_TURNS / DAYS_PER_YEAR)
        seekers = np.empty(dependent.size, np.int64)
        found = _seek(
            world.seed, day, SEEKING, float(seeking), self.patience, dependent, buyers.uid, buyers.until, seekers
        )  # fmt: skip
        if found:
            _admit(
                world.seed, day, PLACE, world.weight, self.shortest_stay, self.mean_stay, self.patience,
                seekers[:found], self._free_places(world), buyers.uid, buyers.state, buyers.region, buyers.until,
                market.patients, world.ledger.buyers, world.tally.counts,
            )  # fmt: skip

    def _stigma(self, world: World) -> float:
        """Return the share who do not dare under today's law."""
        return min(1.0, max(0.0, self.stigma + self.fear * (int(WeightGrade.LARGE) - world.levers.possession_from)))

    def _free_places(self, world: World) -> int:
        """Return the free places, in rows of buyers."""
        places = self.places * float(world.levers.treatment_places)
        return max(0, round(places / world.weight) - int(world.market.patients.sum()) // world.weight)
