"""Agents are found by their numbers, wherever they are."""

import numpy as np
import pytest

from marketsim.results.story.finding import ALL, KINDS, TABLES, Place, find, kind_of, nearest, present
from marketsim.world.states import BuyerState, Role, StaffStatus
from marketsim.world.world import World


@pytest.mark.parametrize("table", ALL)
def test_every_table_is_searched(table: str, world: World):
    rows = getattr(world, table)
    if not rows.size:  # Of drops, laboratories and consignments there is none on the first day.
        rows.append(1)
        rows.uid[0] = 12_345
    assert find(world, int(rows.uid[0])) == Place(table, 0)
    assert TABLES[kind_of(world, Place(table, 0))] == table


def test_a_row_that_moved_is_found_again(world: World):
    uid = int(world.shops.uid[2])
    world.shops.compact(np.arange(world.shops.size) != 0)
    assert find(world, uid, Place("shops", 2)) == Place("shops", 1)


def test_rows_that_hold_nobody_are_not_found(world: World):
    world.buyers.state[0] = BuyerState.OUTSIDE
    world.staff.status[0] = StaffStatus.OUTSIDE
    assert find(world, int(world.buyers.uid[0])) is None
    assert find(world, int(world.staff.uid[0])) is None
    assert find(world, int(world.staff.uid[0]), Place("staff", 0)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_listed(kind: str, world: World):
    table = present(world, kind)
    assert list(table.columns) == ["uid", "kind", "status", "region", "shop", "since"]
    assert (table["kind"] == kind).all()


def test_a_list_tells_status_place_shop_and_first_day(world: World):
    row = int((world.staff.used("role") == Role.PACKER).argmax())
    world.staff.status[row] = StaffStatus.DETAINED
    (one,) = present(world, "packer").query(f"uid == {world.staff.uid[row]}").to_dict("records")
    assert one["status"] == "detained"
    assert one["region"] == world.regions.names[world.staff.region[row]]
    assert one["shop"] == world.shops.uid[world.staff.shop[row]]
    assert one["since"] == world.today.date


def test_the_nearest_numbers_are_those_of_agents(world: World):
    uid = int(world.shops.uid[3])
    assert nearest(world, uid + 1)[0] == ("shop", uid)
    assert nearest(world, 2**64 - 1)
    assert len(nearest(world, 0)) == 3
