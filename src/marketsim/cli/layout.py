"""How tables and texts fit a terminal of any width: short periods, names that fold at underscores."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST = 120
"""Characters in a line where there is no terminal to fit."""
NARROWEST = 40
"""Characters in a line below which nothing is made to fit."""
NAME = 20
"""Characters below which a name folds only when nothing else can give way."""
WIDE_GAP = 2
"""Characters between two columns where there is room; else there is one."""

Rows = Sequence[Sequence[Text]]


class Output(Console):
    """A console whose reader may have had enough: by itself Rich would leave with 1 and say nothing."""

    def on_broken_pipe(self) -> None:
        """Let the command end as it does when plain output has no reader."""
        raise BrokenPipeError


class Aside(Console):
    """A console for what is told beside the output: where nobody reads it any more, the work goes on."""

    def on_broken_pipe(self) -> None:
        """Say no more."""
        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())
        os.close(nowhere)


def console() -> Console:
    """Return the console of the output."""
    made = Output(highlight=False)
    if not made.is_terminal:
        return Output(highlight=False, width=WIDEST)
    return made if made.width >= NARROWEST else Output(highlight=False, width=NARROWEST)


def aside(quiet: bool = False) -> Console:
    """Return the console of what is told beside the output."""
    return Aside(stderr=True, quiet=quiet, highlight=False)


def many_of(count: int, what: str) -> str:
    """Return how many there are of something, as `1 run` or `2 runs`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def period(start: date, end: date) -> str:
    """Return a period in short words: `2021`, `2021-2023`, `Jan-Aug 2021`, `Jul 2017-Jun 2018`, `1 Jan-15 Jul 2023`."""
    if start == end:
        return f"{start.day} {start:%b %Y}"
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if whole and (start.month, end.month) == (1, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year}-{end.year}"
    one_month = (start.year, start.month) == (end.year, end.month)
    if whole and one_month:
        return f"{end:%b %Y}"
    first = f"{start:%b}" if whole else f"{start.day}" if one_month else f"{start.day} {start:%b}"
    last = f"{end:%b %Y}" if whole else f"{end.day} {end:%b %Y}"
    return f"{first}-{last}" if start.year == end.year else f"{first} {start.year}-{last}"


def folded(name: str, width: int) -> str:
    """Return a name with line breaks after underscores, so that no line that can fold is longer than `width`."""
    lines = [""]
    for piece in name.replace("_", "_\n").split("\n"):
        if lines[-1] and len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def fitted(titles: Sequence[str], rows: Rows, width: int, name: str, spare: Iterable[str], right: set[str]) -> Table:
    """Return a table that fits a width and breaks no word.

    Args:
        titles: Titles of the columns.
        rows: Cells.
        width: Characters in a line.
        name: Title of the column whose names fold at underscores.
        spare: Titles of columns that are left out, one after the other, where even that is not enough.
        right: Titles of columns of numbers.
    """
    places = {title: place for place, title in enumerate(titles)}
    widths = {title: max([len(title), *(_width(row[place].plain) for row in rows)]) for title, place in places.items()}
    kept, others = list(titles), list(spare)
    gap = WIDE_GAP if sum(widths.values()) + WIDE_GAP * (len(kept) - 1) <= width else 1
    while (room := width - sum(widths[title] + gap for title in kept if title != name)) < min(NAME, widths[name]):
        if not others:
            break
        kept.remove(others.pop(0))
    room = max([room, *(_width(folded(row[places[name]].plain, 1)) for row in rows)])
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0))
    for title in kept:
        table.add_column(title, justify="right" if title in right else "left", no_wrap=True)
    for row in rows:
        cells = {title: row[places[title]] for title in kept}
        cells[name] = Text(folded(cells[name].plain, room), style=cells[name].style)
        table.add_row(*cells.values())
    return table


def _width(text: str) -> int:
    return max(len(line) for line in text.split("\n"))
