"""How a shop ends here: its people leave, its goods and till go, its channels are given up."""

import numpy as np

from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import AccountStatus, ChannelStatus, ShopStatus, StaffStatus
from marketsim.world.world import World


def close_shop(world: World, shop: int, scam: bool) -> None:
    """Close a shop. The owner carries off stock and till; in a scam couriers lose their deposits too."""
    _wind_up(world, shop, scam)
    world.shops.status[shop] = ShopStatus.CLOSED
    count = Count.EXIT_SCAMS if scam else Count.SHOPS_CLOSED
    world.tally.counts[count, world.shops.region[shop]] += world.shop_weight


def move_shop_abroad(world: World, shop: int) -> None:
    """Let a shop leave for a neighbouring country with stock and till; its people stay behind and leave the trade."""
    _wind_up(world, shop, scam=False)
    world.shops.status[shop] = ShopStatus.ABROAD
    world.tally.counts[Count.SHOPS_MOVED_ABROAD, world.shops.region[shop]] += world.shop_weight


def _wind_up(world: World, shop: int, scam: bool) -> None:
    """End everything that a shop has here, and book it."""
    shops, staff, books, k = world.shops, world.staff, world.ledger, world.shop_weight
    products = len(world.products)
    people = np.flatnonzero((staff.used("shop") == shop) & (staff.used("status") <= int(StaffStatus.ACTIVE)))
    to = StaffStatus.CHEATED if scam else StaffStatus.QUIT
    for row in people.tolist():
        weight = int(staff.weight[row])
        books.staff[staff.status[row], to] += weight
        books.mass[MassFlow.STOLEN_STAFF, :products] += weight * staff.carried[row]
        if not scam:
            back = min(int(staff.deposit[row]), max(int(shops.money[shop]), 0))
            shops.money[shop] -= back
            books.money[MoneyFlow.DEPOSITS_RETURNED] += back * k
        staff.carried[row] = 0
        staff.deposit[row] = 0
        staff.status[row] = to
    books.mass[MassFlow.LOST_CLOSURE, :products] += k * shops.stock[shop].sum(axis=0)
    books.money[MoneyFlow.OWNERS] += k * int(shops.money[shop])
    shops.stock[shop] = 0
    shops.money[shop] = 0
    shops.demand[shop] = 0
    shops.can_pay[shop] = False
    channels, accounts = world.channels, world.accounts
    channels.used("status")[(channels.used("shop") == shop) & (channels.used("status") <= int(ChannelStatus.FOUND))] = (
        ChannelStatus.ABANDONED
    )
    accounts.used("status")[accounts.used("shop") == shop] = AccountStatus.CLOSED
