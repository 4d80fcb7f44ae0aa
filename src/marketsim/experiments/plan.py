"""What is to be done of many runs: which are finished, which failed, and which are missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from marketsim.experiments.store import Store
from marketsim.experiments.tasks import Task


class Plan(NamedTuple):
    """What is to be done."""

    runs: int
    finished: int
    """Runs that are there already."""
    failed: int
    """Runs that failed before and are left alone unless they are to be retried."""
    new: int
    """Runs that will be made; one that two arms share is made once."""
    seconds: float | None
    """Mean seconds of the finished runs, none where there is none."""
    damaged: tuple[Path, ...] = ()
    """Parts that could not be read and were put aside."""


def planned(tasks: Iterable[Task], store: Store, retry_failed: bool = False) -> Plan:
    """Return what is to be done of some runs, by what a store holds of them."""
    runs, finished, failed, seconds = 0, 0, 0, 0.0
    new: set[str] = set()
    for task in tasks:
        runs += 1
        if (place := store.finished.get(task.run)) is not None:
            finished += 1
            seconds += place.seconds
            continue
        failed += task.run in store.failed
        if retry_failed or task.run not in store.failed:
            new.add(task.run)
    mean = seconds / finished if finished else None
    return Plan(runs, finished, failed, len(new), mean, tuple(store.damaged))
