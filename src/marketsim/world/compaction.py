"""Housekeeping: rows that nobody needs are dropped, at fixed days, and references are moved with them."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.table import Table
from marketsim.world.states import (
    AccountStatus,
    ChannelStatus,
    ConsignmentStatus,
    DropStatus,
    LaboratoryStatus,
    ShopStatus,
    StaffStatus,
)
from marketsim.world.world import World

INTERVAL = 28
"""Days between two compactions of everything but the drops, which are compacted every day."""


@kernel
def _forget_shops(known_shop, trust, new_row, size):
    for buyer in range(size):
        for slot in range(known_shop.shape[1]):
            shop = known_shop[buyer, slot]
            if shop >= 0:
                known_shop[buyer, slot] = new_row[shop]
                if new_row[shop] < 0:
                    trust[buyer, slot] = 0.0


def _follow(table: Table, name: str, new_row: NDArray[np.int32]) -> None:
    """Move the references of one column to the new rows; those to dropped rows become -1."""
    references = table.used(name)
    known = references >= 0
    references[known] = new_row[references[known]]


def compact(world: World) -> None:
    """Drop ended drops; on every `INTERVAL`th day also closed shops, dead channels and people who have left."""
    world.drops.compact(world.drops.used("status") <= int(DropStatus.RESERVED))
    if world.today.day % INTERVAL:
        return
    world.channels.compact(world.channels.used("status") <= int(ChannelStatus.FOUND))
    world.accounts.compact(world.accounts.used("status") == int(AccountStatus.OPEN))
    at_work = (int(LaboratoryStatus.OPEN), int(LaboratoryStatus.ABROAD))
    world.laboratories.compact(np.isin(world.laboratories.used("status"), at_work))
    world.consignments.compact(world.consignments.used("status") == int(ConsignmentStatus.TRAVELLING))
    _compact_staff(world)
    new_row = world.shops.compact(world.shops.used("status") != int(ShopStatus.CLOSED))
    _forget_shops(world.buyers.known_shop, world.buyers.trust, new_row, world.buyers.size)
    for table in (world.channels, world.accounts, world.staff, world.drops):
        _follow(table, "shop", new_row)


def _compact_staff(world: World) -> None:
    """Let go of people who have quit, were cheated or released: they leave the books."""
    staff = world.staff
    status = staff.used("status")
    left = status >= int(StaffStatus.QUIT)
    np.add.at(world.ledger.staff[:, StaffStatus.OUTSIDE], status[left], staff.used("weight")[left])
    new_row = staff.compact(~left)
    _follow(world.drops, "courier", new_row)
    _follow(world.accounts, "holder", new_row)
