"""Buyers on the street."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.police import buyer_arrest
from marketsim.rules.police.buyer_arrest import BuyerArrest
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import NEVER, BuyerState, DropStatus, Role, WeightGrade
from marketsim.world.world import World

HOURS = 4.0


def let_all_go(world: World) -> None:
    """Let everybody be free and have collected the parcel today."""
    world.drops.used("status")[:] = DropStatus.COLLECTED
    world.buyers.state[:2_000] = BuyerState.OCCASIONAL


@pytest.fixture
def street(world: World, hire: Callable[..., np.ndarray], hide: Callable[..., slice]) -> World:
    """2,000 buyers who each collected half a gram today."""
    hide(world, hire(world, Role.COURIER, 20), 100)
    world.drops.used("buyer")[:] = np.arange(2_000)
    world.buyers.days_used[:2_000] = 1
    let_all_go(world)
    world.officers.used("corrupt")[:] = False
    world.start_day()
    return world


def detained(world: World) -> int:
    return int((world.buyers.used("state") == BuyerState.DETAINED).sum())


def test_share_detained_is_the_stated_chance(street: World, within_five_sigma: Callable[..., bool]) -> None:
    before = count_stocks(street)
    BuyerArrest(detection=0.05, held=(0.0, 0.4, 1.0, 1.0))(street)
    check(street, before)
    assert within_five_sigma(detained(street), 2_000, 0.4 * (1.0 - np.exp(-0.05 * HOURS)))
    assert street.tally.counts[Count.DETAINED_BUYER].sum() == street.weight * detained(street)


def test_the_buyer_is_held_with_the_parcel_found_which_is_seized_and_not_used(street: World) -> None:
    drops, buyers = street.drops, street.buyers
    drops.used("buyer")[:] = np.arange(2_000)[::-1]
    drops.used("product")[:] = np.arange(2_000) % 3
    drops.used("mg")[:] = 300 + np.arange(2_000)
    drops.used("unlisted")[:] = np.arange(2_000) % 2 == 0
    drops.used("placed_on")[:] = street.today.day - np.arange(2_000) % 7
    street.market.listed_on[2] = street.today.day - 3
    buyers.product[:2_000] = 1
    BuyerArrest(detection=0.1, held=(1.0, 1.0, 1.0, 1.0))(street)
    found = (drops.used("status") == DropStatus.SEIZED).nonzero()[0]
    holders = drops.buyer[found]
    assert 500 < found.size < 2_000
    assert np.array_equal(np.sort(holders), (buyers.used("state") == BuyerState.DETAINED).nonzero()[0])
    assert np.array_equal(buyers.held_product[holders], drops.product[found])
    assert np.array_equal(buyers.held_mg[holders], drops.mg[found])
    listed_since = (drops.product[found] == 2) & (drops.placed_on[found] < street.market.listed_on[2])
    assert (drops.unlisted[found] & listed_since).any()
    assert np.array_equal(buyers.held_unlisted[holders], drops.unlisted[found] & ~listed_since)
    assert (buyers.state_before[holders] == BuyerState.OCCASIONAL).all()
    assert (buyers.days_used[holders] == 0).all()
    masses = street.weight * np.bincount(drops.product[found], drops.mg[found]).astype(np.int64)
    assert np.array_equal(street.ledger.mass[MassFlow.SEIZED_BUYER, :-1], masses)
    assert np.array_equal(street.ledger.mass[MassFlow.SOLD, :-1], -masses)


def test_what_is_a_crime_to_hold_ends_in_custody_and_what_is_none_mostly_does_not(street: World) -> None:
    rule, held = BuyerArrest(detection=0.05, held=(0.0, 0.4, 1.0, 1.0)), []
    for threshold, crime_from in ((50_000, WeightGrade.LARGE), (50_000, WeightGrade.SMALL), (500, NEVER)):
        let_all_go(street)
        street.levers.threshold_mg[:, 1] = threshold
        street.levers.possession_from = int(crime_from)
        rule(street)
        held.append(detained(street))
    assert held[1] > 1.5 * held[0] > 0
    assert held[2] == held[0]


def test_a_lower_threshold_detains_more(street: World) -> None:
    rule = BuyerArrest(detection=0.05, held=(0.0, 0.4, 1.0, 1.0))
    rule(street)
    before = detained(street)
    let_all_go(street)
    street.levers.threshold_mg[:, 1] = 500
    rule(street)
    assert detained(street) > 1.5 * before > 0


def test_parcels_not_collected_bring_nobody_in(street: World) -> None:
    street.drops.used("status")[:] = DropStatus.RESERVED
    street.cells.patrol_hours[:] = 1e4
    BuyerArrest(detection=0.1)(street)
    assert detained(street) == 0


def test_a_buyer_of_two_parcels_is_detained_once(street: World) -> None:
    street.drops.used("buyer")[:] = np.repeat(np.arange(1_000), 2)
    before = count_stocks(street)
    street.cells.patrol_hours[:] = 1e4
    BuyerArrest(detection=0.1, held=(1.0, 1.0, 1.0, 1.0))(street)
    check(street, before)
    assert detained(street) == 1_000


def test_the_compiled_meeting_is_the_written_one(street: World) -> None:
    drops, buyers = street.drops, street.buyers
    arguments = (
        street.seed, street.today.day, 0.05, drops.status, drops.buyer, drops.reserved_on, drops.cell, 1_000,
        street.cells.patrol_hours, buyers.uid, buyers.state,
    )  # fmt: skip
    compiled = buyer_arrest._meet(*arguments)
    assert len(compiled) > 10
    assert np.array_equal(compiled, buyer_arrest._meet.py_func(*arguments))


def test_luck_goes_by_buyer_and_order_and_not_by_parcel(street: World) -> None:
    rule, held = BuyerArrest(detection=0.05, held=(0.4, 0.4, 1.0, 1.0)), []
    for other_parcel, ordered_on in ((0, 0), (1 << 40, 0), (0, 1)):
        let_all_go(street)
        street.drops.used("uid")[:] ^= np.uint64(other_parcel)
        street.drops.used("reserved_on")[:] = ordered_on
        rule(street)
        held.append(street.buyers.state[:2_000] == BuyerState.DETAINED)
    np.testing.assert_array_equal(held[0], held[1])
    share = held[0].mean()
    assert abs((held[0] & held[2]).sum() - share**2 * 2_000) < 5.0 * share * np.sqrt(2_000)
