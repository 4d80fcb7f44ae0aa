"""Cases against those who sell and fetch precursors."""

from collections.abc import Callable

import numpy as np

from marketsim.rules.police.precursor_case import PrecursorCase
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import Charge, Role, StaffStatus
from marketsim.world.world import World


def detained(world: World) -> int:
    return int(world.tally.counts[Count.DETAINED_PRECURSOR_SUPPLIER].sum())


def test_nobody_is_charged_while_only_smuggling_is_punished(world: World, build: Callable[..., slice]) -> None:
    rows = build(world, 100, 1, 1.0)
    world.laboratories.bought_on[rows] = world.today.day
    world.laboratories.stopped[rows] = True
    world.levers.purchase_tracing = 1.0
    PrecursorCase()(world)
    assert detained(world) == 0


def test_the_share_of_purchases_that_lead_to_people_is_the_stated_one(
    world: World, build: Callable[..., slice], within_five_sigma: Callable[..., bool]
) -> None:
    rows = build(world, 1_000, 1, 1.0)
    world.laboratories.bought_on[rows] = world.today.day
    world.start_day()
    world.levers.purchase_tracing, world.levers.precursor_liability = 0.3, 0.5
    before = count_stocks(world)
    PrecursorCase(persons=1)(world)
    check(world, before)
    assert within_five_sigma(detained(world), 1_000, 0.5 * (1.0 - 0.7 * 0.95))
    assert world.tally.counts[Count.DETAINED_PRECURSOR_SUPPLIER, 5] == detained(world)


def test_a_stopped_purchase_is_known_and_an_older_one_is_not(world: World, build: Callable[..., slice]) -> None:
    rows = build(world, 10, 1, 1.0)
    world.laboratories.bought_on[rows] = world.today.day - np.arange(10) % 2
    world.laboratories.stopped[rows] = True
    world.levers.precursor_liability = 1.0
    PrecursorCase(persons=2)(world)
    assert detained(world) == 10
    staff = world.staff
    these = staff.used("role") == Role.PRECURSOR_SUPPLIER
    assert (staff.used("charge")[these] == Charge.PRECURSOR_CIRCULATION).all()
    assert (staff.used("status")[these] == StaffStatus.DETAINED).all()
    assert staff.used("weight")[these].tolist() == [1] * 10
    assert len(set(staff.used("uid")[these].tolist())) == 10
