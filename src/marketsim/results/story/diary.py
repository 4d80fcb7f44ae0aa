"""What is noted of one agent: things that happened on a day, and figures that are summed up over longer times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import pandas as pd

from marketsim.core.units import day_date

DAYS, WEEKS = 14, 26
"""Days with figures up to which each is told, and weeks up to which they are told by week; beyond it by month."""
CLOSING = (
    "detained", "charged", "not charged", "quit", "cheated", "died", "closed", "raided", "suppressed", "last day",
    "still imprisoned",
)  # fmt: skip
"""What comes after the routine of its day, not before it."""
COLUMNS = ("date", "until", "event", "where", "what")

Figures = dict[str, Any]
"""What one evening has: amounts of the day, to be added up, and what is there, of which the last counts."""


class Every(StrEnum):
    """The times over which figures are summed up."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Note(NamedTuple):
    """One thing that happened."""

    day: int
    event: str
    where: str
    what: str


class Period(NamedTuple):
    """A time that is told in one sentence."""

    days: int
    """Days with figures."""
    sums: Counter[str]
    """Amounts, added up."""
    last: Figures
    """Figures of the last evening."""


class Diary:
    """Notes and figures of one agent, in the order of the days."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.notes: list[Note] = []
        self._figures: list[tuple[int, str, Counter[str], Figures]] = []

    def note(self, day: int, event: str, what: str, where: str = "") -> None:
        """Note what happened on a day; `event` is the same word for all things of a kind."""
        self.notes.append(Note(day, event, where, what))

    def keep(self, day: int, where: str, sums: Counter[str], last: Figures | None = None) -> None:
        """Keep the figures of an evening."""
        self._figures.append((day, where, sums, last or {}))

    def table(self, sum_up: Callable[[Period], str], every: Every | None = None) -> pd.DataFrame:
        """Return notes and summaries in the order of their first days.

        Args:
            sum_up: Tells a period in a sentence, or in none.
            every: How long a period is; none chooses by how many days there are to tell.
        """
        rows = [
            (note.day, note.day, 2 if note.event in CLOSING else 0, note.event, note.where, note.what)
            for note in self.notes
        ]
        rows += self._summaries(sum_up, every or self._fitting())
        rows.sort(key=lambda row: (row[0], row[2]))
        told = [(day_date(first), day_date(last), event, where, what) for first, last, _, event, where, what in rows]
        table = pd.DataFrame(told, columns=list(COLUMNS))
        for name in ("date", "until"):
            table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
        return table.astype(dict.fromkeys(COLUMNS[2:], "str"))

    def _fitting(self) -> Every:
        days = [day_date(day) for day, *_ in self._figures]
        if len(days) <= DAYS:
            return Every.DAY
        return Every.WEEK if len({_begin(day, Every.WEEK) for day in days}) <= WEEKS else Every.MONTH

    def _summaries(self, sum_up: Callable[[Period], str], every: Every) -> list[tuple[int, int, int, str, str, str]]:
        """Return a row a period and place; a note ends a period, so that nothing is told before its time."""
        cuts = sorted({note.day for note in self.notes})
        held: dict[tuple[date, int, str], list[tuple[int, Counter[str], Figures]]] = {}
        for day, where, sums, last in self._figures:
            part = sum(cut < day for cut in cuts) if every is not Every.MONTH else 0
            held.setdefault((_begin(day_date(day), every), part, where), []).append((day, sums, last))
        rows = []
        for (_, _, where), days in held.items():
            total: Counter[str] = Counter()
            for _, sums, _ in days:
                total.update(sums)
            if what := sum_up(Period(len(days), total, days[-1][2])):
                rows.append((days[0][0], days[-1][0], 1, every.value, where, what))
        return rows


def _begin(day: date, every: Every) -> date:
    """Return the first day of the day, week (from Monday on) or month in which a day lies."""
    if every is Every.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if every is Every.MONTH else day
