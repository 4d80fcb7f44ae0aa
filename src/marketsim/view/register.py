"""The register of views: it makes them when somebody first looks, and strikes off those who have left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table
from marketsim.view.kinds import KINDS
from marketsim.view.live import LiveAgentSet
from marketsim.view.view import PlacedView, View

if TYPE_CHECKING:
    from marketsim.view.market_model import MarketModel


class Roll:
    """The views of one table's rows, by uid."""

    def __init__(self, model: MarketModel, name: str) -> None:
        """Begin the roll of the table `name` with nobody on it."""
        self.views: dict[int, View] = {}
        self.stale = True
        self._model = model
        self._name = name
        self._seen: NDArray[np.uint64] = np.zeros((3, 0), np.uint64)

    @property
    def table(self) -> Table:
        """The table whose rows are on the roll."""
        return getattr(self._model.world, self._name)

    def refresh(self) -> None:
        """Bring the roll up to date, if a day has passed since it was."""
        if not self.stale:
            return
        self.stale = False
        rows, seen = self._look()
        if np.array_equal(seen[0], self._seen[0]):
            changed = np.flatnonzero((seen != self._seen).any(axis=0))
        else:
            changed = np.arange(len(rows))
            for uid in self.views.keys() - set(seen[0].tolist()):
                self.views.pop(uid).retire()
        self._seen = seen
        uids, kinds = seen[:2, changed].tolist()
        cells = seen[2, changed].astype(np.int64).tolist()  # -1 for nowhere
        for row, uid, kind, cell in zip(rows[changed].tolist(), uids, kinds, cells, strict=True):
            self._enter(uid, KINDS[self._name][kind], row, cell)

    def _look(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the rows that hold somebody, and for each its uid, kind and cell, uint64, shape (3, row)."""
        table, kinds = self.table, KINDS[self._name]
        rows = np.arange(table.size)
        if outside := kinds[0].outside:
            rows = np.flatnonzero(table.used(outside[0]) != outside[1])
        seen = np.zeros((3, len(rows)), np.uint64)
        seen[0] = table.used("uid")[rows]
        if len(kinds) > 1:
            seen[1] = table.used("role")[rows]
        if issubclass(kinds[0], PlacedView):
            seen[2] = table.used("cell")[rows]
        return rows, seen

    def _enter(self, uid: int, kind: type[View], row: int, cell: int) -> None:
        view = self.views.get(uid)
        if view is not None and type(view) is not kind:
            view.retire()
            view = None
        if view is None:
            view = self.views[uid] = kind(self._model, uid, row)
        view.moved(row, cell)


class Register:
    """The rolls of all tables, refreshed one by one when somebody looks at them."""

    def __init__(self, model: MarketModel) -> None:
        """Open the register of a model with nobody on it."""
        self._rolls = {name: Roll(model, name) for name in KINDS}
        self._placed = tuple(name for name, kinds in KINDS.items() if issubclass(kinds[0], PlacedView))
        self._refreshing = False

    def agent_sets(self, random: Any) -> tuple[LiveAgentSet, dict[type[View], LiveAgentSet]]:
        """Return Mesa's sets of agents, all and by type, which refresh the register when they are read."""
        by_type = {
            kind: LiveAgentSet(partial(self.refresh, name), random) for name, kinds in KINDS.items() for kind in kinds
        }
        return LiveAgentSet(partial(self.refresh, *KINDS), random), by_type

    @property
    def refresh_placed(self) -> Callable[[], None]:
        """What a cell calls before it tells who is there."""
        return partial(self.refresh, *self._placed)

    def age(self) -> None:
        """Note that a day has passed."""
        for roll in self._rolls.values():
            roll.stale = True

    def refresh(self, *names: str) -> None:
        """Bring the rolls of some tables up to date."""
        if self._refreshing:  # Mesa looks at its sets and cells while agents are entered into them.
            return
        self._refreshing = True
        try:
            for name in names:
                self._rolls[name].refresh()
        finally:
            self._refreshing = False

    def view_at(self, name: str, row: int) -> View | None:
        """Return the view of a row of the table `name`, None for -1 and for rows that hold nobody."""
        if row < 0:
            return None
        self.refresh(name)
        roll = self._rolls[name]
        return roll.views.get(int(roll.table.used("uid")[row]))
