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
