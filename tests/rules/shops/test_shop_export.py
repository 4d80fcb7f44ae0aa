"""Shops near a border sell abroad what they can spare, for more than at home."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.shops import shop_export
from marketsim.rules.shops.shop_export import ShopExport
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.world import World


def stocked(world: World) -> World:
    """Give every shop 100 g of product 1 in region 4, which has a road from abroad, and in region 1, which has none."""
    world.shops.serves[: world.shops.size, :] = False
    world.shops.serves[: world.shops.size, [1, 4]] = True
    world.shops.demand[:] = 0.0
    world.shops.stock[:] = 0
    world.shops.stock[: world.shops.size, [1, 4], 1] = 100_000
    world.shops.price[:] = 20_000.0
    world.market.retail_price[:] = 20_000.0
    return world


@pytest.fixture
def border(world: World) -> World:
    return stocked(world)


def test_what_is_wanted_abroad_is_sold_near_the_border_for_more(border: World) -> None:
    before = count_stocks(border)
    ShopExport(demand=1e5, growth=0.0, premium=0.1, kept=0.0)(border)
    sold = int(border.ledger.mass[MassFlow.SOLD_ABROAD, 1])
    assert sold == border.shop_weight * border.shops.size * 100_000
    assert (border.shops.stock[: border.shops.size, 1, 1] == 100_000).all()
    assert border.ledger.money[MoneyFlow.EXPORT_REVENUE] == pytest.approx(sold * 22, rel=1e-6)
    check(border, before)


def test_demand_abroad_is_finite_and_others_serve_it_too(border: World) -> None:
    ShopExport(demand=365.25, growth=0.0)(border)
    whole = int(border.ledger.mass[MassFlow.SOLD_ABROAD, 1])
    assert whole == pytest.approx(0.42 * 1e6, rel=0.05)
    border.ledger.clear()
    stocked(border).market.foreign_stock[:] = 0.5
    ShopExport(demand=365.25, growth=0.0)(border)
    assert border.ledger.mass[MassFlow.SOLD_ABROAD, 1] == pytest.approx(0.5 * whole, rel=0.05)


def test_customers_at_home_come_first(border: World) -> None:
    border.shops.demand[: border.shops.size, 4, 1] = 90_000 / 6.0
    ShopExport(demand=1e5, kept=6.0)(border)
    assert border.shops.stock[: border.shops.size, 4, 1].min() == 90_000


def test_nothing_goes_where_less_is_paid_or_the_border_is_closed(border: World) -> None:
    ShopExport(demand=1e5, premium=-0.1)(border)
    border.levers.border_openness = 0.0
    ShopExport(demand=1e5)(border)
    assert border.ledger.mass[MassFlow.SOLD_ABROAD].sum() == 0


def test_the_compiled_rule_is_the_written_rule(world_of: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, written = stocked(world_of()), stocked(world_of())
    ShopExport(demand=1e3)(compiled)
    for kernel in ("_sell", "_spare"):
        monkeypatch.setattr(shop_export, kernel, getattr(shop_export, kernel).py_func)
    ShopExport(demand=1e3)(written)
    assert compiled.ledger.mass[MassFlow.SOLD_ABROAD].sum() > 0
    np.testing.assert_array_equal(compiled.shops.used("stock"), written.shops.used("stock"))
    np.testing.assert_array_equal(compiled.shops.used("money"), written.shops.used("money"))
