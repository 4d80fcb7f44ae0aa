"""Groups come when there is room."""

import numpy as np

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.wholesale.group_founding import GroupFounding
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import GroupKind, GroupStatus
from marketsim.world.world import World

KG_A_MONTH = 1e6 / 30.4375


def test_groups_come_at_the_stated_chance_with_their_money(world: World) -> None:
    world.market.offtake[:] = (40.0 * KG_A_MONTH, 0.0, 0.0)
    rule = GroupFounding(delay=0.2, money=1_000.0)
    before, founded = count_stocks(world), 0
    for _ in range(2_000):
        world.today.day += 1
        world.groups.status[0] = GroupStatus.SUPPRESSED
        world.groups.status[14:] = GroupStatus.SUPPRESSED
        size = world.groups.size
        rule(world)
        founded += world.groups.size - size
    chance = -np.expm1(-1.0 / 0.2 / DAYS_PER_YEAR)
    assert abs(founded - 2_000 * chance) < 5 * np.sqrt(2_000 * chance)
    assert world.ledger.money[MoneyFlow.INVESTED] == 1_000 * founded
    assert 0 < (world.groups.used("kind")[14:] == GroupKind.TRANSNATIONAL).sum() < founded
    check(world, before)


def test_no_group_comes_where_there_is_no_room(world: World) -> None:
    world.market.offtake[:] = (30.0 * KG_A_MONTH, 0.0, 0.0)
    for _ in range(300):
        world.today.day += 1
        GroupFounding(delay=0.01)(world)
    assert world.groups.size == 14


def test_more_trade_makes_room_for_more_groups(world: World) -> None:
    world.market.offtake[:] = (160.0 * KG_A_MONTH, 0.0, 0.0)
    for _ in range(300):
        world.today.day += 1
        GroupFounding(delay=0.05, exponent=0.5)(world)
    assert world.groups.size == 28
