"""What a model's data collector keeps of every day unless it is given another list. Whole-market figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, ChannelStatus, DropStatus, Role, ShopStatus, StaffStatus

if TYPE_CHECKING:
    from marketsim.view.market_model import MarketModel


def _date(model: MarketModel) -> date:
    return model.date


def _users(model: MarketModel) -> int:
    state = model.world.buyers.used("state")
    return model.world.weight * int(
        np.count_nonzero((state >= BuyerState.OCCASIONAL) & (state <= BuyerState.DEPENDENT))
    )


def _open_shops(model: MarketModel) -> int:
    return model.world.shop_weight * int(np.count_nonzero(model.world.shops.used("status") == ShopStatus.OPEN))


def _live_channels(model: MarketModel) -> int:
    return model.world.shop_weight * int(np.count_nonzero(model.world.channels.used("status") <= ChannelStatus.FOUND))


def _active_couriers(model: MarketModel) -> int:
    staff = model.world.staff
    active = (staff.used("role") == Role.COURIER) & (staff.used("status") == StaffStatus.ACTIVE)
    return int(staff.used("weight")[active].sum())


def _live_drops(model: MarketModel) -> int:
    return model.world.weight * int(np.count_nonzero(model.world.drops.used("status") <= DropStatus.RESERVED))


def _orders(model: MarketModel) -> int:
    return int(model.world.tally.counts[Count.ORDERS].sum())


def _staff_detained(model: MarketModel) -> int:
    first = Count.DETAINED_OWNER
    return int(model.world.tally.counts[first : first + len(Role)].sum())


DAILY_FIGURES: dict[str, Callable[[MarketModel], object]] = {
    "date": _date,
    "users": _users,
    "open_shops": _open_shops,
    "live_channels": _live_channels,
    "active_couriers": _active_couriers,
    "live_drops": _live_drops,
    "orders": _orders,
    "staff_detained": _staff_detained,
}
"""Model reporters by name."""
