"""Seized product on its way back."""

import numpy as np

from marketsim.rules.police.corruption_return import CorruptionReturn
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow
from marketsim.world.states import GroupKind
from marketsim.world.world import World


def test_the_stated_part_comes_back_and_the_committees_does_not(world: World) -> None:
    world.officers.used("corrupt")[:] = True
    world.start_day()
    before = count_stocks(world)
    world.ledger.mass[MassFlow.SEIZED_LABORATORY, 0] = 1_000
    world.ledger.mass[MassFlow.SEIZED_BORDER, 2] = 700
    world.ledger.mass[MassFlow.SEIZED_DEPOT, 1] = 500
    world.tally.committee_mg[1] = 500
    world.ledger.mass[MassFlow.SEIZED_LABORATORY, world.precursor] = 999
    CorruptionReturn(part=0.3)(world)
    assert world.market.corrupt_stash.tolist() == [300, 0, 0]
    world.ledger.mass[MassFlow.SEIZED_LABORATORY] = 0
    world.ledger.mass[MassFlow.SEIZED_DEPOT] = 0
    world.ledger.mass[MassFlow.SEIZED_BORDER] = 0
    check(world, before)


def test_the_stash_is_sold_to_a_local_group(world: World) -> None:
    world.market.corrupt_stash[:] = 1_000
    world.start_day()
    before = count_stocks(world)
    days = 0
    while world.market.corrupt_stash.any():
        groups = world.groups.used("product_stock").copy()
        CorruptionReturn(sale=0.5)(world)
        world.today.day += 1
        days += 1
        assert days < 60
    check(world, before)
    richer = np.flatnonzero((world.groups.used("product_stock") != groups).any(axis=(1, 2)))
    assert len(richer) == 1
    assert world.groups.kind[richer[0]] == GroupKind.LOCAL


def test_without_corruption_nothing_comes_back(world: World) -> None:
    world.levers.corruption = 0.0
    world.ledger.mass[MassFlow.SEIZED_LABORATORY, 0] = 1_000_000
    CorruptionReturn()(world)
    assert not world.market.corrupt_stash.any()
