"""What a view is: a row of a table, seen as a Mesa agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import repeat
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from mesa import Agent
from mesa.discrete_space import Cell, CellAgent

from marketsim.core.table import Table
from marketsim.view.reading import Reading, words_for

if TYPE_CHECKING:
    from marketsim.view.market_model import MarketModel


class HasLeftError(LookupError):
    """The agent has left the market, so that there is no row to read any more."""


class _Unnumbered(dict[Any, Iterator[int]]):
    """Stands in for `Agent._ids`, which numbers agents and keeps every model that ever had one alive."""

    def __missing__(self, model: Any) -> Iterator[int]:
        return repeat(0)


class View(Agent):  # type: ignore[misc]
    """A row of a table, seen as a Mesa agent; every column can be read as an attribute, none can be written.

    `unique_id` and `uid` are the agent's identity, the same in every run of one seed. The object stays the same
    while the agent is in the market. Once it has left, `has_left` is true and reading a column is an error.
    """

    _ids = _Unnumbered()
    rows: ClassVar[str] = ""
    """Name of the table in the world."""
    outside: ClassVar[tuple[str, IntEnum] | None] = None
    """Column and value of a row that holds nobody."""
    whole: ClassVar[bool] = False
    """Kept whole at every scale."""
    of_shops: ClassVar[bool] = False
    """Thinned as shops are, less than buyers."""

    def __init_subclass__(
        cls, table: type[Table] | None = None, states: Mapping[str, type[IntEnum]] | None = None, **words: Any
    ) -> None:
        """Make an attribute of every column of `table`; `states` says which columns hold states of what kind."""
        super().__init_subclass__(**words)
        if table is None:
            return
        cls.rows = table.__name__.lower()
        for column in table.columns.keys() - {"uid", "cell"}:
            setattr(cls, column, Reading(column, words_for(column, (states or {}).get(column))))

    def __init__(self, model: MarketModel, uid: int, row: int) -> None:
        """See the row of `uid`; only the register makes views."""
        super().__init__(model)
        self.unique_id = uid
        self._row = row
        self._retired = False

    @property
    def uid(self) -> int:
        """Identity; it can be read after the agent has left, too."""
        return self.unique_id

    @property
    def weight(self) -> int:
        """How many persons, shops or parcels the agent stands for."""
        world = self.model.world
        return 1 if self.whole else world.shop_weight if self.of_shops else world.weight

    @property
    def has_left(self) -> bool:
        """Whether the agent is gone from the market."""
        return self._find() < 0

    def value(self, column: str) -> Any:
        """Return what a column of the row holds, as the table has it.

        Raises:
            HasLeftError: The agent has left the market.
        """
        row = self._find()
        if row < 0:
            raise HasLeftError(
                f"{type(self).__name__} {self.uid} has left the market and has no {column} any more; ask "
                "`has_left` first, or take agents from model.agents, which holds those who are there."
            )
        return getattr(self._table, column)[row]

    @property
    def _table(self) -> Table:
        return getattr(self.model.world, self.rows)

    def _find(self) -> int:
        """Return the row, -1 for none; rows move when the table is compacted."""
        table, uids = self._table, self._table.used("uid")
        if self._retired:
            return -1
        if self._row >= table.size or uids[self._row] != self.unique_id:
            found = np.flatnonzero(uids == np.uint64(self.unique_id))
            if not found.size:
                return -1
            self._row = int(found[0])
        if self.outside and getattr(table, self.outside[0])[self._row] == self.outside[1]:
            return -1
        return self._row

    def moved(self, row: int, cell: int) -> None:
        """Note where the agent is now; called by the register."""
        self._row = row

    def retire(self) -> None:
        """Leave the model; called by the register once the row is gone."""
        self._retired = True
        self.model.deregister_agent(self)

    def remove(self) -> None:
        """Refuse: agents leave by rules, not by hand.

        Raises:
            TypeError: Always.
        """
        raise TypeError(f"{type(self).__name__} {self.uid} cannot be removed: agents enter and leave by rules.")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.uid}{', who has left' if self.has_left else ''}>"


class PlacedView(View, CellAgent):  # type: ignore[misc]
    """A view of a row that has a cell; it stands in that cell of the model's grid."""

    _mesa_cell: Cell | None

    @property
    def cell(self) -> Cell | None:
        """The cell of the grid where the agent is, by the table."""
        number = int(self.value("cell"))
        return self.model.grid[divmod(number, self.model.world.cells.height)] if number >= 0 else None

    @cell.setter
    def cell(self, cell: Cell | None) -> None:
        raise AttributeError(f"{type(self).__name__} {self.uid} cannot be moved by hand: agents move by rules.")

    def moved(self, row: int, cell: int) -> None:
        """Note where the agent is now, and let the cells know."""
        super().moved(row, cell)
        place = self.model.grid[divmod(cell, self.model.world.cells.height)] if cell >= 0 else None
        if place is not self._mesa_cell:
            self._stand_in(place)

    def retire(self) -> None:
        """Leave the model and the cell."""
        super().retire()
        self._stand_in(None)

    def _stand_in(self, cell: Cell | None) -> None:
        if self._mesa_cell is not None:
            self._mesa_cell.remove_agent(self)
        self._mesa_cell = cell
        if cell is not None:
            cell.add_agent(self)
