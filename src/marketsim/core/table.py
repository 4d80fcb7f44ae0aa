"""Tables as structs of arrays: one NumPy array a column, one row an agent."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from marketsim.core.compiling import kernel


@kernel
def _close_up(array, rows):
    """Move some rows of an array to its beginning, in place; they rise."""
    for place in range(rows.size):
        array[place] = array[rows[place]]


@dataclass(frozen=True)
class Column:
    """What one column holds: its dtype, the dimensions behind the row, and the value of an empty place."""

    dtype: np.dtype[Any]
    shape: tuple[str | int, ...]
    empty: Any


def column(dtype: DTypeLike, *shape: str | int, empty: Any = 0) -> Any:
    """Declare a column of a `Table`; `shape` lists dimensions behind the row, as numbers or names such as "region"."""
    kind = np.dtype(dtype)
    return Column(kind, shape, kind.type(empty))  # A member of an enumeration would be slow to write.


class Table:
    """Rows of one kind of agent. Columns are arrays of `capacity` rows, of which the first `size` are in use.

    A row number is a place, never an identity: rows move when the table is compacted, `uid` stays.
    """

    columns: ClassVar[dict[str, Column]] = {}

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}
        cls.columns = cls.columns | own
        for name in own:
            delattr(cls, name)  # An array that hides an attribute of its class is found slowly.

    def __init__(self, capacity: int, **dimensions: int) -> None:
        """Make an empty table with room for `capacity` rows; `dimensions` gives the sizes of named dimensions."""
        self.size = 0
        self.capacity = max(capacity, 1)
        for name, column in self.columns.items():
            behind = tuple(dimensions[d] if isinstance(d, str) else d for d in column.shape)
            setattr(self, name, np.full((self.capacity, *behind), column.empty, column.dtype))

    def reserve(self, rows: int) -> None:
        """Make room for `rows` more rows; the capacity doubles, so that the cost of growth stays small."""
        needed = self.size + rows
        if needed <= self.capacity:
            return
        capacity = max(needed, 2 * self.capacity)
        for name, column in self.columns.items():
            old = getattr(self, name)
            new = np.full((capacity, *old.shape[1:]), column.empty, column.dtype)
            new[: self.size] = old[: self.size]
            setattr(self, name, new)
        self.capacity = capacity

    def append(self, rows: int) -> slice:
        """Add `rows` empty rows at the end and return their slice.

        Growing replaces the arrays: take a column from the table after this call, not before, and not in one
        expression as in `table.uid[table.append(1)]`, which writes to the old array.
        """
        self.reserve(rows)
        added = slice(self.size, self.size + rows)
        self.size += rows
        return added

    def compact(self, keep: NDArray[np.bool_]) -> NDArray[np.int32]:
        """Drop the rows that `keep` (bool, shape (size,)) does not keep, in order.

        Returns:
            The new row of every old one, -1 for those dropped (int32, shape (size,)): apply it to references.
        """
        size, rows = self.size, keep.nonzero()[0]
        kept = rows.size
        new_row = np.full(size, -1, np.int32)
        new_row[rows] = np.arange(kept, dtype=np.int32)
        if kept < size:
            for name, column in self.columns.items():
                array = getattr(self, name)
                if array.ndim == 1:
                    _close_up(array, rows)
                else:
                    array[:kept] = array.take(rows, axis=0)
                array[kept:size] = column.empty
        self.size = kept
        return new_row

    def used(self, name: str) -> NDArray[Any]:
        """Return the rows in use of one column, as a view."""
        return getattr(self, name)[: self.size]
