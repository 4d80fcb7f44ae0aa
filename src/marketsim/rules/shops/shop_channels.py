"""Shops keep their channels up: the main one, mirrors, sites, adverts, chats."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, unit, whole
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import ChannelKind, ChannelStatus, ShopStatus
from marketsim.world.world import World

CHANNELS = decision("shop.channels")
KINDS = len(ChannelKind)


@kernel
def _keep_up(
    seed, day, uid, status, region, serves, demand, money, on_marketplace, incarnation, retention, reopens_on, size,
    channel_uid, channel_shop, channel_kind, channel_status, followers, born_on, channels, wanted, marketplace_open,
    marketplace_share, speed, delay, kept, kept_with_mirror, cost, orders_per_customer, mean_pack, weight, counts,
    money_flow, channels_share,
):  # fmt: skip
    """Open what is lacking at the end of the table of channels and return its new size."""
    live = np.zeros((max(size, 1), KINDS), np.int32)
    reach = np.zeros(size)
    for c in range(channels):
        s = channel_shop[c]
        if s < 0 or channel_status[c] > ChannelStatus.FOUND:
            continue
        if channel_kind[c] == ChannelKind.LISTING and not marketplace_open:
            channel_status[c] = ChannelStatus.ABANDONED
            on_marketplace[s] = False
            incarnation[s] += 1
            retention[s] = kept
            continue
        live[s, channel_kind[c]] += 1
    for s in range(size):
        for p in range(demand.shape[2]):
            for r in range(demand.shape[1]):
                reach[s] += demand[s, r, p] / mean_pack[p] / orders_per_customer
    for c in range(channels):
        if channel_status[c] <= ChannelStatus.FOUND and channel_shop[c] >= 0:
            followers[c] += 0.05 * (reach[channel_shop[c]] - followers[c])
    share = np.zeros(serves.shape[1])
    shops_there = np.zeros(serves.shape[1])
    for s in range(size):
        if status[s] == ShopStatus.CLOSED:
            continue
        w = draw(seed, uid[s], 0, CHANNELS, 0)
        wants_listing = marketplace_open and unit(w[0]) < marketplace_share
        have_all, want_all = 0, 0
        for kind in range(KINDS):
            target = wanted[kind]
            if kind == ChannelKind.LISTING:
                target = 1 if wants_listing else 0
            have_all += min(live[s, kind], target)
            want_all += target
            lacking = target - live[s, kind]
            if lacking <= 0:
                continue
            w0, w1, _, _ = draw(seed, uid[s], day, CHANNELS, 1 + kind)
            if kind == ChannelKind.MESSENGER_SHOP:
                if reopens_on[s] <= 0:
                    reopens_on[s] = day + 1 + int(exponential(w0) * delay)
                if day < reopens_on[s]:
                    continue
                reopens_on[s] = 0
                incarnation[s] += 1
                retention[s] = kept_with_mirror if live[s, ChannelKind.MIRROR] > 0 else kept
                opened = 1
            else:
                opened = min(whole(w1, speed * lacking), lacking)
            for i in range(opened):
                channel_uid[channels] = child_uid(uid[s], day, CHANNELS, kind * 100 + i)
                channel_shop[channels] = s
                channel_kind[channels] = kind
                channel_status[channels] = ChannelStatus.LIVE
                followers[channels] = retention[s] * reach[s]
                born_on[channels] = day
                channels += 1
                live[s, kind] += 1
                counts[Count.CHANNELS_OPENED, region[s]] += weight
                pay = min(cost, max(money[s], 0))
                money[s] -= pay
                money_flow[MoneyFlow.CHANNELS] += weight * pay
        on_marketplace[s] = live[s, ChannelKind.LISTING] > 0
        reachable = (
            live[s, ChannelKind.MESSENGER_SHOP] + live[s, ChannelKind.SITE] + live[s, ChannelKind.MIRROR]
            + live[s, ChannelKind.LISTING]
        )  # fmt: skip
        if reachable > 0 and status[s] == ShopStatus.REBUILDING:
            status[s] = ShopStatus.OPEN
            counts[Count.SHOPS_REBUILT, region[s]] += weight
        elif reachable == 0:
            status[s] = ShopStatus.REBUILDING
        for r in range(serves.shape[1]):
            if serves[s, r]:
                share[r] += have_all / want_all
                shops_there[r] += 1.0
    for r in range(share.size):
        channels_share[r] = share[r] / shops_there[r] if shops_there[r] > 0.0 else 0.0
    return channels


class ShopChannels(Rule):
    """A shop opens what it lacks of channels; a lost main channel comes back after some days with fewer followers.

    Who     every shop that has not closed
    When    in the morning
    Chance  side channels: speed a day each; main channel: exponential delay. Without any channel that sells the
            shop is rebuilding and cannot be reached
    Reads   channels; shops.demand, money; levers.marketplace_open
    Writes  channels (new rows), status of listings, followers; shops.status, incarnation, retention, reopens_on,
            on_marketplace, money; market.channels_share
    Source  telegram resources per shop: block-2023 against blockshop-2023; loss of followers is assumed
    """

    sites: int = param(
        3, unit="sites / shop", low=0, high=50, grade=Grade.ASSUMED, source="blocksite-2023 over blockshop-2023"
    )
    mirrors: int = param(
        2, unit="mirrors / shop", low=0, high=50, grade=Grade.ASSUMED, source="block-2023 less shops and sites"
    )
    adverts: int = param(
        4, unit="adverts / shop", low=0, high=50, grade=Grade.ASSUMED, source="block-2023 less shops and sites"
    )
    chats: int = param(1, unit="chats / shop", low=0, high=50, grade=Grade.ASSUMED, source="a review chat is usual")
    marketplace_share: float = param(
        0.45,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a dominant marketplace until April 2022 (chapter 2)",
    )
    """Share of shops with a page on the dominant marketplace while it is open."""
    speed: float = param(
        0.15, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="replaced within about a week"
    )
    """Chance a day to replace a side channel that is lacking."""
    delay: float = param(
        3.0, unit="days", low=0, high=100, grade=Grade.ASSUMED, source="shares settle within about six days (P05)"
    )
    """Mean time to a new main channel."""
    kept: float = param(0.55, unit="share", low=0, high=1, grade=Grade.CALIBRATED, source="P05, P07")
    """Customers who find the new main channel."""
    kept_with_mirror: float = param(
        0.85, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="mirrors exist to keep contact"
    )
    """The same when a mirror was up all the time."""
    cost: float = param(
        15_000.0,
        unit="KZT / channel",
        low=0,
        high=10_000_000,
        grade=Grade.ASSUMED,
        source="hosting and adverts; no published price",
    )
    orders_per_customer: float = param(
        0.13, unit="orders / day", low=0.01, high=2, grade=Grade.BORROWED, source="orders-rate: 4 a month"
    )
    """To turn demand into followers."""

    def __call__(self, world: World) -> None:
        """Keep channels up."""
        shops, channels = world.shops, world.channels
        wanted = np.array([1, self.sites, self.mirrors, self.adverts, self.chats, 0])
        channels.reserve(int(wanted.sum() + 1) * shops.size)
        channels.size = _keep_up(
            world.seed, world.today.day, shops.uid, shops.status, shops.region, shops.serves, shops.demand, shops.money,
            shops.on_marketplace, shops.incarnation, shops.retention, shops.reopens_on, shops.size, channels.uid,
            channels.shop, channels.kind, channels.status, channels.followers, channels.born_on, channels.size, wanted,
            world.levers.marketplace_open, self.marketplace_share, self.speed, self.delay, self.kept,
            self.kept_with_mirror, round(self.cost), self.orders_per_customer, world.mean_pack_mg, world.weight,
            world.tally.counts, world.ledger.money, world.market.channels_share,
        )  # fmt: skip
