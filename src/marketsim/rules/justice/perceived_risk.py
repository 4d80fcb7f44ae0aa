"""Word gets round of who was detained."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.roll_call import count_buyers
from marketsim.world.states import BuyerState, StaffStatus
from marketsim.world.world import World


@kernel
def _learn_about_staff(
    learning, hearsay, per_year, detained_owner, weight, role, status, region, personal, size, counts, active, risk
):  # fmt: skip
    """Move the risk of each role and region towards today's detentions per active person."""
    for row in range(size):
        if status[row] == StaffStatus.ACTIVE:
            active[role[row], region[row]] += weight[row]
    for r in range(active.shape[0]):
        detained, at_work = 0.0, hearsay
        for place in range(active.shape[1]):
            detained += counts[detained_owner + r, place]
            at_work += active[r, place]
        elsewhere = detained / at_work
        for place in range(active.shape[1]):
            here = counts[detained_owner + r, place] + hearsay * elsewhere
            news = per_year * here / (active[r, place] + hearsay)
            risk[r, place] += learning * (news - risk[r, place])
    for row in range(size):
        if status[row] <= StaffStatus.ACTIVE:
            personal[row] = risk[role[row], region[row]]


@kernel
def _learn_about_buyers(learning, hearsay, per_year, weight, state, region, size, detained, risk):
    buyers = count_buyers(state, region, size, risk.size)
    users = weight * buyers[BuyerState.OCCASIONAL.value : BuyerState.DEPENDENT.value + 1].sum(axis=0)
    elsewhere = detained.sum() / (users.sum() + hearsay)
    for place in range(users.size):
        news = per_year * (detained[place] + hearsay * elsewhere) / (users[place] + hearsay)
        risk[place] += learning * (news - risk[place])


@kernel
def _weigh_carried(role, status, weight, carried, threshold_mg, size, persons):
    """Count active people by role and by the grade, under today's law, of what they carry."""
    for row in range(size):
        if status[row] != StaffStatus.ACTIVE:
            continue
        heaviest = 0
        for product in range(threshold_mg.shape[0]):
            grade = 0
            for step in range(threshold_mg.shape[1]):
                grade += carried[row, product] >= threshold_mg[product, step]
            heaviest = max(heaviest, grade)
        persons[role[row], heaviest] += weight[row]


@kernel
def _learn_sentences(learning, sentence_today, persons, expected):
    """Move the expected sentence of each role towards what courts give for what people of the role carry."""
    for role in range(expected.size):
        total, years = 0, 0.0
        for grade in range(sentence_today.shape[1]):
            total += persons[role, grade]
            years += persons[role, grade] * sentence_today[role, grade]
        news = years / total if total else sentence_today[role].mean()
        expected[role] += learning * (news - expected[role])


class PerceivedRisk(Rule):
    """Everybody learns from the detentions of others: by role and region, with news from the whole country.

    Who     active staff and applicants; buyers as a whole, region by region
    When    after the police and the courts
    Chance  none
    Reads   tally.counts (detentions); staff.role, status, region, carried; buyers.state, region; levers.threshold_mg;
            market.sentence_today
    Writes  market.risk, buyer_risk, expected_sentence; staff.risk
    Source  perceptual deterrence: beliefs follow the experience of others (Stafford and Warr 1993; Apel 2013)
    """

    memory: float = param(
        180.0, unit="days", low=7, high=3_650, grade=Grade.ASSUMED, source="beliefs follow enforcement over months"
    )
    """Time constant of the moving averages."""
    hearsay: float = param(
        100.0, unit="persons", low=1, high=100_000, grade=Grade.ASSUMED, source="chats tell of arrests elsewhere"
    )
    """How many persons of the own region the news from the whole country weighs as much as."""

    def __call__(self, world: World) -> None:
        """Move perceived risks and sentences towards today's news."""
        market, staff, counts = world.market, world.staff, world.tally.counts
        learning = 1.0 / self.memory
        _learn_about_staff(
            learning, self.hearsay, DAYS_PER_YEAR, int(Count.DETAINED_OWNER), staff.weight, staff.role, staff.status,
            staff.region, staff.risk, staff.size, counts, np.zeros_like(market.risk), market.risk,
        )  # fmt: skip
        persons = np.zeros(market.sentence_today.shape, np.int64)
        _weigh_carried(
            staff.role, staff.status, staff.weight, staff.carried, world.levers.threshold_mg, staff.size, persons
        )
        _learn_sentences(learning, market.sentence_today, persons, market.expected_sentence)
        detained = counts[Count.DETAINED_BUYER]
        buyers = world.buyers
        if detained.any():
            _learn_about_buyers(
                learning, self.hearsay, DAYS_PER_YEAR, world.weight, buyers.state, buyers.region, buyers.size,
                detained, market.buyer_risk,
            )  # fmt: skip
        else:
            market.buyer_risk *= 1.0 - learning
