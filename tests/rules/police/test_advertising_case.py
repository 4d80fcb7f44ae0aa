"""Adverts and taggers."""

from collections.abc import Callable

import numpy as np

from marketsim.rules.police import advertising_case
from marketsim.rules.police.advertising_case import AdvertisingCase
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import Role, Unit
from marketsim.world.world import World


def test_cases_and_detentions_have_their_chances(
    world: World, hire: Callable[..., np.ndarray], within_five_sigma: Callable[..., bool]
) -> None:
    hire(world, Role.TAGGER, 2_000)
    taggers = int((world.staff.used("role") == Role.TAGGER).sum())
    world.start_day()
    world.levers.advertising_is_offence = True
    officers = np.count_nonzero(world.officers.used("unit") == Unit.PATROL)
    before = count_stocks(world)
    world.levers.capacity[Unit.PATROL] = 400.0 * world.shop_weight / officers
    AdvertisingCase(cases=1.0, half=0.0)(world)
    check(world, before)
    counts, k = world.tally.counts, world.shop_weight
    cases = counts[Count.ADVERTISING_CASES].sum() / k
    assert within_five_sigma(cases, taggers, -np.expm1(-400.0 / taggers))
    assert within_five_sigma(counts[Count.DETAINED_TAGGER].sum() / k, cases, 0.2)


def test_advertising_is_no_offence_before_the_law(world: World) -> None:
    AdvertisingCase(cases=1.0)(world)
    assert world.tally.counts[Count.ADVERTISING_CASES].sum() == 0


def test_the_compiled_rule_is_the_written_rule(world: World, hire: Callable[..., np.ndarray]) -> None:
    hire(world, Role.TAGGER, 300)
    staff = world.staff
    arguments = (world.seed, world.today.day, 100.0, 1.0, 1, staff.uid, staff.role, staff.status, staff.size)
    compiled = advertising_case._cases(*arguments)
    assert len(compiled) > 10
    assert np.array_equal(compiled, advertising_case._cases.py_func(*arguments))
