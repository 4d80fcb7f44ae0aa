"""Hiring: posts follow demand, wages follow vacancies, applicants follow risk."""

import numpy as np
import pytest

from marketsim.rules.shops.shop_hiring import ShopHiring
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import Role, ShopStatus, StaffStatus
from marketsim.world.world import World


def trading_shop(world: World) -> World:
    """Let shop 0 want a hundred couriers in region 0, if one does 20 parcels a day, and no other shop trade."""
    shops = world.shops
    shops.status[: shops.size] = ShopStatus.CLOSED
    shops.status[0] = ShopStatus.OPEN
    shops.demand[:] = 0.0
    shops.serves[0] = False
    shops.serves[0, 0] = True
    shops.demand[0, 0, 0] = 100 * 20 * world.mean_pack_mg[0] - 1.0
    world.market.risk[:] = 0.0
    return world


@pytest.fixture
def busy(world: World) -> World:
    """A world in which shop 0 alone trades."""
    return trading_shop(world)


def couriers(world: World, *statuses: StaffStatus) -> int:
    staff = world.staff
    return int(((staff.used("role") == Role.COURIER) & np.isin(staff.used("status"), statuses)).sum())


def test_posts_are_what_demand_needs_and_fill_at_the_stated_hazard(busy: World) -> None:
    ShopHiring(workload=20.0, supply=0.5, usual_wage=float(busy.shops.wage[0]))(busy)
    assert busy.shops.posts[0, 0] == 100
    hired = couriers(busy, StaffStatus.APPLICANT)
    chance = -np.expm1(-0.5 * np.exp(0.0))
    assert abs(hired - 100 * chance) < 5 * np.sqrt(100 * chance * (1 - chance))
    assert busy.tally.counts[Count.HIRES].sum() >= hired * busy.shop_weight


def test_every_post_is_asked_for_however_many_are_empty(busy: World) -> None:
    posts = 100 * busy.shops.size
    busy.shops.demand[0, 0, 0] = posts * 20 * busy.mean_pack_mg[0] - 1.0
    ShopHiring(workload=20.0, supply=5.0, elasticity=0.0)(busy)
    hired = couriers(busy, StaffStatus.APPLICANT)
    assert busy.shops.posts[0, 0] == posts
    chance = -np.expm1(-5.0)
    assert abs(hired - posts * chance) < 5 * np.sqrt(posts * chance * (1 - chance))


def test_nobody_is_hired_beyond_the_posts(busy: World) -> None:
    for _ in range(40):
        busy.today.day += 1
        ShopHiring(workload=20.0, supply=2.0)(busy)
    assert couriers(busy, StaffStatus.APPLICANT, StaffStatus.ACTIVE) == 100


def test_applicants_start_work_after_vetting(busy: World) -> None:
    ShopHiring(vetting=3, supply=5.0)(busy)
    waiting = couriers(busy, StaffStatus.APPLICANT)
    assert waiting > 0 and couriers(busy, StaffStatus.ACTIVE) == 0
    busy.today.day += 3
    ShopHiring(vetting=3, supply=5.0)(busy)
    assert couriers(busy, StaffStatus.ACTIVE) == waiting


@pytest.mark.parametrize(
    "change", [lambda w: w.market.risk.fill(2.0), lambda w: setattr(w.levers, "courier_prevention", 0.8)]
)
def test_risk_and_prevention_keep_applicants_away_and_wages_rise(busy: World, change) -> None:
    change(busy)
    before = float(busy.shops.wage[0])
    ShopHiring(workload=20.0, supply=0.5, usual_wage=before, deterrence=1.0)(busy)
    hired = couriers(busy, StaffStatus.APPLICANT)
    assert hired < 20
    assert busy.shops.wage[0] > before


def test_longer_sentences_deter_less_than_surer_detention(world_of) -> None:
    """The same shop, posts and draws: twice the sentence keeps fewer applicants away than twice the risk."""
    hired = {}
    for risk, years in ((0.5, 7.0), (0.5, 14.0), (1.0, 7.0)):
        world = world_of()
        shops = world.shops
        shops.status[: shops.size] = ShopStatus.CLOSED
        shops.status[0] = ShopStatus.OPEN
        shops.serves[0] = False
        shops.serves[0, 0] = True
        shops.demand[:] = 0.0
        shops.demand[0, 0, 0] = 1_000 * 20 * world.mean_pack_mg[0]
        world.market.risk[:] = risk
        world.market.expected_sentence[:] = years
        ShopHiring(supply=0.05)(world)
        hired[risk, years] = couriers(world, StaffStatus.APPLICANT)
    assert hired[1.0, 7.0] < hired[0.5, 14.0] <= hired[0.5, 7.0]


def test_wages_fall_while_every_post_is_filled(busy: World) -> None:
    for _ in range(60):
        busy.today.day += 1
        ShopHiring(supply=5.0)(busy)
    before = busy.shops.wage[0]
    busy.today.day += 1
    ShopHiring(supply=5.0)(busy)
    assert busy.shops.wage[0] < before


def test_hiring_balances_the_books(busy: World) -> None:
    before = count_stocks(busy)
    busy.ledger.clear()
    ShopHiring(supply=5.0)(busy)
    check(busy, before)


def test_people_without_other_work_apply_more_often(busy: World) -> None:
    busy.levers.mobility = 0.5
    ShopHiring(workload=20.0, supply=0.1, jobless=2.0, usual_wage=float(busy.shops.wage[0]))(busy)
    hired = couriers(busy, StaffStatus.APPLICANT)
    chance = -np.expm1(-0.2)
    assert abs(hired - 100 * chance) < 5 * np.sqrt(100 * chance * (1 - chance))


def operators(world: World, *statuses: StaffStatus) -> np.ndarray:
    staff = world.staff
    mine = (staff.used("shop") == 0) & (staff.used("role") == Role.OPERATOR)
    return np.flatnonzero(mine & np.isin(staff.used("status"), statuses))


def test_a_shop_wants_an_operator_for_so_many_orders(busy: World) -> None:
    for _ in range(400):
        busy.today.day += 1
        ShopHiring(answered=500.0)(busy)
    assert len(operators(busy, StaffStatus.APPLICANT, StaffStatus.ACTIVE)) == 4  # 2,000 orders a day


@pytest.mark.parametrize(("administrator", "hands"), [(True, 1.5), (False, 1.0)])
def test_one_operator_answers_so_many_and_the_administrator_half_as_many(
    busy: World, administrator: bool, hands: float
) -> None:
    staff = busy.staff
    if not administrator:
        mine = (staff.used("shop") == 0) & (staff.used("role") == Role.ADMINISTRATOR)
        staff.used("status")[mine] = StaffStatus.QUIT
    ShopHiring(answered=500.0)(busy)
    assert busy.shops.answers[0] == pytest.approx(hands * 500 / 2_000, rel=1e-3)
    busy.shops.demand[0] /= 10.0
    ShopHiring(answered=500.0)(busy)
    assert busy.shops.answers[0] == 1.0


def test_nobody_answers_where_operators_and_administrator_are_gone(busy: World) -> None:
    staff = busy.staff
    mine = (staff.used("shop") == 0) & np.isin(staff.used("role"), (Role.OPERATOR, Role.ADMINISTRATOR))
    staff.used("status")[mine] = StaffStatus.DETAINED
    ShopHiring()(busy)
    assert busy.shops.answers[0] == 0.0
    assert busy.shops.at_work[0, [Role.OPERATOR, Role.ADMINISTRATOR]].tolist() == [0, 0]


def test_who_is_at_work_is_who_is_active_this_morning(busy: World) -> None:
    ShopHiring(supply=5.0, vetting=3)(busy)
    assert busy.shops.at_work[0, Role.COURIER] == 0
    busy.today.day += 3
    ShopHiring(supply=5.0, vetting=3)(busy)
    staff = busy.staff
    mine = (staff.used("shop") == 0) & (staff.used("status") == StaffStatus.ACTIVE)
    expected = np.bincount(staff.used("role")[mine], minlength=len(Role))
    assert busy.shops.at_work[0].tolist() == expected.tolist()
    assert expected[Role.COURIER] > 0
