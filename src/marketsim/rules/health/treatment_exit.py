"""A treatment ends."""

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, Care
from marketsim.world.world import World

DECISION = decision("treatment.exit")


@kernel
def _discharge(
    seed, day, decision, weight, success, compulsory_success, observing, observation_days, rows, uid, state, region,
    until, care, observed_until, ledger, patients, counts,
):  # fmt: skip
    patients[:] = 0
    for row in rows:
        if until[row] > day:
            patients[care[row], region[row]] += weight
            continue
        recovers, observed, _, _ = draw(seed, uid[row], day, decision, 0)
        recovered = unit(recovers) < (compulsory_success if care[row] == Care.COMPULSORY else success)
        state[row] = BuyerState.ABSTINENT if recovered else BuyerState.REGULAR
        ledger[BuyerState.IN_TREATMENT, state[row]] += weight
        if recovered and care[row] != Care.ANONYMOUS and unit(observed) < observing:
            observed_until[row] = day + observation_days
            counts[Count.OBSERVATIONS, region[row]] += weight
        care[row] = Care.NONE


class TreatmentExit(Rule):
    """A patient leaves treatment, abstinent, and then perhaps under observation, or back to regular use.

    Who     patients whose treatment ends (`until` up to today)
    When    before treatment_entry, so that a place is free the same day
    Chance  success, compulsory_success after a compulsory stay; observation with levers.continuing_care, never
            after an anonymous stay
    Reads   buyers.until, region; levers.continuing_care, observation_days
    Writes  buyers.state, care, observed_until; market.patients (all those who stay)
    Source  follow-up of treatment for stimulants: most relapse within a year (Brecht and Herbeck 2014)
    """

    success: float = param(
        0.62,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="with early_relapse a quarter is abstinent a year later, below the 39 % of Brecht and Herbeck 2014",
    )
    """Share of patients who leave abstinent; relapse thereafter is that of people who left treatment lately."""
    compulsory_success: float = param(
        0.4,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="no sign that compulsory treatment works better, some that it works worse (Werb et al. 2016)",
    )
    """Share of patients under an order who leave abstinent."""

    def __call__(self, world: World) -> None:
        """Discharge those whose time is over and count the others."""
        buyers = world.buyers
        rows = buyers_in(buyers, BuyerState.IN_TREATMENT)
        if not rows.size:
            world.market.patients.fill(0)
            return
        _discharge(
            world.seed, world.today.day, DECISION, world.weight, self.success, self.compulsory_success,
            float(world.levers.continuing_care), round(world.levers.observation_days), rows, buyers.uid, buyers.state,
            buyers.region, buyers.until, buyers.care, buyers.observed_until, world.ledger.buyers,
            world.market.patients, world.tally.counts,
        )  # fmt: skip
