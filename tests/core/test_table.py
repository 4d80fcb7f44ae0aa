"""Tables of agents: rows come, move and go, and their columns stay together."""

import numpy as np
import pytest
from numpy.typing import NDArray

from marketsim.core.table import Table, column


class Shops(Table):
    """A table with a plain column, one with dimensions, and one with its own empty value."""

    uid: NDArray[np.uint64] = column(np.uint64)
    stock: NDArray[np.int64] = column(np.int64, "product", 2)
    owner: NDArray[np.int32] = column(np.int32, empty=-1)


class LargeShops(Shops):
    """A table that adds a column to another's."""

    halls: NDArray[np.int8] = column(np.int8)


def shops_with_uids(*uids: int) -> Shops:
    """Return a table with these shops."""
    shops = Shops(2, product=3)
    added = shops.append(len(uids))
    shops.uid[added] = uids
    return shops


def test_columns_have_the_declared_dtype_and_shape():
    shops = Shops(5, product=3)
    assert (shops.uid.dtype, shops.uid.shape) == (np.uint64, (5,))
    assert (shops.stock.dtype, shops.stock.shape) == (np.int64, (5, 3, 2))
    assert (shops.owner == -1).all()


def test_a_derived_table_keeps_the_columns_of_its_parent():
    assert list(LargeShops.columns) == ["uid", "stock", "owner", "halls"]
    assert list(Shops.columns) == ["uid", "stock", "owner"]


def test_an_unknown_dimension_is_an_error():
    with pytest.raises(KeyError, match="product"):
        Shops(5)


def test_appended_rows_are_empty_and_last():
    shops = shops_with_uids(1, 2)
    added = shops.append(3)
    assert (added.start, added.stop, shops.size) == (2, 5, 5)
    assert shops.used("owner").tolist() == [-1] * 5
    assert shops.used("uid").tolist() == [1, 2, 0, 0, 0]


def test_capacity_doubles_and_rows_survive_growth():
    shops = shops_with_uids(1, 2)
    shops.stock[1] = 9
    shops.append(1)
    assert shops.capacity == 4
    shops.append(10)
    assert shops.capacity == 13
    assert shops.uid[:2].tolist() == [1, 2]
    assert (shops.stock[1] == 9).all()
    assert (shops.owner[2:] == -1).all()


def test_room_kept_in_reserve_is_not_in_use():
    shops = shops_with_uids(1)
    shops.reserve(100)
    assert (shops.size, shops.capacity) == (1, 101)


def test_compacting_keeps_the_order_and_tells_where_rows_went():
    shops = shops_with_uids(10, 11, 12, 13)
    shops.owner[:4] = [0, 1, 2, 3]
    moved = shops.compact(np.array([False, True, False, True]))
    assert moved.tolist() == [-1, 0, -1, 1]
    assert shops.used("uid").tolist() == [11, 13]
    assert shops.used("owner").tolist() == [1, 3]


def test_compacting_empties_the_places_that_it_frees():
    shops = shops_with_uids(10, 11, 12)
    shops.owner[:3] = 5
    shops.compact(np.array([True, False, False]))
    assert shops.owner[1:].tolist() == [-1] * (shops.capacity - 1)


def test_a_table_may_be_empty():
    shops = Shops(0, product=3)
    assert shops.compact(np.array([], np.bool_)).tolist() == []
    assert shops.append(0) == slice(0, 0)
    assert shops.used("uid").size == 0
    shops.append(1)
    assert shops.compact(np.array([False])).tolist() == [-1]
    assert shops.size == 0


def test_rows_in_use_are_seen_not_copied():
    shops = shops_with_uids(1, 2)
    shops.used("uid")[0] = 7
    assert shops.uid[0] == 7
