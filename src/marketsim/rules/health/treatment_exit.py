"""A treatment ends."""

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState
from marketsim.world.world import World

DECISION = decision("treatment.exit")


@kernel
def _discharge(seed, day, decision, weight, success, rows, uid, state, region, until, ledger, patients, counts):
    patients[:] = 0
    for row in rows:
        if until[row] > day:
            patients[region[row]] += weight
            continue
        recovered = unit(draw(seed, uid[row], day, decision, 0)[0]) < success
        state[row] = BuyerState.ABSTINENT if recovered else BuyerState.REGULAR
        ledger[BuyerState.IN_TREATMENT, state[row]] += weight
        if not recovered:
            counts[Count.RELAPSES, region[row]] += weight


class TreatmentExit(Rule):
    """A patient leaves treatment, abstinent or back to regular use.

    Who     patients whose treatment ends (`until` up to today)
    When    before treatment_entry, so that a place is free the same day
    Chance  success
    Reads   buyers.until, region
    Writes  buyers.state; market.patients (all those who stay)
    Source  follow-up of treatment for stimulants: most relapse within a year (Brecht and Herbeck 2014)
    """

    success: float = param(
        0.35,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="about a third; near follow-ups of methamphetamine users in treatment (Brecht and Herbeck 2014)",
    )
    """Share of patients who leave abstinent; relapse thereafter is that of all abstinent people."""

    def __call__(self, world: World) -> None:
        """Discharge those whose time is over and count the others."""
        buyers = world.buyers
        rows = buyers_in(buyers, BuyerState.IN_TREATMENT)
        if not rows.size:
            world.market.patients.fill(0)
            return
        _discharge(
            world.seed, world.today.day, DECISION, world.weight, self.success, rows, buyers.uid, buyers.state,
            buyers.region, buyers.until, world.ledger.buyers, world.market.patients, world.tally.counts,
        )  # fmt: skip
