"""How many runs a worker makes at a time, rule by rule in turn.

A rule's code is cold when its turn comes in a single run. Runs of the whole history that take turns need 21 % less time
at a fiftieth of the market (sixteen at a time), 15 % less at a tenth (six), to the same bytes; `benchmarks/sweeping.py
--only turns` measures it.
"""

from collections.abc import Iterator
from itertools import chain, islice

from marketsim.experiments.tasks import Task

MOST = 8
"""Runs that take turns at most: more gain hardly anything, and need memory."""
HANDOUTS = 16
"""Times at least that each place is handed something: progress is seen, little is lost by a kill, and no worker waits
long for the last one."""
ROOM = 1.0
"""Whole markets that runs taking turns are together at most: they are in memory all at once."""


def together(runs: int, places: int) -> int:
    """Return how many runs may take turns.

    Args:
        runs: Runs to be made.
        places: How many can be handed out before the first of them is finished.
    """
    return max(1, min(MOST, runs // (HANDOUTS * places)))


def handful(tasks: Iterator[Task], most: int) -> tuple[tuple[Task, ...], Iterator[Task]]:
    """Return runs that take turns, none if there are no more, and those that are left."""
    taken: list[Task] = []
    room = ROOM + 1e-9
    for task in islice(tasks, most):
        room -= task.arm.scale
        if taken and room < 0.0:
            return tuple(taken), chain((task,), tasks)
        taken.append(task)
    return tuple(taken), tasks
