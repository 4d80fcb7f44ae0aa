"""Channels: found in proportion to visibility, blocked after a delay."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.police import channel_blocking
from marketsim.rules.police.channel_blocking import ChannelBlocking
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import ChannelKind, ChannelStatus, Unit
from marketsim.world.world import World

KINDS = len(ChannelKind)


@pytest.fixture
def net(world: World, uids: Callable[[int, int], np.ndarray]) -> World:
    """3,000 channels of each of two kinds, with three followers each."""
    channels = world.channels
    rows = channels.append(6_000)
    channels.uid[rows] = uids(6_000, 55)
    channels.shop[rows] = 0
    channels.kind[rows] = np.repeat([ChannelKind.MESSENGER_SHOP, ChannelKind.SITE], 3_000)
    channels.followers[rows] = 3.0
    channels.status[: rows.start] = ChannelStatus.ABANDONED
    channels.status[rows] = ChannelStatus.LIVE
    world.officers.used("corrupt")[:] = False
    return world


def found(world: World) -> np.ndarray:
    channels = world.channels
    return np.bincount(channels.used("kind")[channels.used("status") == ChannelStatus.FOUND], minlength=KINDS)


def test_finds_add_up_to_what_officers_manage(net: World) -> None:
    officers = np.count_nonzero(net.officers.used("unit") == Unit.CYBER)
    wanted = 300.0  # channels of this run a day
    net.levers.capacity[Unit.CYBER] = wanted * net.shop_weight / officers
    rule = ChannelBlocking(finds=1.0, growth=1.0, half=0.0)
    rule(net)
    shares = np.array(rule.by_kind[:2]) / sum(rule.by_kind[:2])
    expected = 3_000 * -np.expm1(-wanted * shares / 3_000)
    assert np.all(np.abs(found(net)[:2] - expected) < 5.0 * np.sqrt(expected))


def test_monitoring_reads_the_web_and_not_messengers(net: World) -> None:
    net.levers.capacity[Unit.CYBER] = 0.0
    net.levers.automatic_monitoring = 300.0 * net.shop_weight
    ChannelBlocking(half=0.0)(net)
    assert found(net)[ChannelKind.MESSENGER_SHOP] == 0
    assert found(net)[ChannelKind.SITE] == pytest.approx(-3_000 * np.expm1(-0.1), abs=5 * 17)


def test_monitoring_at_half_its_effort_finds_half(net: World) -> None:
    net.levers.capacity[Unit.CYBER] = 0.0
    net.levers.automatic_monitoring = 300.0 * net.shop_weight
    net.levers.monitoring_effort = 0.5
    ChannelBlocking(half=0.0)(net)
    assert found(net)[ChannelKind.SITE] == pytest.approx(-3_000 * np.expm1(-0.05), abs=5 * 12)


def test_the_block_comes_after_the_delay_and_later_on_messengers(net: World) -> None:
    net.levers.block_delay = 5.0
    net.levers.platform_cooperation = 0.0
    net.levers.capacity[Unit.CYBER] = 100.0
    net.levers.automatic_monitoring = 600.0 * net.shop_weight
    ChannelBlocking(finds=10.0, slow_days=10.0, half=0.0)(net)
    there = found(net)[:2].copy()
    assert there.min() > 0
    net.levers.capacity[Unit.CYBER] = net.levers.automatic_monitoring = 0.0
    gone = []
    for _ in range(16):
        net.today.day += 1
        ChannelBlocking(slow_days=10.0)(net)
        gone.append(
            net.tally.counts[Count.BLOCKED_MESSENGER_SHOP : Count.BLOCKED_SITE + 1].sum(axis=1) / net.shop_weight
        )
    assert gone[3].sum() == 0
    assert gone[5][ChannelKind.SITE] == there[ChannelKind.SITE]
    assert gone[13][ChannelKind.MESSENGER_SHOP] == 0
    assert gone[15][ChannelKind.MESSENGER_SHOP] == there[ChannelKind.MESSENGER_SHOP]


def test_the_platform_finds_messengers_alone_and_they_are_gone_at_once(net: World) -> None:
    net.levers.capacity[Unit.CYBER] = 0.0
    net.levers.platform_finds = 300.0 * net.shop_weight
    ChannelBlocking(half=0.0)(net)
    gone = net.tally.counts[Count.BLOCKED_MESSENGER_SHOP : Count.BLOCKED_SITE + 1].sum(axis=1) / net.shop_weight
    assert gone[ChannelKind.MESSENGER_SHOP] == pytest.approx(-3_000 * np.expm1(-0.1), abs=5 * 17)
    assert gone[ChannelKind.SITE] == 0
    assert found(net).sum() == 0
    assert net.market.channel_loss[ChannelKind.MESSENGER_SHOP] > 0.0
    assert net.market.channel_loss[ChannelKind.SITE] == 0.0


def test_a_warned_shop_pays_and_moves_before_the_block(net: World, within_five_sigma: Callable[..., bool]) -> None:
    officers, channels, k = net.officers, net.channels, net.shop_weight
    cyber = np.flatnonzero(officers.used("unit") == Unit.CYBER)
    officers.corrupt[cyber[::2]] = True
    net.shops.money[0] = 10**12
    before = count_stocks(net)
    channels.used("status")[-6_000:] = ChannelStatus.FOUND
    channels.used("blocks_on")[-6_000:] = net.today.day
    uids = channels.used("uid")[-6_000:].copy()
    net.levers.capacity[Unit.CYBER] = 0.0
    ChannelBlocking(tip=1_000.0)(net)
    check(net, before)
    moved = int(net.tally.counts[Count.CHANNELS_TIPPED_OFF].sum()) // k
    assert within_five_sigma(moved, 6_000, 0.5)
    assert net.ledger.money[MoneyFlow.BRIBES] == 1_000 * moved * k
    assert net.shops.used("losses").sum() == 1_000 * moved
    live = channels.used("status")[-6_000:] == ChannelStatus.LIVE
    assert np.array_equal(live, channels.used("uid")[-6_000:] != uids)
    assert live.sum() == moved
    assert (channels.used("status")[-6_000:] == ChannelStatus.BLOCKED).sum() == 6_000 - moved


def test_who_cannot_pay_gets_no_warning(net: World) -> None:
    net.officers.used("corrupt")[:] = True
    net.shops.money[0] = 0
    net.channels.used("status")[-6_000:] = ChannelStatus.FOUND
    ChannelBlocking()(net)
    assert net.tally.counts[Count.CHANNELS_TIPPED_OFF].sum() == 0


def test_few_channels_are_harder_to_find(net: World) -> None:
    net.levers.capacity[Unit.CYBER] = 20.0
    rule = ChannelBlocking(finds=5.0, growth=1.0, half=200.0 * net.shop_weight)
    rule(net)
    among_many = found(net).sum()
    net.channels.status[net.channels.size - 6_000 : net.channels.size] = ChannelStatus.ABANDONED
    net.channels.status[net.channels.size - 200 : net.channels.size] = ChannelStatus.LIVE
    rule(net)
    assert found(net).sum() < 0.8 * among_many


def test_the_compiled_rule_is_the_written_rule(net: World, monkeypatch: pytest.MonkeyPatch) -> None:
    net.channels.size = 2_000
    net.levers.capacity[Unit.CYBER] = 10.0
    status = net.channels.status.copy()
    ChannelBlocking(finds=10.0)(net)
    compiled = net.channels.status.copy()
    net.channels.status[:] = status
    for name in ("_visibility", "_decide", "_find"):
        monkeypatch.setattr(channel_blocking, name, getattr(channel_blocking, name).py_func)
    ChannelBlocking(finds=10.0)(net)
    assert (compiled == ChannelStatus.FOUND).sum() > 10
    assert np.array_equal(net.channels.status, compiled)
