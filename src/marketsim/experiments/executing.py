"""Many runs, one after the other or on several processes; finished ones are kept and never run again."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from marketsim.core.compiling import is_warm
from marketsim.results.folder import check_writable, find, read, write
from marketsim.results.manifest import describe
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario

Progress = Callable[[int, int, str], None]
"""Called after every run with the runs done, all runs, and what was run."""


class Task(NamedTuple):
    """One run of one arm."""

    arm: str
    scenario: Scenario
    seed: int


def run_all(
    tasks: Sequence[Task], keep: Path | None = None, workers: int = 1, progress: Progress | None = None
) -> dict[tuple[str, int], pd.DataFrame]:
    """Return the days of every run by arm and seed.

    Args:
        tasks: What to run.
        keep: Folder of results: runs that are there already are read, others are written to it. None keeps nothing.
        workers: Processes; 1 runs here, one after the other, to the same bits.
        progress: Called after every run.

    Raises:
        ResultError: `keep` cannot be written.
    """
    if keep is not None:
        check_writable(keep)
    found: dict[tuple[str, int], pd.DataFrame] = {}

    def took(task: Task, days: pd.DataFrame) -> None:
        found[task.arm, task.seed] = days
        if progress is not None:
            progress(len(found), len(tasks), f"{task.arm}, seed {task.seed}")

    left = list(tasks)
    while left and (workers == 1 or not is_warm()):  # Compiled once here, the kernels are there for all processes.
        took(left[0], _days(left[0], keep))
        left = left[1:]
    if left:
        with _processes(min(workers, len(left))) as pool:
            waiting = {pool.submit(_days, task, keep): task for task in left}
            for done in as_completed(waiting):
                took(waiting[done], done.result())
    return found


@contextmanager
def _processes(workers: int) -> Iterator[Executor]:
    """Yield a pool that drops what has not begun when the body fails.

    The start method is named: importing Mesa changes the default one.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["marketsim.results.running", "marketsim.model"])
    pool = ProcessPoolExecutor(workers, mp_context=context)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _days(task: Task, keep: Path | None) -> pd.DataFrame:
    """Return the days of one run, from an earlier one where it is kept."""
    if keep is None:
        return run(task.scenario, task.seed).daily
    there = find(keep, describe(task.scenario, task.seed, events=False, audit=False), task.arm)
    if there is not None:
        return read(there, verify=True).daily
    done = run(task.scenario, task.seed)
    write(done, keep, task.arm)
    return done.daily
