"""Patrols that look for use in public."""

from collections.abc import Callable

import numpy as np

from marketsim.rules.police import use_arrest
from marketsim.rules.police.use_arrest import UseArrest
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.turns import has_turn
from marketsim.world.world import World


def turns(world: World, state: BuyerState) -> np.ndarray:
    """Return the buyers in a state whose turn it is."""
    rows = (world.buyers.used("state") == int(state)).nonzero()[0]
    return np.array([row for row in rows if has_turn(world.buyers.uid[row], np.uint64(world.today.day))])


def met(world: World) -> int:
    return int(world.tally.counts[Count.DETAINED_PUBLIC_USE].sum()) // world.weight


def test_without_hours_nobody_is_met(world: World) -> None:
    world.cells.patrol_hours[:] = 100.0
    UseArrest(detection=0.1)(world)
    assert not world.ledger.buyers.any()


def test_the_share_met_follows_hours_and_state(
    world_of: Callable[..., World], within_five_sigma: Callable[..., bool]
) -> None:
    world = world_of(2)
    groups = {state: turns(world, state) for state in (BuyerState.OCCASIONAL, BuyerState.DEPENDENT)}
    world.cells.patrol_hours[:] = 3.0
    world.levers.public_use_hours = 0.25
    before = count_stocks(world)
    UseArrest(detection=0.02, visibility=(0.5, 0.5, 1.0))(world)
    check(world, before)
    for state, visible in ((BuyerState.OCCASIONAL, 0.5), (BuyerState.DEPENDENT, 1.0)):
        caught = np.count_nonzero(world.buyers.state[groups[state]] == int(BuyerState.DETAINED))
        assert within_five_sigma(caught, len(groups[state]), -np.expm1(-16 * 0.02 * visible * 1.0))
    assert world.tally.counts[Count.DETAINED_BUYER].sum() == world.weight * met(world) > 0


def test_people_who_do_not_use_are_left_alone(world: World) -> None:
    world.cells.patrol_hours[:] = 1e6
    world.levers.public_use_hours = 0.5
    UseArrest(detection=0.1)(world)
    assert met(world) > 0
    assert world.ledger.buyers[int(BuyerState.POTENTIAL)].sum() == 0


def test_the_compiled_search_is_the_written_one(world: World) -> None:
    buyers, hours = world.buyers, np.full(world.cells.patrol_hours.size, 2.0)
    arguments = (
        world.seed, world.today.day, use_arrest.ARREST, 0.5, (0.2, 0.5, 1.0), hours, buyers.uid, buyers.state,
        buyers.cell, buyers.size,
    )  # fmt: skip
    compiled = use_arrest._meet(*arguments)
    assert compiled.size
    assert np.array_equal(compiled, use_arrest._meet.py_func(*arguments))


def test_a_user_carries_a_pack_of_the_own_product_by_its_shares(world_of: Callable[..., World]) -> None:
    world = world_of(2)
    world.cells.patrol_hours[:] = 1e6
    world.levers.public_use_hours = 0.5
    known = world.buyers.known_shop
    world.shops.used("unlisted")[::2] = True
    UseArrest(detection=0.1)(world)
    rows = (world.buyers.used("state") == int(BuyerState.DETAINED)).nonzero()[0]
    product = world.buyers.product[rows]
    assert np.array_equal(world.buyers.held_product[rows], product)
    smallest = world.buyers.held_mg[rows] == world.packs_mg[product, 0]
    expected = world.pack_shares[product, 0]
    assert abs(smallest.sum() - expected.sum()) < 5.0 * np.sqrt((expected * (1.0 - expected)).sum())
    even = (known[rows] >= 0) & (known[rows] % 2 == 0)
    share = even.sum(axis=1) / np.maximum((known[rows] >= 0).sum(axis=1), 1)
    assert abs(world.buyers.held_unlisted[rows].sum() - share.sum()) < 5.0 * np.sqrt((share * (1.0 - share)).sum())
    assert not world.buyers.held_unlisted[rows][share == 0.0].any()
    assert world.ledger.mass.sum() == 0
