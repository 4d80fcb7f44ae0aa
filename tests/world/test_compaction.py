"""Compaction: rows that nobody needs go, references follow, people who left leave the books."""

import numpy as np
import pytest

from marketsim.core.table import Table
from marketsim.world.audit import check, count_stocks
from marketsim.world.closing import close_shop
from marketsim.world.compaction import INTERVAL, compact
from marketsim.world.newcomers import add_shop
from marketsim.world.states import ChannelStatus, DropStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World

REFERENCES = (
    ("channels", "shop", "shops"),
    ("accounts", "shop", "shops"),
    ("accounts", "holder", "staff"),
    ("staff", "shop", "shops"),
    ("drops", "shop", "shops"),
    ("drops", "courier", "staff"),
)


def add_drops(world: World, shop: int, courier: int, *statuses: DropStatus) -> None:
    drops = world.drops
    rows = drops.append(len(statuses))
    drops.uid[rows] = np.arange(rows.start, rows.stop) + 1
    drops.shop[rows], drops.courier[rows], drops.mg[rows], drops.status[rows] = shop, courier, 500, statuses


def meant(world: World, table: str, column: str, of: str) -> dict[int, int]:
    """Return, by the uid of a row, the uid of the row that it refers to; 0 for none."""
    mine, other = getattr(world, table), getattr(world, of)
    references = mine.used(column)
    return {
        int(uid): int(other.uid[row]) if row >= 0 else 0 for uid, row in zip(mine.used("uid"), references, strict=True)
    }


@pytest.fixture
def crowded(world: World) -> World:
    """A world of twelve shops on the eve of a compaction, every third of which has closed."""
    world.today.day += -world.today.day % INTERVAL
    while world.shops.size < 12:
        add_shop(world, 77, world.shops.size, world.shops.size % 20, 1_000_000)
    world.buyers.known_shop[: world.buyers.size] = (0, 1, 5, -1)
    world.buyers.trust[: world.buyers.size] = (0.5, 0.6, 0.7, 0.0)
    for shop in range(world.shops.size):
        courier = int((world.staff.used("shop") == shop).argmax())
        add_drops(world, shop, courier, DropStatus.AVAILABLE, DropStatus.COLLECTED, DropStatus.RESERVED)
    for shop in range(0, world.shops.size, 3):
        close_shop(world, shop, scam=shop == 0)
    return world


def test_references_follow_their_rows_and_those_to_rows_that_went_become_none(crowded: World) -> None:
    before = [meant(crowded, *reference) for reference in REFERENCES]
    compact(crowded)
    stayed = {name: set(getattr(crowded, name).used("uid").tolist()) for name in ("shops", "staff")}
    lost = 0
    for reference, were in zip(REFERENCES, before, strict=True):
        for uid, other in meant(crowded, *reference).items():
            expected = were[uid] if were[uid] in stayed[reference[2]] else 0
            assert other == expected, reference
            lost += expected != were[uid]
    assert lost > 0


def test_closed_shops_go_and_the_others_keep_their_order_and_columns(crowded: World) -> None:
    shops = crowded.shops
    stay = shops.used("status") != ShopStatus.CLOSED
    kept = {name: shops.used(name)[stay].copy() for name in shops.columns}
    compact(crowded)
    assert 0 < shops.size == stay.sum()
    for name, values in kept.items():
        np.testing.assert_array_equal(shops.used(name), values, err_msg=name)


def test_buyers_know_the_same_shops_as_before_and_forget_closed_ones(crowded: World) -> None:
    uids = crowded.shops.used("uid").copy()
    compact(crowded)
    known, trust = crowded.buyers.used("known_shop"), crowded.buyers.used("trust")
    assert (known[:, 0] == -1).all() and (trust[:, 0] == 0.0).all()
    assert (crowded.shops.uid[known[:, 1]] == uids[1]).all()
    assert (crowded.shops.uid[known[:, 2]] == uids[5]).all()
    np.testing.assert_allclose(trust[:, 1:], np.broadcast_to([0.6, 0.7, 0.0], trust[:, 1:].shape), rtol=1e-6)
    assert (known[:, 3] == -1).all()


def test_people_who_left_are_booked_out(crowded: World) -> None:
    crowded.ledger.clear()
    status, weight = crowded.staff.used("status"), crowded.staff.used("weight")
    left = {to: int(weight[status == to].sum()) for to in (StaffStatus.QUIT, StaffStatus.CHEATED)}
    before = count_stocks(crowded)
    compact(crowded)
    check(crowded, before)
    assert min(left.values()) > 0
    assert {to: int(crowded.ledger.staff[to, StaffStatus.OUTSIDE]) for to in left} == left
    assert (crowded.staff.used("status") < StaffStatus.QUIT).all()


def test_people_in_custody_and_in_prison_stay(crowded: World) -> None:
    prisoners = np.flatnonzero(crowded.staff.used("status") == StaffStatus.IMPRISONED)
    crowded.staff.status[prisoners[0]] = StaffStatus.DETAINED
    uids = crowded.staff.uid[prisoners].tolist()
    compact(crowded)
    assert set(uids) <= set(crowded.staff.used("uid").tolist())


def test_on_other_days_ended_drops_alone_go(crowded: World) -> None:
    crowded.today.day += 1
    tables: dict[str, Table] = {name: getattr(crowded, name) for name in ("shops", "channels", "accounts", "staff")}
    sizes, parcels = {name: table.size for name, table in tables.items()}, crowded.drops.size
    compact(crowded)
    assert {name: table.size for name, table in tables.items()} == sizes
    assert crowded.drops.size == parcels * 2 // 3
    assert np.isin(crowded.drops.used("status"), (DropStatus.AVAILABLE, DropStatus.RESERVED)).all()


def test_channels_that_can_be_reached_stay(crowded: World) -> None:
    channels = crowded.channels
    channels.status[1], channels.status[2] = ChannelStatus.FOUND, ChannelStatus.BLOCKED
    found, blocked = channels.uid[1], channels.uid[2]
    compact(crowded)
    assert found in channels.used("uid") and blocked not in channels.used("uid")
    assert (channels.used("status") <= ChannelStatus.FOUND).all()


def test_compaction_twice_is_compaction_once(crowded: World) -> None:
    compact(crowded)
    kept = {
        (table, name): getattr(crowded, table).used(name).copy()
        for table in ("shops", "staff", "channels", "accounts", "drops")
        for name in getattr(crowded, table).columns
    }
    compact(crowded)
    for (table, name), values in kept.items():
        np.testing.assert_array_equal(getattr(crowded, table).used(name), values, err_msg=f"{table}.{name}")
    assert np.isin(crowded.staff.used("role"), list(Role)).all()
