"""Losing parcels: at the stated hazard, and for certain in the end."""

import numpy as np
import pytest

from marketsim.rules.buyers.drop_loss import DropLoss
from marketsim.world.audit import check, count_stocks
from marketsim.world.states import DropStatus
from marketsim.world.world import World


def hide(world: World, parcels: int, age: int) -> None:
    rows = world.drops.append(parcels)
    world.drops.uid[rows] = np.arange(1, parcels + 1, dtype=np.uint64)
    world.drops.mg[rows] = 500
    world.drops.placed_on[rows] = world.today.day - age
    world.drops.status[rows] = DropStatus.AVAILABLE


def test_share_lost_is_the_stated_chance_and_the_books_balance(world: World) -> None:
    hide(world, 5_000, age=3)
    before = count_stocks(world)
    DropLoss(hazard=0.1)(world)
    check(world, before)
    lost = (world.drops.used("status") == DropStatus.STOLEN).sum()
    chance = -np.expm1(-0.1)
    assert abs(lost - 5_000 * chance) < 5 * np.sqrt(5_000 * chance * (1 - chance))


def test_old_parcels_are_given_up(world: World) -> None:
    hide(world, 100, age=22)
    DropLoss(hazard=0.0, longest=21)(world)
    assert (world.drops.used("status") == DropStatus.MISSING).all()


def test_reserved_parcels_wait_for_their_buyer(world: World) -> None:
    hide(world, 100, age=90)
    world.drops.status[:100] = DropStatus.RESERVED
    DropLoss(hazard=1.0)(world)
    assert (world.drops.used("status") == DropStatus.RESERVED).all()


def test_parcels_that_strangers_found_are_a_loss_of_their_shop_at_wholesale_value(world: World) -> None:
    hide(world, 400, age=3)
    world.drops.shop[:400], world.drops.product[:400] = np.repeat([0, 1, -1, 0], 100), 1
    world.drops.status[300:400] = DropStatus.RESERVED
    DropLoss(hazard=0.5)(world)
    stolen = world.drops.used("status") == DropStatus.STOLEN
    gram = float(world.market.wholesale_price[1])
    for shop in (0, 1):
        lost = int((stolen & (world.drops.used("shop") == shop)).sum())
        assert lost > 10
        assert world.shops.losses[shop] == pytest.approx(lost * world.lot * 0.5 * gram)
    assert not world.shops.losses[2:].any()
