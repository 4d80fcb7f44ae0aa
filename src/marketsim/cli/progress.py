"""How far a run is: a bar on a terminal, a line now and then elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from marketsim.cli.told import safe
from marketsim.results.running import Progress as Tell

LINES = 10
"""Lines that a run prints where there is no terminal."""
EVERY = 7
"""Days between two moves of the bar."""


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
