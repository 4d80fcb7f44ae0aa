"""Changes of status, found by comparing each evening with the one before: no rule has to tell."""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.core.units import EPOCH
from marketsim.world.states import (
    ChannelKind,
    ChannelStatus,
    LaboratoryClass,
    LaboratoryStatus,
    Role,
    ShopStatus,
    StaffStatus,
)
from marketsim.world.world import World


class _Watched(NamedTuple):
    """A table whose `status` is compared, and what else is kept of a row that changes."""

    status: type[IntEnum]
    kind: type[IntEnum] | None = None
    kind_column: str = ""


WATCHED = {
    "staff": _Watched(StaffStatus, Role, "role"),
    "shops": _Watched(ShopStatus),
    "channels": _Watched(ChannelStatus, ChannelKind, "kind"),
    "laboratories": _Watched(LaboratoryStatus, LaboratoryClass, "size_class"),
}
NEW = -1
"""Status before the first evening on which a row is seen."""
TABLES = tuple(WATCHED)
_COLUMNS = ("day", "table", "uid", "kind", "region", "shop", "before", "after", "weight")

_Evening = tuple[NDArray[np.uint64], NDArray[np.uint8]]


class EventLog:
    """Watches a world from evening to evening. Several changes of one row within a day are one event."""

    def __init__(self, world: World) -> None:
        """Begin with what is there now, which is no event."""
        self._before: dict[str, _Evening] = {name: _evening(world, name) for name in TABLES}
        self._found: list[dict[str, Any]] = []

    def compare(self, world: World) -> None:
        """Note what changed since the evening before."""
        for name in TABLES:
            uid, status = now = _evening(world, name)
            before = _status_before(self._before[name], uid)
            rows = np.flatnonzero(before != status)
            if rows.size:
                self._found.append(_describe(world, name, rows, before[rows]))
            self._before[name] = now

    def table(self, regions: tuple[str, ...]) -> pd.DataFrame:
        """Return one row an event, in the order in which they were found."""
        parts = self._found or [_empty()]
        columns = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        table = pd.DataFrame(columns)
        dates = np.datetime64(EPOCH, "D") + columns["day"].astype("timedelta64[D]")
        table.insert(0, "date", dates.astype("datetime64[us]"))
        table["region"] = np.array([*regions, ""], object)[columns["region"]]
        return table.drop(columns="day").astype(dict.fromkeys(("table", "kind", "region", "before", "after"), "str"))


def _evening(world: World, name: str) -> _Evening:
    table = getattr(world, name)
    return table.used("uid").copy(), table.used("status").copy()


def _status_before(before: _Evening, uid: NDArray[np.uint64]) -> NDArray[np.int16]:
    """Return yesterday's status of each of today's rows, `NEW` for those that were not there."""
    old_uid, old_status = before
    status = np.full(uid.size, NEW, np.int16)
    if np.array_equal(old_uid, uid[: old_uid.size]):  # On most days rows are only added at the end.
        status[: old_uid.size] = old_status
        return status
    _, was, now = np.intersect1d(old_uid, uid, assume_unique=True, return_indices=True)
    status[now] = old_status[was]
    return status


def _describe(world: World, name: str, rows: NDArray[np.int64], before: NDArray[np.int16]) -> dict[str, Any]:
    table, watched = getattr(world, name), WATCHED[name]
    states = np.array([status.name.lower() for status in watched.status] + ["new"])
    count = rows.size
    shop = table.shop[rows] if name in ("staff", "channels") else np.full(count, -1)
    has_shop = shop >= 0
    shop_uid = np.where(has_shop, world.shops.uid[np.where(has_shop, shop, 0)], np.uint64(0))
    if name == "channels":
        region = np.where(has_shop, world.shops.region[np.where(has_shop, shop, 0)], -1)
    else:
        region = table.region[rows]
    kinds = np.array([kind.name.lower() for kind in watched.kind]) if watched.kind else np.array([""])
    weight = 1 if name == "laboratories" else world.shop_weight
    return {
        "day": np.full(count, world.today.day),
        "table": np.full(count, name, object),
        "uid": table.uid[rows],
        "kind": kinds[getattr(table, watched.kind_column)[rows] if watched.kind else np.zeros(count, np.int64)],
        "region": region.astype(np.int16),
        "shop": shop_uid,
        "before": states[before],
        "after": states[table.status[rows]],
        "weight": table.weight[rows] if name == "staff" else np.full(count, weight, np.int64),
    }


def _empty() -> dict[str, Any]:
    kinds = ("i8", "O", "u8", "O", "i2", "u8", "O", "O", "i8")
    return {key: np.array([], kind) for key, kind in zip(_COLUMNS, kinds, strict=True)}
