"""Cyber officers and automatic monitoring find channels; some days later they are blocked."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.capacity import capacity, corrupt_share
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import Agency, ChannelKind, ChannelStatus, Unit
from marketsim.world.world import World

BLOCKING = decision("channel.blocking")


@kernel
def _on_messenger(kind):
    return kind == ChannelKind.MESSENGER_SHOP or kind == ChannelKind.CHAT


@kernel
def _visibility(kind, status, followers, size, by_kind, by_monitoring, live):
    """Count live channels by kind into `live`; return their visibility to officers, monitoring and the platform."""
    seen = 0.0
    monitored = 0.0
    on_platform = 0.0
    for row in range(size):
        if status[row] == ChannelStatus.LIVE:
            root = np.sqrt(followers[row] + 1.0)
            live[kind[row]] += 1
            seen += by_kind[kind[row]] * root
            monitored += by_monitoring[kind[row]] * root
            on_platform += root * _on_messenger(kind[row])
    return seen, monitored, on_platform


@kernel
def _decide(
    seed, day, corrupt, tip, weight, uid, shop, kind, status, born_on, blocks_on, size, shop_region, shop_money,
    shop_losses, counts, money, blocked,
):  # fmt: skip
    """Block the found channels whose day has come, unless a tip lets the shop move with all its followers before."""
    for row in range(size):
        if status[row] != ChannelStatus.FOUND or blocks_on[row] > day:
            continue
        s = shop[row]
        region = shop_region[s] if s >= 0 else 0
        warned, _, _, _ = draw(seed, uid[row], day, BLOCKING, 1)
        if s >= 0 and unit(warned) < corrupt and shop_money[s] >= tip:
            shop_money[s] -= tip
            shop_losses[s] += tip
            money[MoneyFlow.BRIBES] += weight * tip
            uid[row] = child_uid(uid[row], day, BLOCKING, 2)
            status[row] = ChannelStatus.LIVE
            born_on[row] = day
            counts[Count.CHANNELS_TIPPED_OFF, region] += weight
            counts[Count.CHANNELS_OPENED, region] += weight
            continue
        status[row] = ChannelStatus.BLOCKED
        blocked[kind[row]] += 1
        counts[Count.BLOCKED_MESSENGER_SHOP + kind[row], region] += weight


@kernel
def _find(
    seed, day, per_visibility, per_monitoring, per_platform, delay, slow_delay, cooperation, weight, by_kind,
    by_monitoring, uid, shop, kind, status, followers, blocks_on, size, shop_region, counts, blocked,
):  # fmt: skip
    """Find live channels; those that the platform finds are gone at once."""
    for row in range(size):
        if status[row] != ChannelStatus.LIVE:
            continue
        region = shop_region[shop[row]] if shop[row] >= 0 else 0
        on_messenger = _on_messenger(kind[row])
        rate = per_visibility * by_kind[kind[row]] + per_monitoring * by_monitoring[kind[row]]
        by_platform = per_platform * on_messenger
        found, helped, early, finder = draw(seed, uid[row], day, BLOCKING, 0)
        if not happens(found, (rate + by_platform) * np.sqrt(followers[row] + 1.0)):
            continue
        counts[Count.CHANNELS_FOUND, region] += weight
        if unit(finder) * (rate + by_platform) < by_platform:
            status[row] = ChannelStatus.BLOCKED
            blocked[kind[row]] += 1
            counts[Count.BLOCKED_MESSENGER_SHOP + kind[row], region] += weight
        else:
            days = slow_delay if on_messenger and unit(helped) >= cooperation else delay
            status[row] = ChannelStatus.FOUND
            blocks_on[row] = day + int(days + unit(early))


@kernel
def _remember(memory, blocked, live, channel_loss):
    """Move what shops know of each kind of channel towards today's blocks a year."""
    for kind in range(live.size):
        news = DAYS_PER_YEAR * blocked[kind] / max(live[kind], 1)
        channel_loss[kind] += (news - channel_loss[kind]) / memory


class ChannelBlocking(Rule):
    """The police find live channels and have them blocked; the platform may find some by itself.

    Who     live channels; found ones whose day has come
    When    after the arrests
    Chance  found: 1 - exp(-hazard); hazards are in proportion to visibility (kind times the root of followers + 1) and
            add up to the finds that officers, monitoring and the platform manage in a day: capacity * n / (n + half)
            of n live ones. A found channel whose shop a corrupt officer warns, for money, moves before the block
    Reads   channels; officers.corrupt; levers.capacity, automatic_monitoring, monitoring_effort, platform_finds,
            block_delay, platform_cooperation, corruption
    Writes  channels.status, blocks_on, uid, born_on (of those that move); shops.money, losses;
            market.channel_loss
    Source  type II response (Holling 1959); block-2018, block-2021, block-2022, block-2023, blockshop-2023
    """

    finds: float = param(
        0.0095, unit="channels / (officer * day)", low=0, high=10, grade=Grade.CALIBRATED, source="block-2018"
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

    tip: float = param(
        100_000.0, unit="KZT", low=0, high=1e8, grade=Grade.ASSUMED, source="a third of the bribe for a courier"
    )
    """What a corrupt officer takes for a warning; a shop that cannot pay gets none."""
    memory: float = param(
        90.0, unit="days", low=7, high=3_650, grade=Grade.ASSUMED, source="shops compare notes over some months"
    )
    """Time constant of what shops know about how long each kind of channel lives."""

    def __call__(self, world: World) -> None:
        """Block and find channels."""
        channels, levers, k = world.channels, world.levers, world.shop_weight
        by_kind, by_monitoring = np.array(self.by_kind), np.array(self.by_monitoring)
        live, blocked = np.zeros(len(ChannelKind), np.int64), np.zeros(len(ChannelKind), np.int64)
        seen, monitored, on_platform = _visibility(
            channels.kind, channels.status, channels.followers, channels.size, by_kind, by_monitoring, live
        )
        everything = k * sum(live.tolist())
        reach = everything / (everything + self.half) / k if everything else 0.0
        _decide(
            world.seed, world.today.day, corrupt_share(world, Unit.CYBER, Agency.POLICE), round(self.tip), k,
            channels.uid, channels.shop, channels.kind, channels.status, channels.born_on, channels.blocks_on,
            channels.size, world.shops.region, world.shops.money, world.shops.losses, world.tally.counts,
            world.ledger.money, blocked,
        )  # fmt: skip
        officers = capacity(world, Unit.CYBER, self.growth)
        _find(
            world.seed, world.today.day, reach * officers * self.finds / max(seen, 1e-9),
            reach * float(levers.automatic_monitoring) * float(levers.monitoring_effort) / max(monitored, 1e-9),
            reach * float(levers.platform_finds) / max(on_platform, 1e-9), float(levers.block_delay),
            float(levers.block_delay) + self.slow_days, float(levers.platform_cooperation), k, by_kind, by_monitoring,
            channels.uid, channels.shop, channels.kind, channels.status, channels.followers, channels.blocks_on,
            channels.size, world.shops.region, world.tally.counts, blocked,
        )  # fmt: skip
        _remember(self.memory, blocked, live, world.market.channel_loss)
