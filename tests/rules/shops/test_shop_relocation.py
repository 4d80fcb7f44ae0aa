"""Shops move abroad under pressure while there is room, and come back when it calms down."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.shops import shop_relocation
from marketsim.rules.shops.shop_export import ShopExport
from marketsim.rules.shops.shop_relocation import ShopRelocation
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.newcomers import add_shop
from marketsim.world.states import AccountStatus, ChannelKind, ChannelStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World

A_DAY = 0.2 * DAYS_PER_YEAR
"""Hazard a year that is 0.2 a day."""
BORDER = 4
"""A region with a road from abroad; region 1 has none."""
READY = partial(ShopRelocation, moving=A_DAY, places=10_000.0)


def press(world: World, pressure: float) -> None:
    """Let channels alone make the pressure that is wanted with default settings."""
    world.market.risk[:] = 0.0
    world.market.freezing_risk = 0.0
    world.market.channel_loss[ChannelKind.MESSENGER_SHOP] = 4.0 + 25.0 * pressure
    world.shops.losses[:] = 0.0


def crowded(world: World, region: int = BORDER, count: int = 400) -> World:
    """Add `count` shops with an owner abroad; the settled ones stay out."""
    world.shops.abroad[:] = False
    first = world.shops.size
    for ordinal in range(count):
        add_shop(world, 900, ordinal, region, 1_000)
    world.shops.abroad[first : world.shops.size] = True
    world.shops.demand[first : world.shops.size, region, 1] = 1_000.0
    world.shops.sells[first : world.shops.size, 1] = True
    world.shops.price[first : world.shops.size] = 20_000.0
    return world


def abroad(world: World) -> int:
    return int((world.shops.used("status") == ShopStatus.ABROAD).sum())


@pytest.fixture
def border(world: World) -> World:
    return crowded(world)


def test_without_pressure_nobody_moves(border: World) -> None:
    press(border, 0.0)
    READY()(border)
    assert abroad(border) == 0


@pytest.mark.parametrize("pressure", [0.5, 2.0])
def test_the_share_that_moves_is_the_stated_chance(border: World, pressure: float) -> None:
    press(border, pressure)
    READY()(border)
    chance = -np.expm1(-0.2 * pressure)
    assert abs(abroad(border) - 400 * chance) < 5 * np.sqrt(400 * chance * (1 - chance))
    moved = border.tally.counts[Count.SHOPS_MOVED_ABROAD]
    assert moved[BORDER] == moved.sum() == border.shop_weight * abroad(border)


def test_detained_couriers_and_frozen_accounts_are_pressure_too(world: World) -> None:
    press(world, 0.0)
    world.market.risk[Role.COURIER, 3] = 0.15 + 1.0
    np.testing.assert_allclose(ShopRelocation().strain(world), [region == 3 for region in range(20)])
    world.market.freezing_risk = 0.4 + 2.0
    np.testing.assert_allclose(ShopRelocation().strain(world), [1 + (region == 3) for region in range(20)])


def test_losses_press_the_shop_that_has_them(border: World) -> None:
    press(border, 0.0)
    rows = slice(border.shops.size - 200, border.shops.size)
    border.shops.losses[rows] = 10.0 * 0.5 * 20_001.0
    READY()(border)
    chance = -np.expm1(-0.2)
    assert abs(abroad(border) - 200 * chance) < 5 * np.sqrt(200 * chance * (1 - chance))
    assert (border.shops.status[rows] == ShopStatus.ABROAD).sum() == abroad(border)


def test_only_free_owners_abroad_with_a_road_and_an_open_border_can_move(world: World) -> None:
    crowded(world, region=1, count=40)
    press(world, 100.0)
    READY()(world)
    assert abroad(world) == 0
    crowded(world, count=60)
    rows = slice(world.shops.size - 60, world.shops.size)
    world.levers.border_openness = 0.0
    READY()(world)
    world.levers.border_openness = 1.0
    world.shops.at_work[rows, Role.OWNER] = 0
    READY()(world)
    world.shops.at_work[rows, Role.OWNER] = 1
    world.shops.abroad[rows] = False
    READY()(world)
    assert abroad(world) == 0
    world.shops.abroad[rows] = True
    READY()(world)
    assert abroad(world) == 60


def test_room_abroad_is_limited(border: World) -> None:
    press(border, 10.0)
    rule = ShopRelocation(moving=1.0, places=20.0 * border.shop_weight, returning=0.0, ending=0.0)
    for _ in range(400):
        border.today.day += 1
        rule(border)
    assert 20 <= abroad(border) < 30


def test_who_moves_leaves_nothing_and_nobody_here_and_the_books_balance(border: World) -> None:
    row = border.shops.size - 1
    border.shops.stock[row, BORDER, 1] = 12_345
    border.ledger.clear()
    before = count_stocks(border)
    press(border, 1e6)
    READY()(border)
    check(border, before)
    assert border.ledger.mass[MassFlow.LOST_CLOSURE, 1] == 12_345 * border.shop_weight
    assert border.ledger.money[MoneyFlow.OWNERS] == 1_000 * 400 * border.shop_weight
    assert border.shops.demand[row].sum() == 0 and not border.shops.can_pay[row]
    assert (border.staff.used("status")[border.staff.used("shop") == row] == StaffStatus.QUIT).all()
    assert (border.channels.used("status")[border.channels.used("shop") == row] == ChannelStatus.ABANDONED).all()
    assert (border.accounts.used("status")[border.accounts.used("shop") == row] == AccountStatus.CLOSED).all()


def test_when_it_calms_down_they_open_again_at_home(border: World) -> None:
    press(border, 1e6)
    READY()(border)
    border.today.day += 1
    stay = ShopRelocation(returning=A_DAY, ending=0.0, moving=0.0)
    press(border, 1.0)
    stay(border)
    assert abroad(border) == 400
    press(border, 0.0)
    border.ledger.clear()
    before = count_stocks(border)
    stay(border)
    check(border, before)
    back = 400 - abroad(border)
    chance = -np.expm1(-0.2)
    assert abs(back - 400 * chance) < 5 * np.sqrt(400 * chance * (1 - chance))
    assert border.tally.counts[Count.SHOPS_RETURNED, BORDER] == back * border.shop_weight
    rows = np.arange(border.shops.size - 400, border.shops.size)
    row = int(rows[border.shops.status[rows] == ShopStatus.OPEN][0])
    assert border.shops.can_pay[row] and border.shops.demand[row, BORDER, 1] > 0
    at_work = (border.staff.used("shop") == row) & (border.staff.used("status") == StaffStatus.ACTIVE)
    assert Role.OWNER in border.staff.used("role")[at_work]


def test_some_end_abroad_and_are_no_closings_here(border: World) -> None:
    press(border, 1e6)
    READY()(border)
    ShopRelocation(ending=A_DAY, returning=0.0, moving=0.0)(border)
    ended = 400 - abroad(border)
    chance = -np.expm1(-0.2)
    assert abs(ended - 400 * chance) < 5 * np.sqrt(400 * chance * (1 - chance))
    assert border.tally.counts[[Count.SHOPS_CLOSED, Count.SHOPS_RETURNED]].sum() == 0


def test_moved_shops_take_wishes_abroad_from_those_at_home(border: World) -> None:
    border.shops.stock[: border.shops.size, BORDER, 1] = 100_000
    border.shops.price[:] = border.market.retail_price
    rule = ShopExport(demand=365.25, growth=0.0)
    rule(border)
    alone = int(border.ledger.mass[MassFlow.SOLD_ABROAD, 1])
    assert border.tally.moved_shops_mg.sum() == 0
    border.ledger.clear()
    border.market.moved_shops_share = 0.25
    rule(border)
    assert border.ledger.mass[MassFlow.SOLD_ABROAD, 1] == pytest.approx(0.75 * alone, rel=0.02)
    assert border.tally.moved_shops_mg[1] == pytest.approx(0.25 * alone, rel=0.05)


def test_the_share_that_they_take_saturates(border: World) -> None:
    press(border, 1e6)
    rule = READY(rivals=400.0 * border.shop_weight)
    rule(border)
    assert border.market.moved_shops_share == pytest.approx(0.5)


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, written = crowded(world_of(), count=60), crowded(world_of(), count=60)
    for world in (compiled, written):
        world.shops.status[world.shops.size - 20 : world.shops.size] = ShopStatus.ABROAD
        press(world, 0.5)
        world.shops.losses[world.shops.size - 30 : world.shops.size] = 50_000.0
    rule = READY(returning=A_DAY, ending=A_DAY)
    rule(compiled)
    for kernel in ("_relocate", "_lost_share"):
        monkeypatch.setattr(shop_relocation, kernel, getattr(shop_relocation, kernel).py_func)
    rule(written)
    status = compiled.shops.used("status")
    assert {ShopStatus.CLOSED, ShopStatus.ABROAD, ShopStatus.OPEN} <= set(status)
    np.testing.assert_array_equal(status, written.shops.used("status"))
    np.testing.assert_array_equal(compiled.tally.counts, written.tally.counts)
    np.testing.assert_array_equal(compiled.ledger.money, written.ledger.money)
