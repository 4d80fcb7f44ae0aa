"""Shops keep their channels up: the main one, mirrors, sites, adverts, chats."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, unit, whole
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import ChannelKind, ChannelStatus, Role, ShopStatus
from marketsim.world.world import World

CHANNELS = decision("shop.channels")
KINDS = len(ChannelKind)


@kernel
def _count_live(
    shop, kind, status, channels, marketplace_open, kept, on_marketplace, incarnation, retention, live
):  # fmt: skip
    """Count the live channels of every shop and kind; listings end with the marketplace, which costs customers."""
    for c in range(channels):
        s = shop[c]
        if s < 0 or status[c] > ChannelStatus.FOUND:
            continue
        if kind[c] == ChannelKind.LISTING and not marketplace_open:
            status[c] = ChannelStatus.ABANDONED
            on_marketplace[s] = False
            incarnation[s] += 1
            retention[s] = kept
            continue
        live[s, kind[c]] += 1


@kernel
def _gain_followers(demand, mean_pack, orders_per_customer, shop, status, followers, channels, reach):
    """Write the customers of every shop to `reach` and let the followers of its channels move towards them."""
    for s in range(reach.size):
        for r in range(demand.shape[1]):
            for p in range(demand.shape[2]):
                reach[s] += demand[s, r, p] / mean_pack[p] / orders_per_customer
    for c in range(channels):
        if status[c] <= ChannelStatus.FOUND and shop[c] >= 0:
            followers[c] += 0.05 * (reach[shop[c]] - followers[c])


@kernel
def _openings(
    seed, day, s, kind, uid, lacking, live, incarnation, retention, reopens_on, speed, delay, kept, kept_with_mirror,
    region, weight, counts,
):  # fmt: skip
    """Return how many channels of a kind a shop opens today; a new main channel is a new incarnation."""
    w0, w1, _, _ = draw(seed, uid[s], day, CHANNELS, 1 + kind)
    if kind != ChannelKind.MESSENGER_SHOP:
        return min(whole(w1, speed * lacking), lacking)
    if reopens_on[s] <= 0:
        reopens_on[s] = day + 1 + int(exponential(w0) * delay)
    if day < reopens_on[s]:
        return 0
    reopens_on[s] = 0
    incarnation[s] += 1
    retention[s] = kept_with_mirror if live[s, ChannelKind.MIRROR] > 0 else kept
    counts[Count.SHOPS_REBUILT, region[s]] += weight
    return 1


@kernel
def _standing(reach, usual):
    """Return how much more than a usual shop one of this reach is drawn to the marketplace, 0 to 2.

    Its fees and deposits pay for those who sell much; a small shop stays on messengers.
    """
    return 2.0 * reach / max(reach + usual, 1e-9)


@kernel
def _keep_up(
    seed, day, uid, status, region, money, on_marketplace, incarnation, retention, reopens_on, size, live, reach,
    channel_uid, channel_shop, channel_kind, channel_status, followers, born_on, channels, wanted, more,
    marketplace_open, marketplace_share, speed, alone, delay, kept, kept_with_mirror, cost, weight, at_work, counts,
    money_flow, complete,
):  # fmt: skip
    """Open what is lacking at the end of the table of channels and return its new size.

    `complete` gets the share of the wanted channels that each shop had this morning.
    """
    usual_reach = reach.sum() / max(np.count_nonzero(reach), 1)
    for s in range(size):
        if status[s] >= ShopStatus.CLOSED:
            continue
        w0, w1, _, _ = draw(seed, uid[s], 0, CHANNELS, 0)
        listing = 1 if marketplace_open and unit(w0) < marketplace_share * _standing(reach[s], usual_reach) else 0
        have, want = 0, 0
        pace = 1.0 if at_work[s, Role.ADMINISTRATOR] > 0 else alone
        for kind in range(KINDS):
            target = listing if kind == ChannelKind.LISTING else wanted[kind] + whole(w1, more[kind])
            lacking = target - live[s, kind]
            have += min(live[s, kind], target)
            want += target
            if lacking <= 0:
                continue
            opened = _openings(
                seed, day, s, kind, uid, lacking, live, incarnation, retention, reopens_on, pace * speed, delay / pace,
                kept, kept_with_mirror, region, weight, counts,
            )  # fmt: skip
            for i in range(opened):
                channel_uid[channels] = child_uid(uid[s], day, CHANNELS, kind * 100 + i)
                channel_shop[channels] = s
                channel_kind[channels] = kind
                channel_status[channels] = ChannelStatus.LIVE
                followers[channels] = retention[s] * reach[s]
                born_on[channels] = day
                channels += 1
                pay = min(cost, max(money[s], 0))
                money[s] -= pay
                money_flow[MoneyFlow.CHANNELS] += weight * pay
            live[s, kind] += opened
            counts[Count.CHANNELS_OPENED, region[s]] += weight * opened
        complete[s] = have / want
        on_marketplace[s] = live[s, ChannelKind.LISTING] > 0
        selling = live[s, ChannelKind.MESSENGER_SHOP] + live[s, ChannelKind.SITE] + live[s, ChannelKind.MIRROR]
        status[s] = ShopStatus.OPEN if selling + live[s, ChannelKind.LISTING] > 0 else ShopStatus.REBUILDING
    return channels


@kernel
def _share_by_region(status, serves, complete, size, channels_share):
    """Write the mean completeness of channels over the shops that serve each region."""
    for r in range(serves.shape[1]):
        total, shops = 0.0, 0.0
        for s in range(size):
            if status[s] < ShopStatus.CLOSED and serves[s, r]:
                total += complete[s]
                shops += 1.0
        channels_share[r] = total / shops if shops > 0.0 else 0.0


class ShopChannels(Rule):
    """A shop opens what it lacks of channels; a lost main channel comes back after some days with fewer followers.

    Who     every shop that has not closed
    When    in the morning
    Chance  side channels: speed a day each; main channel: exponential delay. Without any channel that sells the
            shop is rebuilding and cannot be reached
    Reads   channels; shops.demand, money, at_work (administrators run channels); market.channel_loss;
            levers.marketplace_open
    Writes  channels (new rows), status of listings, followers; shops.status, incarnation, retention, reopens_on,
            on_marketplace, money; market.channels_share
    Source  telegram resources per shop: block-2023 against blockshop-2023; loss of followers is assumed
    """

    sites: int = param(
        3, unit="sites / shop", low=0, high=50, grade=Grade.ASSUMED, source="blocksite-2023 over blockshop-2023"
    )
    """Sites that a shop wishes to have."""
    mirrors: int = param(
        2, unit="mirrors / shop", low=0, high=50, grade=Grade.ASSUMED, source="block-2023 less shops and sites"
    )
    """Mirrors that a shop wishes to have."""
    adverts: int = param(
        4, unit="adverts / shop", low=0, high=50, grade=Grade.ASSUMED, source="block-2023 less shops and sites"
    )
    """Adverts that a shop wishes to have."""
    chats: int = param(1, unit="chats / shop", low=0, high=50, grade=Grade.ASSUMED, source="a review chat is usual")
    """Chats that a shop wishes to have."""
    marketplace_share: float = param(
        0.35,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a dominant marketplace until April 2022 (chapter 2)",
    )
    """Share of shops of usual size with a page on the dominant marketplace while it is open; large ones more."""
    moving: float = param(
        0.1,
        unit="channels / (1 / year)",
        low=0,
        high=5,
        grade=Grade.ASSUMED,
        source="slow: a mirror more where messenger shops last five weeks and sites much longer",
    )
    """Sites or mirrors, whichever live longer, that a shop adds for each block a year by which messengers are worse."""
    most_more: float = param(
        6.0, unit="channels / shop", low=0, high=50, grade=Grade.ASSUMED, source="more cannot be kept up"
    )
    """Most sites or mirrors that a shop adds since messengers are blocked faster."""
    speed: float = param(
        0.15, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="replaced within about a week"
    )
    """Chance a day to replace a side channel that is lacking."""
    alone: float = param(
        0.5, unit="share", low=0.05, high=1, grade=Grade.ASSUMED, source="the owner does it beside other work"
    )
    """Pace at which channels come back while the shop has no administrator, relative to the usual one."""
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
    """Price of a new channel."""
    orders_per_customer: float = param(
        0.13, unit="orders / day", low=0.01, high=2, grade=Grade.BORROWED, source="orders-rate: 4 a month"
    )
    """To turn demand into followers."""

    def __call__(self, world: World) -> None:
        """Keep channels up."""
        shops, channels = world.shops, world.channels
        wanted = np.array([1, self.sites, self.mirrors, self.adverts, self.chats, 0])
        more = self._more(world)
        channels.reserve(int(wanted.sum() + more.sum() + 2) * shops.size)
        live = np.zeros((shops.size, KINDS), np.int32)
        reach, complete = np.zeros(shops.size), np.zeros(shops.size)
        _count_live(
            channels.shop, channels.kind, channels.status, channels.size, world.levers.marketplace_open, self.kept,
            shops.on_marketplace, shops.incarnation, shops.retention, live,
        )  # fmt: skip
        _gain_followers(
            shops.demand, world.mean_pack_mg, self.orders_per_customer, channels.shop, channels.status,
            channels.followers, channels.size, reach,
        )  # fmt: skip
        channels.size = _keep_up(
            world.seed, world.today.day, shops.uid, shops.status, shops.region, shops.money, shops.on_marketplace,
            shops.incarnation, shops.retention, shops.reopens_on, shops.size, live, reach, channels.uid, channels.shop,
            channels.kind, channels.status, channels.followers, channels.born_on, channels.size, wanted, more,
            world.levers.marketplace_open, self.marketplace_share, self.speed, self.alone, self.delay, self.kept,
            self.kept_with_mirror, round(self.cost), world.shop_weight, shops.at_work, world.tally.counts,
            world.ledger.money, complete,
        )  # fmt: skip
        _share_by_region(shops.status, shops.serves, complete, shops.size, world.market.channels_share)

    def _more(self, world: World) -> NDArray[np.float64]:
        """Return how many channels of each kind a shop keeps more than usual, since messengers are blocked faster."""
        loss = world.market.channel_loss.tolist()
        safest = ChannelKind.SITE if loss[ChannelKind.SITE] < loss[ChannelKind.MIRROR] else ChannelKind.MIRROR
        more = np.zeros(KINDS)
        worse = max(loss[ChannelKind.MESSENGER_SHOP] - loss[safest], 0.0)
        more[safest] = min(self.moving * worse, self.most_more)
        return more
