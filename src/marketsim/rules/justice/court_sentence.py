"""A court gives its verdict."""

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.habits import state_of_use
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, Charge, StaffStatus, WeightGrade
from marketsim.world.world import World

DECISION = decision("court.sentence")


@kernel
def _days_served(years, spread, parole, served, size, early):
    """Return the days in prison of a sentence around `years`, shortened for those who go on parole."""
    sentence = years * (1.0 + spread * (2.0 * unit(size) - 1.0)) * DAYS_PER_YEAR
    return 1 + int(sentence * served if unit(early) < parole else sentence)


@kernel
def _judge_staff(
    seed, day, decision, convicted, suspended, spread, parole, served, repeat_factor, first_factor, grade_factor,
    sentence_years, uid, weight, status, region, charge, grade, first_offence, until, size, ledger, counts,
):  # fmt: skip
    for row in range(size):
        if status[row] != StaffStatus.DETAINED or until[row] < 0 or until[row] > day:
            continue
        to = StaffStatus.RELEASED.value
        if charge[row] == Charge.NONE:
            counts[Count.CHARGES_DROPPED, region[row]] += weight[row]
        else:
            guilty, length, mercy, early = draw(seed, uid[row], day, decision, 0)
            if unit(guilty) < convicted:
                if charge[row] != Charge.ADVERTISING:
                    counts[Count.CONVICTIONS_TRAFFICKING, region[row]] += weight[row]
                years = sentence_years[charge[row]] * (first_factor if first_offence[row] else repeat_factor)
                minor = grade[row] <= WeightGrade.MEDIUM and first_offence[row] and charge[row] != Charge.PRODUCTION
                if years > 0.0 and not (minor and unit(mercy) < suspended):
                    to = StaffStatus.IMPRISONED.value
                    years *= grade_factor[grade[row]]
                    until[row] = day + _days_served(years, spread, parole, served, length, early)
        status[row] = to
        ledger[StaffStatus.DETAINED, to] += weight[row]


@kernel
def _judge_buyers(
    seed, day, decision, weight, convicted, suspended, spread, parole, served, years, rows, uid, state, region, until,
    days_used, ledger, counts,
):  # fmt: skip
    for row in rows:
        if until[row] < 0 or until[row] > day:
            continue
        to = state_of_use(days_used[row])
        guilty, length, mercy, early = draw(seed, uid[row], day, decision, 0)
        if unit(guilty) < convicted:
            counts[Count.CONVICTIONS_POSSESSION, region[row]] += weight
            if unit(mercy) >= suspended:
                to = BuyerState.IMPRISONED.value
                until[row] = day + _days_served(years, spread, parole, served, length, early)
        state[row] = to
        ledger[BuyerState.DETAINED, to] += weight


class CourtSentence(Rule):
    """A person charged is convicted or freed, and imprisoned or given a suspended sentence.

    Who     staff and buyers detained whose day in court has come (`until` up to today)
    When    after charge_laying
    Chance  convicted; suspended for first offenders with a small or medium weight (staff) and for holding (buyers);
            the sentence is even around the mean of the charge, longer or shorter by weight and record, and cut
            short by parole
    Reads   staff.charge, grade, first_offence; buyers.days_used; levers.sentence_years
    Writes  staff.status, until (the release); buyers.state, until
    Source  law-sale, law-possession; time served fitted to conv-2023
    """

    convicted: float = param(
        0.95,
        unit="share",
        low=0,
        high=1,
        grade=Grade.BORROWED,
        source="acquittals are below some percent in criminal courts of the region",
    )
    """Share of those charged who are convicted."""
    suspended_sale: float = param(
        0.1, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="conv-2023 wants nearly all to serve"
    )
    """Share of suspended sentences for first offenders with a small or medium weight."""
    suspended_possession: float = param(
        0.7,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="holding for own use mostly ends in limited freedom",
    )
    """Share of buyers convicted who stay out of prison."""
    spread: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="law-sale: 5 to 15 years around 10"
    )
    """Half the width of sentences around their mean."""
    grade_factor: tuple[float, float, float, float] = param(
        (0.75, 0.9, 1.05, 1.4),
        unit="factor",
        low=0.1,
        high=5,
        grade=Grade.ASSUMED,
        source="law-sale: the range of the article",
    )
    """Sentence by weight (small, medium, large, especially large) relative to the mean of the charge."""
    first_factor: float = param(
        0.95, unit="factor", low=0.1, high=2, grade=Grade.ASSUMED, source="a clean record mitigates"
    )
    """Sentence of first offenders relative to the mean."""
    repeat_factor: float = param(1.1, unit="factor", low=0.5, high=3, grade=Grade.ASSUMED, source="a record aggravates")
    """Sentence of repeat offenders relative to the mean."""
    parole: float = param(0.7, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="most grave offenders qualify")
    """Share of prisoners released early."""
    served: float = param(
        0.6667,
        unit="share",
        low=0.1,
        high=1,
        grade=Grade.BORROWED,
        source="parole after two thirds of the term for especially grave offences (criminal code)",
    )
    """Share of the sentence served by those released early."""

    def __call__(self, world: World) -> None:
        """Hold today's hearings."""
        staff, day, years = world.staff, world.today.day, world.levers.sentence_years
        _judge_staff(
            world.seed, day, DECISION, self.convicted, self.suspended_sale, self.spread, self.parole, self.served,
            self.repeat_factor, self.first_factor, self.grade_factor, years, staff.uid, staff.weight, staff.status,
            staff.region, staff.charge, staff.grade, staff.first_offence, staff.until, staff.size,
            world.ledger.staff, world.tally.counts,
        )  # fmt: skip
        buyers = world.buyers
        detained = buyers_in(buyers, BuyerState.DETAINED)
        if detained.size:
            _judge_buyers(
                world.seed, day, DECISION, world.weight, self.convicted, self.suspended_possession, self.spread,
                self.parole, self.served, float(years[Charge.POSSESSION]), detained, buyers.uid, buyers.state,
                buyers.region, buyers.until, buyers.days_used, world.ledger.buyers, world.tally.counts,
            )  # fmt: skip
