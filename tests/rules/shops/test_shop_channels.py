"""Channels and accounts: kept up, lost, and found again by some."""

import numpy as np
import pytest

from marketsim.rules.shops.shop_accounts import ShopAccounts
from marketsim.rules.shops.shop_channels import ShopChannels
from marketsim.world.audit import check, count_stocks
from marketsim.world.newcomers import add_shop
from marketsim.world.states import AccountStatus, ChannelKind, ChannelStatus, Role, ShopStatus
from marketsim.world.world import World


@pytest.fixture
def many(world: World) -> World:
    """A world with some hundred shops of one size, all of whose channels are up."""
    for i in range(200):
        add_shop(world, 500 + i, 0, i % 20, 10_000_000)
    world.shops.used("demand")[:] = 0.0
    world.shops.used("demand")[:, 0, 0] = 20 * world.mean_pack_mg[0]
    days(world, 80)
    return world


def days(world: World, count: int, **words: float) -> None:
    for _ in range(count):
        world.today.day += 1
        ShopChannels(**words)(world)


def live(world: World, kind: ChannelKind) -> np.ndarray:
    channels = world.channels
    here = (channels.used("kind") == kind) & (channels.used("status") <= ChannelStatus.FOUND)
    return np.bincount(channels.used("shop")[here], minlength=world.shops.size)


def block(world: World, *kinds: ChannelKind) -> None:
    channels = world.channels
    channels.used("status")[np.isin(channels.used("kind"), kinds)] = ChannelStatus.BLOCKED


def test_every_shop_ends_up_with_what_it_wants(many: World) -> None:
    rule = ShopChannels()
    assert (live(many, ChannelKind.MESSENGER_SHOP) == 1).all()
    assert (live(many, ChannelKind.SITE) == rule.sites).all()
    assert (live(many, ChannelKind.ADVERT) == rule.adverts).all()
    assert many.market.channels_share == pytest.approx(1.0)


def test_a_blocked_main_channel_comes_back_after_the_stated_delay(many: World) -> None:
    block(many, ChannelKind.MESSENGER_SHOP)
    gone = []
    for _ in range(30):
        days(many, 1, delay=3.0)
        gone.append((live(many, ChannelKind.MESSENGER_SHOP) == 0).sum())
    n = many.shops.size
    expected = n * sum(np.exp(-max(0, day - 1) / 3.0) for day in range(1, 30))
    assert sum(gone) == pytest.approx(expected, rel=0.2)
    assert (many.shops.used("incarnation") == 1).all()


def test_a_mirror_keeps_more_customers(many: World) -> None:
    block(many, ChannelKind.MESSENGER_SHOP)
    days(many, 30, kept=0.5, kept_with_mirror=0.9)
    assert (many.shops.used("retention") == 0.9).all()
    block(many, ChannelKind.MESSENGER_SHOP, ChannelKind.MIRROR)
    days(many, 1, kept=0.5, kept_with_mirror=0.9, delay=0.0, mirrors=0)
    days(many, 1, kept=0.5, kept_with_mirror=0.9, delay=0.0, mirrors=0)
    assert (many.shops.used("retention") == 0.5).all()


def test_a_shop_without_any_channel_is_rebuilding_until_one_is_back(many: World) -> None:
    block(many, *ChannelKind)
    days(many, 1, delay=20.0, speed=0.0)
    assert (many.shops.used("status") == ShopStatus.REBUILDING).mean() > 0.9
    days(many, 100, delay=1.0)
    assert (many.shops.used("status") == ShopStatus.OPEN).all()


def test_the_end_of_the_marketplace_ends_its_listings_and_costs_customers(many: World) -> None:
    listed = many.shops.used("on_marketplace").copy()
    assert abs(listed.mean() - ShopChannels().marketplace_share) < 5 * np.sqrt(0.25 / listed.size)
    before = many.shops.used("incarnation").copy()
    many.levers.marketplace_open = False
    days(many, 1)
    assert not many.shops.used("on_marketplace").any()
    assert live(many, ChannelKind.LISTING).sum() == 0
    assert ((many.shops.used("incarnation") > before) == listed).all()


def test_large_shops_are_drawn_to_the_marketplace_and_small_ones_are_not(many: World) -> None:
    shops = many.shops
    shops.used("on_marketplace")[:] = False
    block(many, ChannelKind.LISTING)
    large = np.arange(shops.size) % 2 == 0
    shops.used("demand")[large] *= 19.0
    days(many, 80)
    listed = shops.used("on_marketplace")
    share = ShopChannels().marketplace_share
    assert abs(listed[large].mean() - share * 2.0 * 19.0 / 29.0) < 5 * np.sqrt(0.25 / large.sum())
    assert abs(listed[~large].mean() - share * 2.0 * 1.0 / 11.0) < 5 * np.sqrt(0.1 / large.sum())


def test_opening_channels_and_accounts_balances_the_books(world: World) -> None:
    world.ledger.clear()
    before = count_stocks(world)
    days(world, 20)
    ShopAccounts(keep=5, speed=1.0)(world)
    check(world, before)


def test_a_shop_whose_accounts_are_frozen_cannot_be_paid_until_it_has_another(many: World) -> None:
    many.accounts.used("status")[:] = AccountStatus.FROZEN
    ShopAccounts(speed=0.0)(many)
    assert not many.shops.used("can_pay").any()
    n = many.shops.size
    ShopAccounts(speed=0.3)(many)
    opened = (many.accounts.used("status") == AccountStatus.OPEN).sum()
    assert abs(opened - 0.3 * n) < 5 * np.sqrt(n * 0.21)
    ShopAccounts(speed=0.0)(many)
    assert many.shops.used("can_pay").sum() == opened


def test_shops_keep_more_of_what_lives_longer_than_messengers(many: World) -> None:
    rule = ShopChannels()
    many.market.channel_loss[ChannelKind.MESSENGER_SHOP] = 20.0
    many.market.channel_loss[ChannelKind.MIRROR] = 5.0
    days(many, 80, moving=0.1)
    n = many.shops.size
    assert (live(many, ChannelKind.MIRROR) == rule.mirrors).all()
    more = live(many, ChannelKind.SITE) - rule.sites
    assert set(more.tolist()) == {2}
    many.market.channel_loss[ChannelKind.SITE] = 12.0
    days(many, 80, moving=0.1)
    more = live(many, ChannelKind.MIRROR) - rule.mirrors
    assert set(more.tolist()) == {1, 2}
    assert abs(more.sum() - 1.5 * n) < 5 * np.sqrt(n * 0.25)


def test_without_an_administrator_a_main_channel_comes_back_more_slowly(many: World) -> None:
    block(many, ChannelKind.MESSENGER_SHOP)
    many.shops.at_work[:, Role.ADMINISTRATOR] = 0
    gone = []
    for _ in range(60):
        days(many, 1, delay=3.0, alone=0.5)
        gone.append((live(many, ChannelKind.MESSENGER_SHOP) == 0).sum())
    n = many.shops.size
    expected = n * sum(np.exp(-max(0, day - 1) / 6.0) for day in range(1, 60))
    assert sum(gone) == pytest.approx(expected, rel=0.2)


@pytest.mark.parametrize(("administrators", "chance"), [(1, 0.4), (0, 0.2)])
def test_without_an_administrator_side_channels_come_back_more_slowly(
    many: World, administrators: int, chance: float
) -> None:
    block(many, ChannelKind.CHAT)
    many.shops.at_work[:, Role.ADMINISTRATOR] = administrators
    days(many, 1, speed=0.4, alone=0.5)
    n = many.shops.size
    back = (live(many, ChannelKind.CHAT) == 1).sum()
    assert abs(back - chance * n) < 5 * np.sqrt(n * chance * (1 - chance))
