"""Searching: the chance to find, the choice among what is found, the slot that is given up."""

import numpy as np
import pytest

from marketsim.rules.buyers.buyer_search import BuyerSearch
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.world import World

SEEKERS = 2_500


@pytest.fixture
def seekers(world: World) -> World:
    """A world in which the first buyers search in region 0 for product 0, which shops 0 and 1 sell."""
    buyers, shops = world.buyers, world.shops
    buyers.state[: buyers.size] = BuyerState.ABSTINENT
    buyers.state[:SEEKERS] = BuyerState.OCCASIONAL
    buyers.region[:SEEKERS] = 0
    buyers.product[:SEEKERS] = 0
    buyers.searching[:SEEKERS] = True
    buyers.online[:SEEKERS] = True
    buyers.known_shop[:SEEKERS] = -1
    shops.serves[:] = False
    shops.serves[:2, 0] = True
    shops.sells[:2, 0] = True
    shops.can_pay[:] = True
    shops.reputation[:] = 0.0
    shops.price[:] = world.market.usual_price
    return world


@pytest.mark.parametrize("channels", [1.0, 0.25])
def test_share_that_finds_is_the_chance_times_live_channels(seekers: World, channels: float) -> None:
    seekers.market.channels_share[:] = channels
    BuyerSearch(chance=0.4, curiosity=0.0)(seekers)
    found = seekers.tally.counts[Count.SEARCHES_FOUND].sum() / seekers.weight
    chance = 0.4 * channels
    assert abs(found - chance * SEEKERS) < 5 * np.sqrt(SEEKERS * chance * (1 - chance))
    assert (~seekers.buyers.searching[:SEEKERS]).sum() == found


def test_the_better_reputed_shop_is_found_in_proportion(seekers: World) -> None:
    seekers.market.channels_share[:] = 1.0
    seekers.shops.reputation[0] = np.log(3.0)
    BuyerSearch(chance=1.0, curiosity=0.0)(seekers)
    known = seekers.buyers.known_shop[:SEEKERS, 0]
    assert (known >= 0).all()
    assert abs((known == 0).sum() - 0.75 * SEEKERS) < 5 * np.sqrt(SEEKERS * 0.75 * 0.25)


def test_without_channels_nobody_finds_anything(seekers: World) -> None:
    seekers.market.channels_share[:] = 0.0
    BuyerSearch()(seekers)
    assert (seekers.buyers.known_shop[:SEEKERS] == -1).all()


def test_a_full_memory_gives_up_the_least_trusted_shop_and_never_holds_one_twice(seekers: World) -> None:
    seekers.market.channels_share[:] = 1.0
    seekers.buyers.known_shop[:SEEKERS] = (0, -1, -1, -1)
    seekers.buyers.trust[:SEEKERS] = (1.0, 0.0, 0.0, 0.0)
    for _ in range(3):
        seekers.buyers.searching[:SEEKERS] = True
        BuyerSearch(chance=1.0)(seekers)
    known = np.sort(seekers.buyers.known_shop[:SEEKERS], axis=1)
    assert (known == (-1, -1, 0, 1)).all()


def test_where_nobody_gets_a_product_those_who_look_take_up_what_is_served(seekers: World) -> None:
    seekers.shops.serves[2, 0] = seekers.shops.sells[2, 1] = True
    seekers.market.wished[0, 0] = seekers.market.unserved[0, 0] = 1e6
    BuyerSearch(chance=0.0, curiosity=0.0, substitution=0.2)(seekers)
    changed = (seekers.buyers.product[:SEEKERS] != 0).sum()
    assert abs(changed - 0.2 * SEEKERS) < 5 * np.sqrt(SEEKERS * 0.2 * 0.8)


@pytest.mark.parametrize(("lacking", "substitution"), [(0.0, 1.0), (1.0, 0.0)])
def test_nobody_changes_where_nothing_is_lacking_or_without_the_mechanism(
    seekers: World, lacking: float, substitution: float
) -> None:
    seekers.shops.serves[2, 0] = seekers.shops.sells[2, 1] = True
    seekers.market.wished[0, 0], seekers.market.unserved[0, 0] = 1e6, lacking * 1e6
    BuyerSearch(chance=0.0, curiosity=0.0, substitution=substitution)(seekers)
    assert (seekers.buyers.product[:SEEKERS] == 0).all()
