"""Test purchases: cases by the weight of the pack, couriers by the case."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.rules.police import test_purchase
from marketsim.rules.police.test_purchase import TestPurchase as Purchase
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.newcomers import add_shop
from marketsim.world.states import ChannelStatus, Role, ShopStatus, StaffStatus, Unit
from marketsim.world.world import World


@pytest.fixture
def shops(world: World, hire: Callable[..., np.ndarray]) -> World:
    """300 shops with a courier each."""
    while world.shops.size < 300:
        row = add_shop(world, 900 + world.shops.size, 0, 3, 0)
        world.shops.sells[row, 0] = True
    for shop in range(300):
        hire(world, Role.COURIER, 1, shop)
    world.officers.used("corrupt")[:] = False
    world.start_day()
    return world


def rule_of(world: World, a_day: float, **words: object) -> Purchase:
    officers = np.count_nonzero(world.officers.used("unit") == Unit.INVESTIGATION)
    world.levers.capacity[Unit.INVESTIGATION] = a_day * world.shop_weight / officers
    return Purchase(purchases=1.0, growth=1.0, half=0.0, **words)


def test_cases_follow_the_law_on_weights(shops: World, within_five_sigma: Callable[..., bool]) -> None:
    shops.levers.threshold_mg[:, 1] = 1_000
    rule = rule_of(shops, 100.0, opens_case=(0.0, 0.1, 0.6, 0.6), traced=0.5)
    before = count_stocks(shops)
    rule(shops)
    check(shops, before)
    k, counts = shops.shop_weight, shops.tally.counts
    bought = counts[Count.TEST_PURCHASES].sum() / k
    cases = counts[Count.ONLINE_SALE_CASES].sum() / k
    assert within_five_sigma(bought, 300, -np.expm1(-1 / 3))
    assert within_five_sigma(cases, bought, 0.6)
    assert within_five_sigma(counts[Count.DETAINED_COURIERS_IN_CASES].sum() / k, cases, 0.5)
    assert counts[Count.DETAINED_COURIER].sum() == counts[Count.DETAINED_COURIERS_IN_CASES].sum()


def test_an_old_threshold_opens_fewer_cases(shops: World) -> None:
    rule = rule_of(shops, 200.0)
    rule(shops)
    old = shops.tally.counts[Count.ONLINE_SALE_CASES].sum()
    shops.tally.clear()
    shops.levers.threshold_mg[:, 1] = 1_000
    rule(shops)
    assert shops.tally.counts[Count.ONLINE_SALE_CASES].sum() > old


def test_shops_that_cannot_be_reached_are_left_alone(shops: World) -> None:
    shops.shops.used("status")[:150] = ShopStatus.REBUILDING
    hidden = shops.channels.used("shop") >= 290
    shops.channels.used("status")[hidden] = ChannelStatus.BLOCKED
    rule_of(shops, 10_000.0, opens_case=(1.0,) * 4, traced=1.0)(shops)
    caught = shops.staff.used("shop")[shops.staff.used("status") == StaffStatus.DETAINED]
    assert set(caught.tolist()) == set(range(150, 290))


def test_a_warned_shop_loses_nobody(shops: World, within_five_sigma: Callable[..., bool]) -> None:
    investigators = np.flatnonzero(shops.officers.used("unit") == Unit.INVESTIGATION)
    shops.officers.corrupt[investigators[::2]] = True
    rule_of(shops, 10_000.0, opens_case=(1.0,) * 4, traced=1.0)(shops)
    warned = int(shops.tally.counts[Count.PURCHASES_TIPPED_OFF].sum()) // shops.shop_weight
    assert within_five_sigma(warned, 300, 0.5)
    assert shops.tally.counts[Count.DETAINED_COURIER].sum() == (300 - warned) * shops.shop_weight


def test_targets_turn_cases_into_purchases_of_the_same_time(shops: World) -> None:
    made = []
    shops.today.day = day_number(date(2019, 3, 25))
    for target in (0.0, 1.0):
        shops.tally.clear()
        shops.levers.performance_targets = target
        rule_of(shops, 60.0, climbing=0.5)(shops)
        made.append(int(shops.tally.counts[Count.TEST_PURCHASES].sum()) // shops.shop_weight)
    expected = [-300 * np.expm1(-rate / 300) for rate in (60.0, 120.0)]
    assert made == pytest.approx(expected, abs=5 * np.sqrt(60))
    assert made[1] > made[0]


def test_the_compiled_purchase_is_the_written_one(shops: World) -> None:
    channels, table = shops.channels, shops.shops
    arguments = (
        shops.seed, shops.today.day, 50.0, 1.0, 1, channels.shop, channels.status, channels.followers, channels.size,
        table.uid, table.status, table.size,
    )  # fmt: skip
    compiled = test_purchase._buy(*arguments)
    assert 20 < len(compiled) < 90
    assert np.array_equal(compiled, test_purchase._buy.py_func(*arguments))
