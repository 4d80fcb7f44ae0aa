"""Where two tables differ: rows are matched by their names, values to the last bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

THERE, MISSING = "there", "not there"


@dataclass(frozen=True)
class TableDiff:
    """In what one table of two results differs. `row` to `columns` are of the first place, empty if there is none."""

    table: str
    rows: int
    """Rows that both have."""
    only_a: int
    only_b: int
    differing: int
    """Values that differ, in rows and columns that both have."""
    other_columns: tuple[str, ...] = ()
    """Columns that only one of them has."""
    when: date | None = None
    row: str = ""
    column: str = ""
    a: Any = None
    b: Any = None
    columns: int = 0
    """How many values of that row differ."""

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.only_a or self.only_b or self.differing or self.other_columns)


def compared(table: str, a: pd.DataFrame, b: pd.DataFrame, keys: tuple[str, ...]) -> TableDiff:
    """Return in what two tables differ; `keys` are the columns that name a row, the first of them its time."""
    ours, theirs = _named(a, keys), _named(b, keys)
    both = ours.index.intersection(theirs.index, sort=False)
    columns = [name for name in ours.columns if name in theirs.columns]
    others = tuple(str(name) for name in ours.columns.symmetric_difference(theirs.columns, sort=False))
    wrong = _differing(ours.loc[both, columns], theirs.loc[both, columns])
    only_a, only_b = ours.index.difference(theirs.index, sort=False), theirs.index.difference(ours.index, sort=False)
    found = TableDiff(table, len(both), len(only_a), len(only_b), int(wrong.sum()), others)
    places: list[tuple[Any, dict[str, Any]]] = []
    rows = np.flatnonzero(wrong.any(axis=1))
    if rows.size:
        at = both[rows[0]]
        first = columns[int(np.flatnonzero(wrong[rows[0]])[0])]
        values = {"a": _plain(ours.at[at, first]), "b": _plain(theirs.at[at, first])}
        places.append((at, {"column": first, "columns": int(wrong[rows[0]].sum())} | values))
    for alone, values in ((only_a, {"a": THERE, "b": MISSING}), (only_b, {"a": MISSING, "b": THERE})):
        if len(alone):
            places.append((alone[0], values))
    if not places:
        return found
    at, values = min(places, key=lambda place: place[0][0] if isinstance(place[0], tuple) else place[0])
    words = at if isinstance(at, tuple) else (at,)
    told = ", ".join(str(word.date()) if isinstance(word, pd.Timestamp) else str(word) for word in words)
    return replace(found, when=_day(keys[0], words[0]), row=told, **values)


def of_cells(cells: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """Return the layers of the ground as a table of one row a cell."""
    shape = next(iter(cells.values())).shape if cells else (0, 0)
    x, y = np.indices(shape)
    return pd.DataFrame({"x": x.ravel(), "y": y.ravel()} | {name: layer.ravel() for name, layer in cells.items()})


def _named(table: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    held = table.reset_index() if table.index.names[0] in keys else table
    return held.set_index(list(keys) if len(keys) > 1 else keys[0])


def _differing(a: pd.DataFrame, b: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell value by value whether two tables of one shape differ; two that are not a number are the same."""
    wrong = np.zeros(a.shape, bool)
    for place, name in enumerate(a.columns):
        ours, theirs = a[name], b[name]
        wrong[:, place] = (ours.to_numpy() != theirs.to_numpy()) & ~(ours.isna() & theirs.isna()).to_numpy()
    return wrong


def _day(key: str, value: Any) -> date | None:
    """Return the first day of what a key of time means; cells have none."""
    if isinstance(value, pd.Timestamp):
        return value.date()
    return date(int(value), 1, 1) if key == "year" and 1 <= value <= 9999 else None


def _plain(value: Any) -> Any:
    """Return a value of a table as one of Python."""
    return value.item() if isinstance(value, np.generic) else value
