"""How a column of a table reads as an attribute of a view: names for numbers, views for row numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from marketsim.core.units import day_date

if TYPE_CHECKING:
    from marketsim.view.view import View

Words = Callable[["View", Any], Any]


class Reading:
    """An attribute of a view that reads one column of its row; it cannot be written."""

    def __init__(self, column: str, words: Words) -> None:
        """Read `column` and put what it holds into words."""
        self.column = column
        self.words = words

    def __get__(self, view: View | None, kind: type[View] | None = None) -> Any:
        return self if view is None else self.words(view, view.value(self.column))

    def __set__(self, view: View, value: object) -> None:
        raise AttributeError(
            f"{type(view).__name__}.{self.column} cannot be set: rows change by rules, and rules by parameters and "
            "policies, or the books would not balance."
        )


def words_for(column: str, states: type[IntEnum] | None) -> Words:
    """Return how to put a column into words, by its name unless it holds states of an enumeration."""
    if states is not None:
        return lambda view, value: states(int(value))
    if column.endswith("_on") or column == "until":
        return _date
    return _BY_NAME.get(column, _plain)


def _plain(view: View, value: Any) -> Any:
    return _frozen(value) if isinstance(value, np.ndarray) else value.item()


def _frozen(value: NDArray[Any]) -> NDArray[Any]:
    """Return a copy that cannot be written: after a compaction the row in the table would be somebody else's."""
    copy = value.copy()
    copy.flags.writeable = False
    return copy


def _date(view: View, value: Any) -> date | None:
    """Return a day number as a date, None for a day that was never set."""
    return day_date(int(value)) if value > 0 else None


def _region(view: View, value: Any) -> str:
    return view.model.world.regions.names[value]


def _material(view: View, value: Any) -> str:
    products = view.model.world.products
    return products[value].name if value < len(products) else "precursor"


def _to(table: str) -> Words:
    """Return how to read a row number of another table: as the view of that row, None for nobody."""
    return lambda view, value: view.model.register.view_at(table, int(value))


def _known_shops(view: View, value: NDArray[Any]) -> tuple[View | None, ...]:
    return tuple(view.model.register.view_at("shops", int(row)) for row in value)


_BY_NAME: dict[str, Words] = {
    "region": _region,
    "product": _material,
    "material": _material,
    "shop": _to("shops"),
    "known_shop": _known_shops,
    "courier": _to("staff"),
    "holder": _to("staff"),
    "buyer": _to("buyers"),
    "group": _to("groups"),
    "supplier": _to("groups"),
}
