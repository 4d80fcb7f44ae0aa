"""Shops turn to unlisted formulas, and only those that can."""

import numpy as np
import pytest

from marketsim.rules.listing import substance_switching
from marketsim.rules.listing.substance_switching import SubstanceSwitching
from marketsim.world.newcomers import add_shop
from marketsim.world.states import ShopStatus
from marketsim.world.world import World

SHOPS = 400


@pytest.fixture
def street(world: World) -> World:
    """A world of many shops that sell product 1, of which an unlisted formula is about."""
    for i in range(SHOPS):
        row = add_shop(world, 5, i, 0, 0)
        world.shops.sells[row, 1] = True
    world.shops.status[: world.shops.size - SHOPS] = ShopStatus.CLOSED
    world.market.formula_appeared_on[:] = (-1, world.today.day, -1)
    return world


def test_shops_switch_with_the_stated_chance(street: World) -> None:
    SubstanceSwitching(hazard=0.3)(street)
    chance = -np.expm1(-0.3)
    switched = street.shops.used("unlisted")[:, 1].sum()
    assert abs(switched - SHOPS * chance) < 5 * np.sqrt(SHOPS * chance * (1 - chance))


def test_only_open_shops_that_sell_the_product_switch(street: World) -> None:
    shops = street.shops
    shops.sells[shops.size - 1, 1] = False
    shops.status[shops.size - 2] = ShopStatus.REBUILDING
    for _ in range(10):
        street.today.day += 1
        SubstanceSwitching(hazard=1.0)(street)
    assert shops.used("unlisted")[-SHOPS:-2, 1].all()
    assert not shops.used("unlisted")[-2:, 1].any()
    assert not shops.used("unlisted")[:, [0, 2]].any()


def test_a_stranger_more_does_not_change_my_luck(street: World) -> None:
    shops = street.shops
    SubstanceSwitching(hazard=0.3)(street)
    before = shops.used("unlisted")[:, 1].copy()
    shops.unlisted[:] = False
    row = add_shop(street, 6, 0, 0, 0)
    shops.sells[row, 1] = True
    SubstanceSwitching(hazard=0.3)(street)
    np.testing.assert_array_equal(shops.used("unlisted")[:-1, 1], before)


def test_the_compiled_rule_is_the_written_rule(street: World, monkeypatch: pytest.MonkeyPatch) -> None:
    SubstanceSwitching(hazard=0.3)(street)
    compiled = street.shops.used("unlisted").copy()
    street.shops.unlisted[:] = False
    monkeypatch.setattr(substance_switching, "_switch", substance_switching._switch.py_func)
    SubstanceSwitching(hazard=0.3)(street)
    np.testing.assert_array_equal(street.shops.used("unlisted"), compiled)
