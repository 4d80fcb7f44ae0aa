"""Who keeps the diary of one agent: it looks every evening and compares with the evening before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from marketsim.results.story.diary import Diary, Period
from marketsim.world.world import World

State = Any
"""The columns of a row as they were on one evening, as attributes."""


class Watcher:
    """Keeps the diary of an agent of one table; each kind of agent has its own."""

    table = ""
    """Name of the table."""

    def __init__(self) -> None:
        """Begin an empty diary."""
        self.diary = Diary()
        self.about = ""
        """Who it is, in a sentence."""
        self.weight = 1
        """How many of its kind the agent stands for."""
        self.over = False
        """Nothing can happen to the agent any more, even if its row stays."""
        self._before: State | None = None
        self._today = 0

    def look(self, world: World, row: int, first_day: bool) -> None:
        """Note what is new tonight.

        Args:
            world: The world.
            row: Where the agent is.
            first_day: Tonight is the first evening of the run.
        """
        table = getattr(world, self.table)
        now = SimpleNamespace(**{name: _value(getattr(table, name)[row]) for name in table.columns})
        self._today = world.today.day
        if self._before is None:
            self.weight = self.stands_for(world, now)
            self.about = self.describe(world, now)
            self.meet(world, now, first_day)
        else:
            self.compare(world, self._before, now)
        self.count(world, row, now)
        self._before = now

    def end(self, world: World) -> None:
        """Note how things stand on the last evening, for an agent that is still there."""

    def stands_for(self, world: World, now: State) -> int:
        """Return how many of its kind the agent stands for."""
        return world.shop_weight

    def describe(self, world: World, now: State) -> str:
        """Return who it is."""
        raise NotImplementedError

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note how the agent came."""
        raise NotImplementedError

    def compare(self, world: World, was: State, now: State) -> None:
        """Note what changed since the evening before."""
        raise NotImplementedError

    def count(self, world: World, row: int, now: State) -> None:
        """Keep today's figures."""

    def sum_up(self, period: Period) -> str:
        """Return a period in a sentence, empty for nothing to tell."""
        return ""

    def note(self, event: str, what: str, where: str = "") -> None:
        """Note what happened today."""
        self.diary.note(self._today, event, what, where)

    @property
    def last(self) -> State:
        """The agent on the last evening on which it was there."""
        return self._before


def _value(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value.item()
