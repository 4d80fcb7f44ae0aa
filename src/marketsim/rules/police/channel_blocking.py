"""Cyber officers and automatic monitoring find channels; some days later they are blocked."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import capacity
from marketsim.world.counts import Count
from marketsim.world.states import ChannelKind, ChannelStatus, Unit
from marketsim.world.world import World

BLOCKING = decision("channel.blocking")


@kernel
def _visibility(kind, status, followers, size, by_kind, by_monitoring):
    """Return how many channels are live, and their visibility to officers and to monitoring in all."""
    live = 0
    seen = 0.0
    monitored = 0.0
    for row in range(size):
        if status[row] == ChannelStatus.LIVE:
            root = np.sqrt(followers[row] + 1.0)
            live += 1
            seen += by_kind[kind[row]] * root
            monitored += by_monitoring[kind[row]] * root
    return live, seen, monitored


@kernel
def _find(
    seed, day, per_visibility, per_monitoring, delay, slow_delay, cooperation, weight, by_kind, by_monitoring, uid,
    shop, kind, status, followers, blocks_on, size, shop_region, counts,
):  # fmt: skip
    """Let found channels go whose day has come, then find others."""
    for row in range(size):
        region = shop_region[shop[row]] if shop[row] >= 0 else 0
        if status[row] == ChannelStatus.FOUND and blocks_on[row] <= day:
            status[row] = ChannelStatus.BLOCKED
            counts[Count.BLOCKED_MESSENGER_SHOP + kind[row], region] += weight
        if status[row] != ChannelStatus.LIVE:
            continue
        rate = per_visibility * by_kind[kind[row]] + per_monitoring * by_monitoring[kind[row]]
        found, helped, early, _ = draw(seed, uid[row], day, BLOCKING, 0)
        if happens(found, rate * np.sqrt(followers[row] + 1.0)):
            on_messenger = kind[row] == ChannelKind.MESSENGER_SHOP or kind[row] == ChannelKind.CHAT
            days = slow_delay if on_messenger and unit(helped) >= cooperation else delay
            status[row] = ChannelStatus.FOUND
            blocks_on[row] = day + int(days + unit(early))
            counts[Count.CHANNELS_FOUND, region] += weight


class ChannelBlocking(Rule):
    """The police find live channels and have them blocked.

    Who     live channels; found ones whose day has come
    When    after the arrests
    Chance  found: 1 - exp(-hazard); hazards are in proportion to visibility (kind times the root of followers + 1) and
            add up to the finds that officers and monitoring manage in a day: capacity * n / (n + half) of n live ones
    Reads   channels; levers.capacity, automatic_monitoring, block_delay, platform_cooperation
    Writes  channels.status, blocks_on
    Source  type II response (Holling 1959); block-2018, block-2021, block-2022, block-2023, blockshop-2023
    """

    finds: float = param(
        0.009, unit="channels / (officer * day)", low=0, high=10, grade=Grade.CALIBRATED, source="block-2018"
    )
    """Level: channels that an officer finds in a day in 2017 when there are very many."""
    growth: float = param(
        22.0, unit="factor", low=0.1, high=200, grade=Grade.CALIBRATED, source="block-2021, block-2022"
    )
    """Growth: finds in the long run relative to 2017."""
    half: float = param(
        200.0, unit="channels", low=0, high=100_000, grade=Grade.ASSUMED, source="half of the channels of 2017"
    )
    """Live channels, whole market, at which finders manage half of what they could."""
    by_kind: tuple[float, ...] = param(
        (5.0, 1.0, 0.5, 0.25, 0.3, 0.3),
        unit="factor",
        low=0,
        high=100,
        grade=Grade.CALIBRATED,
        source="blockshop-2023, blocksite-2023: officers read messengers first",
    )
    """Visibility to officers of each kind: messenger shop, site, mirror, advert, chat, listing."""
    by_monitoring: tuple[float, ...] = param(
        (0.0, 1.0, 0.5, 0.25, 0.0, 0.2),
        unit="factor",
        low=0,
        high=100,
        grade=Grade.ASSUMED,
        source="monitoring of March 2023 reads web pages; messengers are closed to it",
    )
    """Visibility to automatic monitoring of each kind."""
    slow_days: float = param(
        20.0,
        unit="days",
        low=0,
        high=1_000,
        grade=Grade.ASSUMED,
        source="blockratio-2017: a third of the identified were not blocked within a quarter",
    )
    """Days that a block of a messenger shop or chat takes longer when the platform does not carry it out itself."""

    def __call__(self, world: World) -> None:
        """Block and find channels."""
        channels, levers, k = world.channels, world.levers, world.shop_weight
        by_kind, by_monitoring = np.array(self.by_kind), np.array(self.by_monitoring)
        live, seen, monitored = _visibility(
            channels.kind, channels.status, channels.followers, channels.size, by_kind, by_monitoring
        )
        reach = k * live / (k * live + self.half) / k if live else 0.0
        officers = capacity(world, Unit.CYBER, self.growth)
        _find(
            world.seed, world.today.day, reach * officers * self.finds / max(seen, 1e-9),
            reach * float(levers.automatic_monitoring) / max(monitored, 1e-9), float(levers.block_delay),
            float(levers.block_delay) + self.slow_days, float(levers.platform_cooperation), k, by_kind, by_monitoring,
            channels.uid, channels.shop, channels.kind, channels.status, channels.followers, channels.blocks_on,
            channels.size, world.shops.region, world.tally.counts,
        )  # fmt: skip
