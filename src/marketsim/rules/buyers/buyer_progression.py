"""Users escalate, return to less, stop and relapse."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.habits import REGULAR_FROM
from marketsim.world.states import BuyerState
from marketsim.world.turns import DAYS_BETWEEN_TURNS, buyers_with_turn
from marketsim.world.world import World

DECISION = decision("buyer.progression")
TOLD = decision("buyer.progression.told")


@kernel
def _relapse_hazard(day, left_on, observed_until, late, early, early_days, observed):
    """Return the hazard to use again: higher at first after treatment or prison, lower under observation."""
    hazard = early if left_on > day - early_days else late
    return hazard * observed if observed_until > day else hazard


@kernel
def _progress(
    seed, day, decision, told, weight, turn, rises, half_use, falls, stops, relapse, indicated, told_rises, told_stops,
    turns, uid, state, region, days_used, until, observed_until, ledger, counts,
):  # fmt: skip
    words = np.empty((4, turns.size), np.uint32)
    all_words(seed, uid[turns], day, decision, np.zeros(turns.size, np.uint64), words)
    for i in range(turns.size):
        row = turns[i]
        now = int(state[row])
        using = BuyerState.OCCASIONAL <= now <= BuyerState.DEPENDENT
        if not using and now != BuyerState.ABSTINENT:
            continue
        what, which = words[0, i], words[1, i]
        to = now
        if using:
            step = now - BuyerState.OCCASIONAL
            rise = rises[step] * days_used[row] / (days_used[row] + half_use[step])
            stop = stops[step]
            if step == 0 and indicated > 0.0 and unit(draw(seed, uid[row], 0, told, 0)[0]) < indicated:
                rise *= told_rises
                stop += told_stops
            total = rise + falls[step] + stop
            if happens(what, turn * total):
                place = unit(which) * total
                if place < rise:
                    to = now + 1
                elif place < rise + falls[step]:
                    to = now - 1
                else:
                    to = BuyerState.ABSTINENT.value
        elif happens(what, turn * _relapse_hazard(day, until[row], observed_until[row], *relapse)):
            to = BuyerState.OCCASIONAL.value if days_used[row] < REGULAR_FROM else BuyerState.REGULAR.value
            counts[Count.RELAPSES, region[row]] += weight
        if to != now:
            state[row] = to
            if to == BuyerState.ABSTINENT:
                until[row] = 0
            ledger[now, to] += weight


class BuyerProgression(Rule):
    """Use escalates with the days used, falls back, stops, and starts again after abstinence.

    Who     active and abstinent people on their turn (every sixteenth day, each on days of their own)
    When    after buyer_initiation, before wishes to buy
    Chance  1 - exp(-16 days of the sum of the hazards); escalation = hazard * days_used / (days_used + half_use)
    Reads   buyers.uid, state, days_used, until, observed_until; levers.prevention_indicated
    Writes  buyers.state; buyers.until of those who stop by themselves: they wait for no treatment and left none
    Source  stage model of drug careers (Caulkins et al. 2007); levels fitted to the shares of defaults and dep-share
    """

    to_regular: float = param(
        0.9, unit="1 / year", low=0, high=10, grade=Grade.CALIBRATED, source="defaults: 55, 25, 20 % by state"
    )
    """Hazard of an occasional user with very many days of use to become regular."""
    to_dependent: float = param(
        1.15,
        unit="1 / year",
        low=0,
        high=10,
        grade=Grade.CALIBRATED,
        source="defaults: 55, 25, 20 % by state; dep-share",
    )
    """Hazard of a regular user with very many days of use to become dependent."""
    half_use_occasional: float = param(
        11.0, unit="days with use", low=1, high=1_000, grade=Grade.CALIBRATED, source="defaults: 55, 25, 20 % by state"
    )
    """Days with use at which half of the hazard to become regular is reached."""
    half_use_regular: float = param(
        29.0, unit="days with use", low=1, high=2_000, grade=Grade.CALIBRATED, source="defaults: 55, 25, 20 % by state"
    )
    """Days with use at which half of the hazard to become dependent is reached."""
    regular_falls: float = param(
        0.65, unit="1 / year", low=0, high=10, grade=Grade.CALIBRATED, source="defaults: 55, 25, 20 % by state"
    )
    """Hazard of a regular user to return to occasional use."""
    dependent_falls: float = param(
        0.75, unit="1 / year", low=0, high=10, grade=Grade.CALIBRATED, source="defaults: 55, 25, 20 % by state"
    )
    """Hazard of a dependent user to return to regular use."""
    occasional_stops: float = param(
        0.2, unit="1 / year", low=0, high=10, grade=Grade.ASSUMED, source="light users stop most easily"
    )
    """Hazard of an occasional user to stop."""
    regular_stops: float = param(
        0.1, unit="1 / year", low=0, high=10, grade=Grade.ASSUMED, source="half of the light users'"
    )
    """Hazard of a regular user to stop."""
    dependent_stops: float = param(
        0.05,
        unit="1 / year",
        low=0,
        high=10,
        grade=Grade.ASSUMED,
        source="remission without treatment: some percent a year (Calabria et al. 2010)",
    )
    """Hazard of a dependent user to stop without treatment."""
    relapse: float = param(
        0.3,
        unit="1 / year",
        low=0,
        high=20,
        grade=Grade.ASSUMED,
        source="between light users, who rarely return, and treated ones, half of whom return within a year",
    )
    """Hazard of an abstinent person to use again."""
    early_relapse: float = param(
        0.9,
        unit="1 / year",
        low=0,
        high=20,
        grade=Grade.ASSUMED,
        source="most of those who return after treatment do so in the first year (Brecht and Herbeck 2014)",
    )
    """Hazard of somebody who left treatment or prison lately to use again."""
    early_days: int = param(365, unit="days", low=0, high=3_650, grade=Grade.ASSUMED, source="the first year")
    """How long after treatment or prison the hazard is that of `early_relapse`."""
    observed: float = param(
        0.7,
        unit="factor",
        low=0,
        high=1,
        grade=Grade.BORROWED,
        source="continuing care has a modest effect (Blodgett et al. 2014)",
    )
    """Hazard of relapse of those under observation, relative to others."""
    told_rises: float = param(
        0.8, unit="factor", low=0, high=1, grade=Grade.ASSUMED, source="brief advice has a small effect"
    )
    """Hazard to become regular of an occasional user who was told of the own risk, relative to others."""
    told_stops: float = param(
        0.1, unit="1 / year", low=0, high=10, grade=Grade.ASSUMED, source="half as many again stop as without advice"
    )
    """Hazard to stop, on top of that of others, of an occasional user who was told."""

    def __call__(self, world: World) -> None:
        """Let use escalate, fall, stop and start again."""
        buyers = world.buyers
        _progress(
            world.seed, world.today.day, DECISION, TOLD, world.weight, DAYS_BETWEEN_TURNS / DAYS_PER_YEAR,
            (self.to_regular, self.to_dependent, 0.0), (self.half_use_occasional, self.half_use_regular, 1.0),
            (0.0, self.regular_falls, self.dependent_falls),
            (self.occasional_stops, self.regular_stops, self.dependent_stops),
            (self.relapse, self.early_relapse, self.early_days, self.observed),
            float(world.levers.prevention_indicated), self.told_rises, self.told_stops,
            buyers_with_turn(world), buyers.uid, buyers.state, buyers.region, buyers.days_used, buyers.until,
            buyers.observed_until, world.ledger.buyers, world.tally.counts,
        )  # fmt: skip
