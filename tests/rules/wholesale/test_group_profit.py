"""Owners take their part."""

from collections.abc import Callable

import numpy as np

from marketsim.rules.wholesale.group_profit import INTERVAL, GroupProfit
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import GroupStatus
from marketsim.world.world import World


def test_owners_take_their_share_above_the_working_capital_once_in_the_interval(world: World) -> None:
    groups = world.groups
    groups.money[: groups.size] = 1_000
    groups.money[0] = 100
    before = count_stocks(world)
    for _ in range(INTERVAL):
        world.today.day += 1
        GroupProfit(working_capital=200.0, share=0.5)(world)
    assert groups.money[0] == 100
    assert (groups.used("money")[1:] == 600).all()
    assert world.ledger.money[MoneyFlow.OWNERS] == 400 * (groups.size - 1)
    check(world, before)


def test_owners_of_a_suppressed_group_take_what_is_left(world: World) -> None:
    world.groups.status[3] = GroupStatus.SUPPRESSED
    for _ in range(INTERVAL):
        world.today.day += 1
        GroupProfit()(world)
    assert world.groups.money[3] == 0
    assert world.groups.money[4] > 0


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], as_written: Callable[..., None]) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        world.groups.uid[: world.groups.size] = np.arange(world.groups.size, dtype=np.uint64) % 3
        world.today.day = 6_000
    as_written(GroupProfit(working_capital=1_000.0), *worlds, "_withdraw")
