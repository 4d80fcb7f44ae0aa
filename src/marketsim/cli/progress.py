"""How far a run is: a bar on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from marketsim.cli.told import safe
from marketsim.results.running import Progress as Tell

LINES = 10
"""Lines that a run prints where there is no terminal."""
EVERY = 7
"""Days between two moves of the bar."""
PAUSE = 5.0
"""Seconds between two lines about many runs."""


def say_compiling(console: Console) -> None:
    """Tell that the first run takes longer, if it does."""
    from marketsim.core.compiling import cache_folder, is_warm

    if not is_warm():
        console.print(
            "Compiling the model for this machine. This takes about a minute and happens once: "
            f"the result is kept in {safe(str(cache_folder()))}.",
            markup=False,
            soft_wrap=True,
        )


def say_damaged(parts: Iterable[Path], console: Console) -> None:
    """Tell which parts of a store of runs could not be read."""
    for path in parts:
        what = f"Damaged, its runs are made again where they are needed: {path}"
        console.print(safe(what), markup=False, soft_wrap=True)


@contextmanager
def shown(console: Console, days: int) -> Iterator[Tell]:
    """Show the progress of a run of `days` days while the body lasts; yields what to tell it each day."""
    if not console.is_terminal:
        yield _lines(console, days)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("first day", total=days)

        def move(done: int, total: int, today: date) -> None:
            if done % EVERY == 0 or done == total:
                bar.update(task, completed=done, description=today.isoformat())

        yield move


def _lines(console: Console, days: int) -> Tell:
    every = max(1, -(-days // LINES))

    def tell(done: int, total: int, today: date) -> None:
        if done % every == 0 or done == total:
            console.print(f"{today.isoformat()}  {done} of {total} days", markup=False)

    return tell


class Count:
    """How many of many runs are made: their rate, and the time that is left."""

    def __init__(self, console: Console, bar: Progress | None) -> None:
        """Tell a console, by a bar if there is one."""
        self._console, self._bar = console, bar
        self._began = self._told = time.monotonic()
        self._total = 0

    def begin(self, total: int) -> None:
        """Begin to count so many runs."""
        self._began, self._total = time.monotonic(), total
        if self._bar is not None and total:
            self._task = self._bar.add_task("first run", total=total, rate="")

    def tell(self, done: int, what: str) -> None:
        """Tell that so many are done, and which one was the last."""
        now = time.monotonic()
        rate = done / max(now - self._began, 1e-9)
        if self._bar is not None:
            self._bar.update(self._task, completed=done, description=safe(what), rate=rate_in_words(rate))
        elif done in (1, self._total) or now - self._told >= PAUSE:
            self._told = now
            left = f", {time_in_words((self._total - done) / rate)} left" if done < self._total else ""
            line = f"{done} of {self._total} runs: {safe(what)} ({rate_in_words(rate)}{left})"
            self._console.print(line, markup=False, soft_wrap=True)


@contextmanager
def counted(console: Console) -> Iterator[Count]:
    """Show the progress of many runs while the body lasts; yields what to tell it after each."""
    if not console.is_terminal:
        yield Count(console, None)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    numbers = (TextColumn("{task.completed}/{task.total} runs"), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, *numbers, TimeRemainingColumn(), console=console, transient=True) as bar:
        yield Count(console, bar)


@contextmanager
def steps(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal what is done next; yields what to tell it: what, how many parts are done, and of how many."""
    if not console.is_terminal:
        yield lambda what, done, whole: None
        return
    columns = (BarColumn(), TextColumn("{task.completed}/{task.total} {task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, whole: bar.update(task, description=safe(what), completed=done, total=whole)


def rate_in_words(rate: float) -> str:
    """Return runs a second in the unit in which there are some."""
    units = {"s": 1, "min": 60, "h": 3600}
    unit = next((unit for unit, seconds in units.items() if rate * seconds >= 1.0), "h")
    return f"{rate * units[unit]:.3g} a {unit}"


def time_in_words(seconds: float) -> str:
    """Return a time in its two largest units."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    told = [(count, unit) for count, unit in units if count][:2]
    return " ".join(f"{count} {unit}" for count, unit in told) or "0 s"
