"""Pairs of runs of one seed, with a scenario as it is and as it is changed, one after the other as they are done."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import date
from typing import NamedTuple

import pandas as pd

from marketsim.app.pool import Pool
from marketsim.core.compiling import is_warm
from marketsim.results.run import Run
from marketsim.scenario.scenario import Scenario


class Pair(NamedTuple):
    """Two runs of one seed."""

    seed: int
    base: Run
    arm: Run


class Question(NamedTuple):
    """What is asked: two scenarios that may differ in policies, the seeds of the pairs and the days that count."""

    base: Scenario
    arm: Scenario
    seeds: tuple[int, ...]
    since: date
    until: date


def prepare(pool: Pool, base: Scenario, seeds: Sequence[int]) -> None:
    """Let the runs of a base begin, so that they are there when somebody asks what a change does to them."""
    if is_warm():
        pool.later(base, seeds, base.end)


def pairs(pool: Pool, asked: Question) -> Iterator[Pair]:
    """Yield each pair when both of its runs are done; a base that is done has its arm run next.

    What has not begun is given up when the reader goes.
    """
    bases, ready = deque(asked.seeds), deque[int]()
    waiting: dict[Future[Run], tuple[int, bool]] = {}
    done: dict[int, Run] = {}
    try:
        while bases or ready or waiting:
            while (bases or ready) and len(waiting) < (pool.workers + 1 if is_warm() else 1):
                seed, is_arm = (ready.popleft(), True) if ready else (bases.popleft(), False)
                run = _run(pool, asked, seed, is_arm)
                waiting[run] = (seed, is_arm)
            for run in wait(waiting, return_when=FIRST_COMPLETED).done:
                seed, is_arm = waiting.pop(run)
                if is_arm:
                    yield Pair(seed, done[seed], run.result())
                else:
                    done[seed] = run.result()
                    ready.append(seed)
    finally:
        for run in waiting:
            run.cancel()


def _run(pool: Pool, asked: Question, seed: int, is_arm: bool) -> Future[Run]:
    if is_arm:
        return pool.run(asked.arm, seed, asked.until, keep=False)
    whole = asked.base.end if pool.has(asked.base, seed, asked.base.end) else asked.until
    return pool.run(asked.base, seed, whole, keep=True)


def last_day(base: Scenario, since: date, years: int | None) -> date:
    """Return the last day that counts: so many years after the first, or the end of the scenario."""
    if years is None:
        return base.end
    after = (pd.Timestamp(since) + pd.DateOffset(years=years) - pd.Timedelta(days=1)).date()
    return min(base.end, after)
