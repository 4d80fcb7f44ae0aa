"""How a shop ends: its people leave, its goods and till go, its channels are given up."""

import numpy as np

from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import AccountStatus, ChannelStatus, ShopStatus, StaffStatus
from marketsim.world.world import World


def close_shop(world: World, shop: int, scam: bool) -> None:
    """Close a shop. The owner carries off stock and till; in a scam couriers lose their deposits too."""
    shops, staff, books, k = world.shops, world.staff, world.ledger, world.shop_weight
    region = int(shops.region[shop])
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
    shops.status[shop] = ShopStatus.CLOSED
    shops.can_pay[shop] = False
    channels, accounts = world.channels, world.accounts
    channels.used("status")[(channels.used("shop") == shop) & (channels.used("status") <= int(ChannelStatus.FOUND))] = (
        ChannelStatus.ABANDONED
    )
    accounts.used("status")[accounts.used("shop") == shop] = AccountStatus.CLOSED
    world.tally.counts[Count.EXIT_SCAMS if scam else Count.SHOPS_CLOSED, region] += k
