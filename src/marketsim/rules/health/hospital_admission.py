"""A dependent user comes to hospital for the first time; some are put on the register."""

import math

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.turns import DAYS_BETWEEN_TURNS, buyers_with_turn
from marketsim.world.world import World

DECISION = decision("hospital.admission")
INTERVAL = 28
"""Days between two reviews of the register."""


@kernel
def _admit(
    seed, day, decision, weight, admission, registration, turns, uid, state, region, hospitalised, registered, counts
):  # fmt: skip
    for row in turns:
        if state[row] != BuyerState.DEPENDENT or hospitalised[row]:
            continue
        comes, reports, _, _ = draw(seed, uid[row], day, decision, 0)
        if unit(comes) < admission:
            hospitalised[row] = True
            counts[Count.FIRST_HOSPITALISATIONS, region[row]] += weight
            if unit(reports) < registration and not registered[row]:
                registered[row] = True
                counts[Count.REGISTRATIONS, region[row]] += weight


@kernel
def _review(seed, day, decision, removal, rows, uid, state, registered):
    for row in rows:
        gone = state[row] == BuyerState.DEAD or state[row] == BuyerState.OUTSIDE
        if gone or unit(draw(seed, uid[row], day, decision, 1)[0]) < removal:
            registered[row] = False


class HospitalAdmission(Rule):
    """A dependent user comes to hospital for the first time, and a part of them onto the narcological register.

    Who     dependent users never in hospital before, on their turn (every sixteenth day, each on days of their own);
            registered people every fourth week
    When    in the health stage, in any order
    Chance  1 - exp(-16 days of admission); registration; removal: 1 - exp(-28 days of removal)
    Reads   buyers.uid, state
    Writes  buyers.hospitalised, registered
    Source  hosp-2018 to hosp-2020; reg-syn-2018, -2022, -2023: the register is a last recourse (Vorobyeva 2023)
    """

    admission: float = param(
        0.085,
        unit="1 / year",
        low=0,
        high=2,
        grade=Grade.CALIBRATED,
        source="hosp-2018, hosp-2019, hosp-2020; defaults: 0.05 a dependent-year",
    )
    """Hazard of the first stay in hospital."""
    registration: float = param(
        0.22, unit="share", low=0, high=1, grade=Grade.CALIBRATED, source="reg-syn-2018, reg-syn-2022, reg-syn-2023"
    )
    """Share put on the register then: people avoid it for its consequences."""
    removal: float = param(
        0.15,
        unit="1 / year",
        low=0,
        high=2,
        grade=Grade.ASSUMED,
        source="several years of proven abstinence, death or departure",
    )
    """Hazard of leaving the register."""

    def __call__(self, world: World) -> None:
        """Admit people, register some, review the register."""
        buyers, day = world.buyers, world.today.day
        admission = -math.expm1(-self.admission * DAYS_BETWEEN_TURNS / DAYS_PER_YEAR)
        _admit(
            world.seed, day, DECISION, world.weight, admission, self.registration,
            buyers_with_turn(world), buyers.uid, buyers.state, buyers.region, buyers.hospitalised, buyers.registered,
            world.tally.counts,
        )  # fmt: skip
        if day % INTERVAL == 0:
            removal = -math.expm1(-self.removal * INTERVAL / DAYS_PER_YEAR)
            registered = buyers.used("registered").nonzero()[0]
            _review(world.seed, day, DECISION, removal, registered, buyers.uid, buyers.state, buyers.registered)
