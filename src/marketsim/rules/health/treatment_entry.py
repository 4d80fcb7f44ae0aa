"""Users seek treatment, or are sent there, and find a place or wait for one."""

import math

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, exponential, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Care, WeightGrade
from marketsim.world.turns import DAYS_BETWEEN_TURNS, has_turn
from marketsim.world.world import World

SEEKING = decision("treatment.entry")
PLACE = decision("treatment.entry.place")


@kernel
def _choose(dares, age_band, registered, stigma, anonymous_stigma, anonymous):
    """Return the care that somebody who wants help dares to seek; who is on the register has nothing to lose."""
    if registered or dares >= stigma:
        return Care.ADOLESCENT.value if age_band == 0 else Care.PUBLIC.value
    if anonymous and age_band > 0 and dares >= anonymous_stigma:
        return Care.ANONYMOUS.value
    return Care.NONE.value


@kernel
def _seek(
    seed, day, decision, seeking, stigma, anonymous_stigma, anonymous, patience, uid, state, age_band, registered,
    reached, until, care, size, seekers,
):  # fmt: skip
    """Let people start to look for a place and list all who look for one; return how many there are."""
    found = 0
    for row in range(size):
        now = state[row]
        if now != BuyerState.DEPENDENT and now != BuyerState.REGULAR:
            continue
        kind = Care.NONE.value
        if care[row] == Care.ORDERED:
            kind = Care.COMPULSORY.value
        elif until[row] <= day:
            if care[row] == Care.REFERRED:
                kind = Care.ADOLESCENT.value if age_band[row] == 0 else Care.PUBLIC.value
            elif now == BuyerState.DEPENDENT and has_turn(uid[row], day):
                starts, dares, _, _ = draw(seed, uid[row], day, decision, 0)
                if unit(starts) < seeking[int(reached[row])]:
                    kind = _choose(unit(dares), age_band[row], registered[row], stigma, anonymous_stigma, anonymous)
            if kind == Care.NONE:
                continue
        if kind != Care.NONE:
            care[row] = kind
            until[row] = day + patience
        seekers[found] = row
        found += 1
    return found


@kernel
def _admit(
    seed, day, decision, weight, shortest, mean, seekers, free, uid, state, region, until, care, patients,
    ledger, counts,
):  # fmt: skip
    """Give free places to those under an order, then to the lowest draws; count those who give up today.

    Adults who would take a public place also take an anonymous one.
    """
    luck = np.empty(seekers.size)
    for i in range(seekers.size):
        luck[i] = unit(draw(seed, uid[seekers[i]], day, decision, 0)[0]) - (care[seekers[i]] == Care.COMPULSORY)
    for row in seekers[np.argsort(luck)]:
        home, kind = region[row], care[row]
        if kind == Care.PUBLIC and free[Care.PUBLIC] <= 0:
            kind = Care.ANONYMOUS.value
        pool = Care.PUBLIC.value if kind == Care.COMPULSORY else kind
        if free[pool] > 0:
            free[pool] -= 1
            care[row] = kind
            patients[kind, home] += weight
            length = exponential(draw(seed, uid[row], day, decision, 0)[1])
            until[row] = day + 1 + int(shortest + mean * length)
            ledger[state[row], BuyerState.IN_TREATMENT] += weight
            state[row] = BuyerState.IN_TREATMENT
            counts[Count.TREATMENT_ENTRIES, home] += weight
        elif until[row] == day + 1:
            counts[Count.TREATMENT_REFUSED, home] += weight


class TreatmentEntry(Rule):
    """A user seeks treatment, or was sent there; those who find no free place wait for a while, then give up.

    Who     dependent users: on their turn (every sixteenth day) they may begin to seek; regular and dependent users
            who were referred or ordered; while they wait, `until` is the day on which they give up and `care` what
            they wait for
    When    after treatment_exit and screening_referral
    Chance  1 - exp(-16 days of seeking), more by sooner for those in contact with outreach; of those who want help,
            stigma (and the prospect of observation) keeps its share from public places, more where holding little is a
            crime, and a smaller one from anonymous places while there are any; contested places go to people under an
            order, then to the lowest draws in the country: people travel for a place
    Reads   buyers.uid, state, region, age_band, registered, reached, until, care; levers.treatment_places,
            adolescent_places, anonymous_places, continuing_care, possession_from; market.patients
    Writes  buyers.state, until, care; market.patients
    Source  P19: places below demand leave a queue; rehab counts facilities, places are assumed
    """

    places: float = param(
        540.0,
        unit="places",
        low=0,
        high=100_000,
        grade=Grade.ASSUMED,
        source="rehab: seven public facilities, and wards of narcological centres",
    )
    """Public places for adults on the first day, whole country."""
    adolescent_places: float = param(
        60.0, unit="places", low=0, high=100_000, grade=Grade.ASSUMED, source="a tenth of all, as of people at risk"
    )
    """Places for people under 18 on the first day, whole country."""
    seeking: float = param(
        0.5, unit="1 / year", low=0, high=5, grade=Grade.ASSUMED, source="half of dependent users want help in a year"
    )
    """Hazard of a dependent user to look for treatment, if nobody learned of it."""
    sooner: float = param(
        2.0, unit="factor", low=1, high=20, grade=Grade.ASSUMED, source="outreach is a way into treatment"
    )
    """Hazard to look for treatment of those in contact with outreach, relative to others."""
    stigma: float = param(
        0.6,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="registration costs licences and jobs (Vorobyeva 2023)",
    )
    """Share of them who do not dare to take a public place, under the law of the first day."""
    anonymous_stigma: float = param(
        0.2, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a third: there is no register to fear"
    )
    """Share of them who do not even dare to take an anonymous place."""
    observation_deters: float = param(
        0.1, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="observation is a kind of register"
    )
    """Share of those who would dare who do not when all are put under observation after a public place."""
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
        turn = self.seeking * DAYS_BETWEEN_TURNS / DAYS_PER_YEAR
        seeking = (-math.expm1(-turn), -math.expm1(-turn * self.sooner))
        dare = 1.0 - self.observation_deters * float(world.levers.continuing_care)
        stigma = 1.0 - (1.0 - self._stigma(world)) * dare
        seekers = np.empty(buyers.size, np.int64)
        found = _seek(
            world.seed, day, SEEKING, seeking, stigma, self.anonymous_stigma, world.levers.anonymous_places > 0.0,
            self.patience, buyers.uid, buyers.state, buyers.age_band, buyers.registered, buyers.reached, buyers.until,
            buyers.care, buyers.size, seekers,
        )  # fmt: skip
        if found:
            _admit(
                world.seed, day, PLACE, world.weight, self.shortest_stay, self.mean_stay,
                seekers[:found], self._free_places(world), buyers.uid, buyers.state, buyers.region, buyers.until,
                buyers.care, market.patients, world.ledger.buyers, world.tally.counts,
            )  # fmt: skip

    def _stigma(self, world: World) -> float:
        """Return the share who do not dare under today's law."""
        return min(1.0, max(0.0, self.stigma + self.fear * (int(WeightGrade.LARGE) - world.levers.possession_from)))

    def _free_places(self, world: World) -> NDArray[np.int64]:
        """Return the free places in rows of buyers, shape (Care,); compulsory stays occupy public places."""
        levers, places = world.levers, np.zeros(len(Care))
        places[Care.PUBLIC] = self.places * levers.treatment_places
        places[Care.ADOLESCENT] = self.adolescent_places * levers.adolescent_places
        places[Care.ANONYMOUS] = levers.anonymous_places
        taken = world.market.patients.sum(axis=1)
        taken[Care.PUBLIC] += taken[Care.COMPULSORY]
        free: NDArray[np.int64] = np.rint(places / world.weight).astype(np.int64) - taken // world.weight
        return free
