"""Shops fill their posts."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.elementary import exp
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import hire
from marketsim.world.states import Role, ShopStatus, StaffStatus
from marketsim.world.world import World

HIRING = decision("shop.hiring")


@kernel
def _start(day, status, until, weight, size, ledger):
    """Let the applicants start whose day has come."""
    for row in range(size):
        if status[row] == StaffStatus.APPLICANT and until[row] <= day:
            status[row] = StaffStatus.ACTIVE
            ledger[StaffStatus.APPLICANT, StaffStatus.ACTIVE] += weight[row]


@kernel
def _count_staff(day, vetting, shop, role, status, region, until, size, have, others, at_work):
    """Count each shop's couriers by region and its other people by role, newcomers included, and who is at work."""
    for row in range(size):
        s = shop[row]
        if s < 0 or status[row] > StaffStatus.ACTIVE:
            continue
        at_work[s, role[row]] += status[row] == StaffStatus.ACTIVE
        if until[row] > day + vetting and status[row] == StaffStatus.APPLICANT:
            continue  # Who comes back in months leaves the post open.
        if role[row] == Role.COURIER:
            have[s, region[row]] += 1
        else:
            others[s, role[row]] += 1


@kernel
def _note(hires, count, shop, role, region):
    """Write one hire; return the list, a longer one where it was full, and how many there are now."""
    if count == hires.shape[0]:
        longer = np.empty((2 * count, 3), np.int64)
        longer[:count] = hires
        hires = longer
    hires[count, 0] = shop
    hires[count, 1] = role
    hires[count, 2] = region
    return hires, count + 1


@kernel
def _hire_others(seed, day, s, uid, home, others, orders, answered, filling, hires, count):
    """Note a hire for each other role that a shop lacks, by chance; return what `_note` returns."""
    for role in range(Role.ADMINISTRATOR, Role.DROPPER):
        needed = max(1, int(np.ceil(orders / answered))) if role == Role.OPERATOR else 1
        if role != Role.COURIER and others[role] < needed:
            w0, _, _, _ = draw(seed, uid, day, HIRING, 100_000 + role)
            if unit(w0) < filling:
                hires, count = _note(hires, count, s, role, home)
    return hires, count


@kernel
def _find_hires(
    seed, day, uid, status, region, serves, demand, posts, wage, risk, size, have, others, mean_pack, workload,
    answered, filling, region_risk, supply, usual_wage, elasticity, rise, fall, at_work, answers,
):  # fmt: skip
    """Return (shop, role, region) of each hire and let wages follow vacancies."""
    hires = np.empty((64, 3), np.int64)
    count = 0
    for s in range(size):
        if status[s] >= ShopStatus.CLOSED:
            continue
        vacancies, filled, wanted, places = 0, 0, 0, 0
        orders = 0.0
        risk[s] = 0.0
        for r in range(serves.shape[1]):
            if serves[s, r]:
                risk[s] += region_risk[r]
                places += 1
            packets = 0.0
            for p in range(demand.shape[2]):
                packets += demand[s, r, p] / mean_pack[p]
            orders += packets
            posts[s, r] = max(int(packets / workload + 0.5), 1) if serves[s, r] else 0
            lacking = posts[s, r] - have[s, r]
            wanted += posts[s, r]
            if lacking <= 0 or status[s] != ShopStatus.OPEN:
                continue
            vacancies += lacking
            applicants = supply[r] * (wage[s] / usual_wage) ** elasticity
            for i in range(lacking):
                w0, _, _, _ = draw(seed, uid[s], day, HIRING, r * 1_000 + i)
                if happens(w0, applicants):
                    hires, count = _note(hires, count, s, Role.COURIER.value, r)
                    filled += 1
        risk[s] /= max(places, 1)
        wage[s] *= 1.0 + rise * (vacancies - filled) / max(wanted, 1) - fall
        # The administrator answers some customers where no operator is left.
        hands = at_work[s, Role.OPERATOR] + 0.5 * (at_work[s, Role.ADMINISTRATOR] > 0)
        answers[s] = min(1.0, answered * hands / max(orders, 1e-9))
        hires, count = _hire_others(seed, day, s, uid[s], region[s], others[s], orders, answered, filling, hires, count)
    return hires[:count]


@kernel
def _agree_terms(first, hires, deposit, weight, shop_wage, shop_money, wage, own_deposit, counts, money):
    """Agree on wages and take the couriers' deposits."""
    for i in range(hires.shape[0]):
        shop = hires[i, 0]
        wage[first + i] = shop_wage[shop]
        counts[Count.HIRES, hires[i, 2]] += weight
        if hires[i, 1] == Role.COURIER:
            own_deposit[first + i] = deposit
            shop_money[shop] += deposit
            money[MoneyFlow.DEPOSITS] += weight * deposit


class ShopHiring(Rule):
    """A shop keeps as many couriers and operators as demand needs; its wage rises while couriers' posts stay empty.

    Who     every open shop, for each region it serves and each other role
    When    in the morning
    Chance  a courier's post is filled with 1 - exp(-supply * (wage / usual wage) ** elasticity), another one with
            `filling`; supply falls with perceived
            risk and expected sentence and with prevention, and rises when people cannot go to other work
    Reads   shops.demand; market.risk, expected_sentence; levers.courier_prevention, mobility
    Writes  staff (new rows); shops.posts, wage, risk, money, at_work, answers; market.mean_wage
    Source  compensating wages (Bjerk and Mason 2014); neet; batch
    """

    workload: float = param(
        20.0, unit="parcels / day", low=1, high=200, grade=Grade.BORROWED, source="batch: about 150 a week"
    )
    """Parcels a day for which a shop wants one courier."""
    answered: float = param(
        60.0,
        unit="orders / (operator * day)",
        low=1,
        high=1_000,
        grade=Grade.ASSUMED,
        source="a dialogue of some minutes for each, in two shifts",
    )
    """Orders that an operator can answer in a day, and for which a shop wants one."""
    filling: float = param(
        0.1, unit="share / day", low=0, high=1, grade=Grade.ASSUMED, source="found among people known within days"
    )
    """Chance that an empty post of an administrator, operator, keeper, packer or tagger is filled, at any risk.

    Of several empty posts of operators, that one of them is.
    """
    supply: float = param(
        0.22,
        unit="1 / day",
        low=0.001,
        high=5,
        grade=Grade.ASSUMED,
        source="posts are filled within days (court reports)",
    )
    """Hazard that a post finds somebody at the usual wage, when nobody expects to be caught."""
    elasticity: float = param(
        2.0, unit="elasticity", low=0, high=10, grade=Grade.ASSUMED, source="supply of casual work is elastic"
    )
    """How the filling of posts follows the wage."""
    severity: float = param(
        0.15, unit="exponent", low=0, high=2, grade=Grade.CALIBRATED, source="P12: certainty deters more than severity"
    )
    """How expected sentences weigh in perceived risk."""
    deterrence: float = param(
        1.0, unit="1 / (detention / year)", low=0, high=10, grade=Grade.CALIBRATED, source="P12, P13"
    )
    """How perceived risk lowers the supply of applicants."""
    usual_wage: float = param(
        1_500.0, unit="KZT / drop", low=100, high=50_000, grade=Grade.ASSUMED, source="defaults: 13 % of revenue"
    )
    """Pay for one drop at which posts fill at the stated hazard: what other casual work is worth."""
    rise: float = param(
        0.01, unit="share / day", low=0, high=0.2, grade=Grade.ASSUMED, source="wages in chats move within weeks"
    )
    """How fast a shop's wage rises while all its posts stay empty."""
    fall: float = param(
        0.0005,
        unit="share / day",
        low=0,
        high=0.2,
        grade=Grade.ASSUMED,
        source="holds the wage where posts stay empty for some days",
    )
    """How fast it falls while every post is filled; it holds where the empty share is fall over rise."""
    jobless: float = param(
        2.2,
        unit="factor",
        low=0,
        high=20,
        grade=Grade.BORROWED,
        source="covid-applicants: twice as many when movement fell by nearly a half",
    )
    """Rise of the supply of applicants when nobody can go to other work."""
    deposit: float = param(
        15_000.0, unit="KZT", low=0, high=1_000_000, grade=Grade.ASSUMED, source="court reports; about ten drops' pay"
    )
    """What a courier pays in on being hired, and gets back on leaving in peace."""
    vetting: int = param(3, unit="days", low=0, high=60, grade=Grade.ASSUMED, source="passport check and trial")
    """Days from application to work."""

    def __call__(self, world: World) -> None:
        """Hire."""
        shops, staff, market = world.shops, world.staff, world.market
        _start(world.today.day, staff.status, staff.until, staff.weight, staff.size, world.ledger.staff)
        risk = market.risk[Role.COURIER] * (market.expected_sentence[Role.COURIER] / 7.0) ** self.severity
        supply = self.supply * exp(-self.deterrence * risk) * (1.0 - world.levers.courier_prevention)
        supply *= 1.0 + self.jobless * (1.0 - world.levers.mobility)
        have = np.zeros((max(shops.size, 1), len(world.regions)), np.int32)
        others = np.zeros((max(shops.size, 1), len(Role)), np.int32)
        shops.used("at_work")[:] = 0
        _count_staff(
            world.today.day, self.vetting, staff.shop, staff.role, staff.status, staff.region, staff.until, staff.size,
            have, others, shops.at_work,
        )  # fmt: skip
        hires = _find_hires(
            world.seed, world.today.day, shops.uid, shops.status, shops.region, shops.serves, shops.demand, shops.posts,
            shops.wage, shops.risk, shops.size, have, others, world.mean_pack_mg, self.workload, self.answered,
            self.filling, market.risk[Role.COURIER], supply, self.usual_wage, self.elasticity, self.rise, self.fall,
            shops.at_work, shops.answers,
        )  # fmt: skip
        if hires.size:
            self._hire(world, hires)
        if (open_shops := (shops.used("status") == int(ShopStatus.OPEN)).nonzero()[0]).size:
            market.mean_wage = float(shops.wage[open_shops].sum() / open_shops.size)

    def _hire(self, world: World, hires: NDArray[np.int64]) -> None:
        staff, shops = world.staff, world.shops
        rows = hire(world, hires, StaffStatus.APPLICANT, world.today.day + self.vetting)
        _agree_terms(
            rows.start, hires, round(self.deposit), world.shop_weight, shops.wage, shops.money, staff.wage,
            staff.deposit, world.tally.counts, world.ledger.money,
        )  # fmt: skip
