"""Which agents there are: their kinds, where they stand in the tables, and those whose numbers are near."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.core.units import day_date
from marketsim.world.states import (
    AccountStatus,
    BuyerState,
    ChannelStatus,
    ConsignmentStatus,
    DropStatus,
    GroupStatus,
    LaboratoryStatus,
    Role,
    ShopStatus,
    StaffStatus,
    Unit,
)
from marketsim.world.world import World

ROLES = tuple(role.name.lower() for role in Role)
TABLES = {
    "buyer": "buyers",
    "shop": "shops",
    "channel": "channels",
    "account": "accounts",
    "parcel": "drops",
    "group": "groups",
    "laboratory": "laboratories",
    "consignment": "consignments",
    "officer": "officers",
} | dict.fromkeys(ROLES, "staff")
"""The table of every kind of agent."""
KINDS = tuple(TABLES)
STATES: dict[str, tuple[str, type[Any]]] = {
    "buyers": ("state", BuyerState),
    "shops": ("status", ShopStatus),
    "channels": ("status", ChannelStatus),
    "accounts": ("status", AccountStatus),
    "drops": ("status", DropStatus),
    "groups": ("status", GroupStatus),
    "laboratories": ("status", LaboratoryStatus),
    "consignments": ("status", ConsignmentStatus),
    "officers": ("unit", Unit),
    "staff": ("status", StaffStatus),
}
"""The column that tells how an agent of each table stands, and its words."""
SINCE = {"staff": "hired_on", "shops": "opened_on", "channels": "born_on", "drops": "placed_on"} | dict.fromkeys(
    ("accounts", "groups", "laboratories"), "opened_on"
)
ALL = tuple(STATES)


class Place(NamedTuple):
    """Where an agent is tonight."""

    table: str
    row: int


def find(world: World, uid: int, near: Place | None = None) -> Place | None:
    """Return where an agent is, none if nobody has this number; `near` is where it was the evening before."""
    for name in ALL if near is None else (near.table,):
        table = getattr(world, name)
        if near is not None and near.row < table.size and table.uid[near.row] == np.uint64(uid):
            rows = np.array([near.row])
        else:
            rows = np.flatnonzero(table.used("uid") == np.uint64(uid))
        for row in rows.tolist():
            if _is_there(world, name)[row]:
                return Place(name, row)
    return None


def kind_of(world: World, place: Place) -> str:
    """Return the kind of the agent at a place."""
    if place.table == "staff":
        return ROLES[int(world.staff.role[place.row])]
    return next(kind for kind, table in TABLES.items() if table == place.table)


def present(world: World, kind: str) -> pd.DataFrame:
    """Return one row an agent of a kind that is there tonight: uid, status, region, shop and first day."""
    name = TABLES[kind]
    table = getattr(world, name)
    there = _is_there(world, name)
    if name == "staff":
        there &= table.used("role") == Role[kind.upper()]
    rows = np.flatnonzero(there)
    column, states = STATES[name]
    words = np.array([state.name.lower() for state in states], object)
    day = getattr(table, SINCE[name])[rows].tolist() if name in SINCE else [None] * rows.size
    columns = {
        "uid": table.uid[rows],
        "kind": np.full(rows.size, kind, object),
        "status": words[getattr(table, column)[rows]],
        "region": _regions(world, name, rows),
        "shop": _shops(world, name, rows),
        "since": np.array([None if one is None else day_date(int(one)) for one in day], object),
    }
    return pd.DataFrame(columns).astype(dict.fromkeys(("kind", "status", "region"), "str"))


def nearest(world: World, uid: int, most: int = 3) -> list[tuple[str, int]]:
    """Return the kinds and numbers of the agents of tonight whose numbers are nearest to one."""
    found: list[tuple[int, str, int]] = []
    for name in ALL:
        table = getattr(world, name)
        uids = table.used("uid")
        apart = np.where(uids > np.uint64(uid), uids - np.uint64(uid), np.uint64(uid) - uids)
        for row in np.argsort(apart, kind="stable")[:most].tolist():
            if _is_there(world, name)[row]:
                found.append((int(apart[row]), kind_of(world, Place(name, row)), int(uids[row])))
    return [(kind, number) for _, kind, number in sorted(found)[:most]]


def _is_there(world: World, name: str) -> NDArray[np.bool_]:
    """Tell of every row of a table whether it holds somebody."""
    if name == "buyers":
        return np.asarray(world.buyers.used("state") != int(BuyerState.OUTSIDE))
    if name == "staff":
        return np.asarray(world.staff.used("status") != int(StaffStatus.OUTSIDE))
    return np.ones(getattr(world, name).size, bool)


def _regions(world: World, name: str, rows: NDArray[np.int64]) -> NDArray[Any]:
    names = np.array([*world.regions.names, ""], object)
    if name in ("channels", "accounts"):
        shops = getattr(world, name).shop[rows]
        return np.asarray(names[np.where(shops >= 0, world.shops.region[np.maximum(shops, 0)], -1)])
    return np.asarray(names[getattr(world, name).region[rows]])


def _shops(world: World, name: str, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the uids of the shops of some rows, 0 for none."""
    if name not in ("staff", "channels", "accounts", "drops"):
        return np.zeros(rows.size, np.uint64)
    shops = getattr(world, name).shop[rows]
    return np.where(shops >= 0, world.shops.uid[np.maximum(shops, 0)], np.uint64(0))
