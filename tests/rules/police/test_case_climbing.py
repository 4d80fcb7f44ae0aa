"""Cases climb from a courier to those behind, and stop at the border."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.rules.police.case_climbing import CaseClimbing
from marketsim.world.audit import check, count_stocks
from marketsim.world.closing import move_shop_abroad
from marketsim.world.counts import Count
from marketsim.world.detention import detain_staff
from marketsim.world.ledger import MassFlow
from marketsim.world.newcomers import add_shop
from marketsim.world.states import Role, StaffStatus, Unit
from marketsim.world.world import World


@pytest.fixture
def shops(world: World, hire: Callable[..., np.ndarray]) -> World:
    """400 shops, of each of which a courier was detained today; everybody lives at home."""
    while world.shops.size < 400:
        add_shop(world, 900 + world.shops.size, 0, 3, 0)
    world.shops.used("stock")[:] = 1_000
    world.staff.used("abroad")[:] = False
    couriers = [int(hire(world, Role.COURIER, 1, shop)[0]) for shop in range(400)]
    world.start_day()
    for row in couriers:
        detain_staff(world, row)
    return world


def detained(world: World, role: Role) -> int:
    return int(world.tally.counts[Count.DETAINED_OWNER + role].sum()) // world.shop_weight


def test_each_step_has_its_chance(shops: World, within_five_sigma: Callable[..., bool]) -> None:
    rule = CaseClimbing(courier_to_keeper=0.5)
    rule(shops)
    keepers, operators = detained(shops, Role.WAREHOUSE_KEEPER), detained(shops, Role.OPERATOR)
    assert within_five_sigma(keepers, 400, 0.5)
    assert within_five_sigma(detained(shops, Role.PACKER), keepers, rule.keeper_to_packer)
    assert within_five_sigma(operators, keepers, rule.keeper_to_operator)
    assert within_five_sigma(detained(shops, Role.ADMINISTRATOR), operators, rule.operator_to_administrator)


def test_nobody_abroad_is_reached_without_cooperation(shops: World) -> None:
    shops.staff.used("abroad")[shops.staff.used("role") == Role.OPERATOR] = True
    shops.levers.international_cooperation = 0.0
    CaseClimbing(courier_to_keeper=1.0, keeper_to_operator=1.0)(shops)
    assert detained(shops, Role.WAREHOUSE_KEEPER) == 400
    assert detained(shops, Role.OPERATOR) == 0


def test_cooperation_hands_people_over(shops: World) -> None:
    shops.staff.used("abroad")[:] = True
    shops.levers.international_cooperation = 1.0
    CaseClimbing(
        courier_to_keeper=1.0, keeper_to_operator=1.0, operator_to_administrator=1.0, administrator_to_owner=1.0
    )(shops)
    assert detained(shops, Role.OWNER) == 400


def test_more_investigators_climb_further(shops: World) -> None:
    shops.levers.capacity[Unit.INVESTIGATION] = 0.0
    CaseClimbing()(shops)
    assert detained(shops, Role.WAREHOUSE_KEEPER) == 0


def test_rewards_make_those_talk_who_know(shops: World, within_five_sigma: Callable[..., bool]) -> None:
    shops.levers.informant_rewards = 0.5
    CaseClimbing(courier_to_keeper=0.0, known=0.6)(shops)
    assert within_five_sigma(detained(shops, Role.WAREHOUSE_KEEPER), 400, 0.3)


def test_a_courier_gives_up_a_colleague(
    shops: World, hire: Callable[..., np.ndarray], within_five_sigma: Callable[..., bool]
) -> None:
    for shop in range(400):
        hire(shops, Role.COURIER, 1, shop)
    already = detained(shops, Role.COURIER)
    CaseClimbing(courier_to_courier=0.3)(shops)
    given_up = detained(shops, Role.COURIER) - already
    assert within_five_sigma(given_up, 400, 0.3)
    assert shops.tally.counts[Count.DETAINED_COURIERS_IN_CASES].sum() == given_up * shops.shop_weight


def test_targets_leave_cases_alone_at_the_end_of_a_quarter(shops: World) -> None:
    shops.today.day = day_number(date(2019, 3, 25))
    shops.levers.performance_targets = 1.0
    CaseClimbing()(shops)
    assert detained(shops, Role.WAREHOUSE_KEEPER) == 0


def test_the_keepers_stock_is_seized_and_the_books_balance(shops: World) -> None:
    before = count_stocks(shops)
    shops.ledger.clear()
    CaseClimbing(courier_to_keeper=1.0, stock_found=0.5)(shops)
    check(shops, before)
    home = shops.shops.used("region")
    places = 1 + (home != 3)
    assert shops.ledger.mass[MassFlow.SEIZED_WAREHOUSE, 0] == shops.shop_weight * 500 * places.sum()
    assert (shops.staff.used("status") == StaffStatus.DETAINED).sum() > 800


def test_a_case_against_a_shop_without_people_goes_nowhere(shops: World) -> None:
    others = shops.staff.used("status") == StaffStatus.ACTIVE
    shops.staff.used("status")[others] = StaffStatus.QUIT
    CaseClimbing(courier_to_keeper=1.0)(shops)
    assert detained(shops, Role.WAREHOUSE_KEEPER) == 0


def test_a_case_passes_over_those_abroad_for_a_colleague_within_reach(
    shops: World, hire: Callable[..., np.ndarray]
) -> None:
    for shop in range(400):
        hire(shops, Role.OPERATOR, 2, shop)
    operators = (shops.staff.used("role") == Role.OPERATOR).nonzero()[0]
    home = np.array([operators[shops.staff.shop[operators] == shop][shop % 3] for shop in range(400)])
    shops.staff.abroad[operators] = True
    shops.staff.abroad[home] = False
    shops.levers.international_cooperation = 0.0
    CaseClimbing(courier_to_keeper=1.0, keeper_to_operator=1.0)(shops)
    assert (shops.staff.status[home] == StaffStatus.DETAINED).all()
    assert detained(shops, Role.OPERATOR) == 400


def test_a_case_finds_nobody_of_a_shop_that_moved_abroad(shops: World) -> None:
    for shop in range(400):
        move_shop_abroad(shops, shop)
    before = int((shops.staff.used("status") == StaffStatus.DETAINED).sum())
    CaseClimbing(courier_to_keeper=1.0, courier_to_courier=1.0)(shops)
    assert (shops.staff.used("status") == StaffStatus.DETAINED).sum() == before == 400


def test_everybody_is_detained_and_counted_once(shops: World, hire: Callable[..., np.ndarray]) -> None:
    for shop in range(400):
        for row in hire(shops, Role.COURIER, 1, shop).tolist():
            detain_staff(shops, row)
    CaseClimbing(courier_to_keeper=1.0, courier_to_courier=1.0, keeper_to_packer=1.0)(shops)
    rows = shops.tally.detained
    assert len(rows) == len(set(rows)) > 1_600
    events = slice(Count.DETAINED_OWNER, Count.DETAINED_OWNER + len(Role))
    assert shops.tally.counts[events].sum() == shops.shop_weight * len(rows)
