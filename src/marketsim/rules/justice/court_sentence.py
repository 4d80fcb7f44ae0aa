"""A court gives its verdict."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, first_words, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.charges import usual_charge
from marketsim.world.counts import Count
from marketsim.world.levers import BUYER
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, Charge, StaffStatus, WeightGrade
from marketsim.world.world import World

DECISION = decision("court.sentence")
QUEUE = decision("court.sentence.queue")


@kernel
def _due(rows, until, day):
    """Return those of the detained whose day in court has been set and has come."""
    return rows[(until[rows] >= 0) & (until[rows] <= day)]


@kernel
def _years(low, high, place):
    """Return the sentence at a place in a range, 0 its lower end and 1 its upper one; no sentence lies outside."""
    return low + (high - low) * min(1.0, max(0.0, place))


@kernel
def _served(days, parole, served, early):
    """Return the days in prison of a sentence, shortened for those who go on parole."""
    return 1 + int(days * served if unit(early) < parole else days)


@kernel
def _state_sentences(sentence_low, sentence_high, grave, advertising, by_grade, by_role, first, sentence_today):
    """Write what courts give on average to a first offender, by role and grade."""
    for role in range(sentence_today.shape[0]):
        charge = usual_charge(role, grave, advertising)
        low, high = sentence_low[charge, role], sentence_high[charge, role]
        for grade in range(sentence_today.shape[1]):
            sentence_today[role, grade] = _years(low, high, by_grade[grade] + by_role[role] + first)


@kernel
def _judge_staff(
    seed, day, decision, convicted, suspended, spread, parole, served, repeat, first, by_grade, by_role,
    sentence_low, sentence_high, rows, uid, weight, status, role, region, charge, grade, first_offence, until, ledger,
    counts,
):  # fmt: skip
    for row in rows:
        to = StaffStatus.RELEASED.value
        if charge[row] == Charge.NONE:
            counts[Count.CHARGES_DROPPED, region[row]] += weight[row]
        else:
            guilty, length, mercy, early = draw(seed, uid[row], day, decision, 0)
            if unit(guilty) < convicted:
                if charge[row] != Charge.ADVERTISING:
                    counts[Count.CONVICTIONS_TRAFFICKING, region[row]] += weight[row]
                high = sentence_high[charge[row], role[row]]
                grave = charge[row] == Charge.PRODUCTION or charge[row] == Charge.SALE_TO_MINORS
                minor = grade[row] <= WeightGrade.MEDIUM and first_offence[row] and not grave
                if high > 0.0 and not (minor and unit(mercy) < suspended):
                    place = by_grade[grade[row]] + by_role[role[row]] + (first if first_offence[row] else repeat)
                    place += spread * (2.0 * unit(length) - 1.0)
                    days = _years(sentence_low[charge[row], role[row]], high, place) * DAYS_PER_YEAR
                    to = StaffStatus.IMPRISONED.value
                    until[row] = day + _served(days, parole, served, early)
                    counts[Count.SENTENCED_DAYS, region[row]] += weight[row] * int(days)
        status[row] = to
        ledger[StaffStatus.DETAINED, to] += weight[row]


@kernel
def _judge_buyers(
    seed, day, decision, weight, convicted, suspended, spread, parole, served, low, high, rows, uid, state, region,
    until, uncharged, state_before, until_before, ledger, counts,
):  # fmt: skip
    for row in rows:
        to, end = state_before[row], max(day, until_before[row])
        guilty, length, mercy, early = draw(seed, uid[row], day, decision, 0)
        if uncharged[row]:
            counts[Count.CHARGES_DROPPED, region[row]] += weight
        elif unit(guilty) < convicted:
            counts[Count.CONVICTIONS_POSSESSION, region[row]] += weight
            if high > 0.0 and unit(mercy) >= suspended:
                days = _years(low, high, 0.5 + spread * (2.0 * unit(length) - 1.0)) * DAYS_PER_YEAR
                to = BuyerState.IMPRISONED.value
                end = day + _served(days, parole, served, early)
                counts[Count.SENTENCED_DAYS, region[row]] += weight * int(days)
        state[row], until[row] = to, end
        ledger[BuyerState.DETAINED, to] += weight


class CourtSentence(Rule):
    """A person charged is convicted or freed, and imprisoned or given a suspended sentence.

    A buyer who stays out of prison returns to the state and to the wait for treatment that there were before.

    Who     staff and buyers detained whose day in court has come (`until` up to today), as many as there are hearings;
            hearings left over are kept for a month, and who finds none waits in custody. Who is not charged goes
    When    after charge_laying
    Chance  convicted; suspended for first offenders with a small or medium weight (staff) and for holding (buyers);
            the sentence lies in the law's range for charge and role, at a place that rises with the weight, the rank
            and a record, give or take an even spread; it is cut short by parole. The longest waits are heard first
    Reads   staff.charge, role, grade, first_offence; buyers.uncharged, state_before, until_before;
            levers.sentence_low, sentence_high, court_hearings, online_sale_is_grave, advertising_is_offence
    Writes  staff.status, until (the release); buyers.state, until; market.sentence_today, court_time
    Source  law-sale, law-possession, law-minor; time served fitted to conv-2023
    """

    convicted: float = param(
        0.95,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="acquittals are rare; no published share for these cases",
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
        0.3, unit="share of the range", low=0, high=1, grade=Grade.ASSUMED, source="cases of one kind differ"
    )
    """How far a sentence lies from its usual place, either way, at most."""
    grade_place: tuple[float, float, float, float] = param(
        (0.25, 0.4, 0.55, 0.9),
        unit="share of the range",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="law-sale: a range of 5 to 15 years; heavier weights lie higher in it",
    )
    """Usual place in the range by weight: small, medium, large, especially large."""
    role_place: tuple[float, ...] = param(
        (0.2, 0.15, 0.1, 0.05, 0.0, 0.0, 0.0, -0.1, 0.0, 0.0),
        unit="share of the range",
        low=-1,
        high=1,
        grade=Grade.ASSUMED,
        source="who leads gets more than who carries; no figures by role",
    )
    """What the role adds, in the order of `Role`: owner, administrator, operator, keeper, packer, courier and on."""
    first_place: float = param(
        -0.05, unit="share of the range", low=-1, high=1, grade=Grade.ASSUMED, source="a clean record mitigates"
    )
    """What a first offence adds."""
    repeat_place: float = param(
        0.1, unit="share of the range", low=-1, high=1, grade=Grade.ASSUMED, source="a record aggravates"
    )
    """What a record adds."""
    saved: float = param(
        30.0, unit="days", low=1, high=365, grade=Grade.ASSUMED, source="calendars are filled weeks ahead"
    )
    """Days of hearings that courts can keep for a rush."""
    parole: float = param(
        0.7, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="most qualify in the end; no published share"
    )
    """Share of prisoners released early."""
    served: float = param(
        0.6667,
        unit="share",
        low=0.1,
        high=1,
        grade=Grade.ASSUMED,
        source="two thirds of the term before parole for grave offences; not checked against the code",
    )
    """Share of the sentence served by those released early."""

    def __call__(self, world: World) -> None:
        """Hold today's hearings."""
        staff, buyers, day, levers = world.staff, world.buyers, world.today.day, world.levers
        grave, advertising = bool(levers.online_sale_is_grave), bool(levers.advertising_is_offence)
        _state_sentences(
            levers.sentence_low, levers.sentence_high, grave, advertising, self.grade_place, self.role_place,
            self.first_place, world.market.sentence_today,
        )  # fmt: skip
        staff_rows, buyer_rows = self._heard(world)
        if staff_rows.size:
            _judge_staff(
                world.seed, day, DECISION, self.convicted, self.suspended_sale, self.spread, self.parole, self.served,
                self.repeat_place, self.first_place, self.grade_place, self.role_place, levers.sentence_low,
                levers.sentence_high, staff_rows, staff.uid, staff.weight, staff.status, staff.role, staff.region,
                staff.charge, staff.grade, staff.first_offence, staff.until, world.ledger.staff, world.tally.counts,
            )  # fmt: skip
        if buyer_rows.size:
            low, high = (float(ends[Charge.POSSESSION, BUYER]) for ends in (levers.sentence_low, levers.sentence_high))
            _judge_buyers(
                world.seed, day, DECISION, world.weight, self.convicted, self.suspended_possession, self.spread,
                self.parole, self.served, low, high, buyer_rows, buyers.uid, buyers.state, buyers.region,
                buyers.until, buyers.uncharged, buyers.state_before, buyers.until_before, world.ledger.buyers,
                world.tally.counts,
            )  # fmt: skip

    def _heard(self, world: World) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of staff and of buyers whose turn it is, and use up the hearings that they take."""
        staff, buyers, market = world.staff, world.buyers, world.market
        day, hearings = world.today.day, float(world.levers.court_hearings)
        detained = (staff.used("status") == int(StaffStatus.DETAINED)).nonzero()[0]
        due = _due(detained, staff.until, day)
        users = _due(buyers_in(buyers, BuyerState.DETAINED), buyers.until, day)
        market.court_time = min(market.court_time + hearings, self.saved * hearings)
        if not due.size and not users.size:
            return due, users
        uncharged = staff.charge[due] == int(Charge.NONE)
        charged, accused = due[~uncharged], users[~buyers.uncharged[users]]
        persons = np.concatenate([staff.weight[charged], np.full(accused.size, world.weight)])
        if persons.sum() > market.court_time:
            waits = np.concatenate([staff.until[charged], buyers.until[accused]])
            luck = np.empty(waits.size, np.uint32)
            uids = np.concatenate([staff.uid[charged], buyers.uid[accused]])
            first_words(world.seed, uids, day, QUEUE, luck)
            order = np.lexsort((luck, waits))
            before = np.cumsum(persons[order]) - persons[order]
            heard = np.zeros(waits.size, np.bool_)
            heard[order[before < market.court_time]] = True
            persons = persons[heard]
            charged, accused = charged[heard[: charged.size]], accused[heard[charged.size :]]
        market.court_time -= float(persons.sum())
        freed = users[buyers.uncharged[users]]
        return np.concatenate([due[uncharged], charged]), np.concatenate([freed, accused])
