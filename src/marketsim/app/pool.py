"""Warm processes that live runs, and what they have lived, for as long as the explorer is open."""

import multiprocessing
import threading
from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from marketsim.experiments.branching import live
from marketsim.experiments.executors import leave_with_parent, start_server
from marketsim.results.run import Run
from marketsim.scenario.scenario import Scenario

MOST_RUNS = 200
"""Runs that are remembered: some three megabytes each."""
MOST_BYTES = 2_000_000_000
"""Size of the folder of evenings beyond which the oldest go."""


class Pool:
    """Processes, the runs that they made, and a folder of its own in which they keep evenings."""

    def __init__(self, workers: int) -> None:
        """Start no process yet.

        Args:
            workers: Processes.
        """
        self.workers = workers
        self._folder = TemporaryDirectory(prefix="marketsim-explore-")
        self._runs: OrderedDict[tuple[str, int, date], Future[Run]] = OrderedDict()
        self._later: deque[tuple[Scenario, int, date]] = deque()
        self._lock = threading.RLock()
        self._processes = self._started()
        _OPEN.append(self)

    def close(self) -> None:
        """End all processes at once, whatever they are at, and remove the evenings."""
        self._later.clear()
        self._processes.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        self._folder.cleanup()

    def has(self, scenario: Scenario, seed: int, until: date) -> bool:
        """Tell whether a run is made, or being made."""
        there = self._runs.get((scenario.digest(), seed, until))
        return there is not None and not there.cancelled() and (not there.done() or there.exception() is None)

    def later(self, scenario: Scenario, seeds: Sequence[int], until: date) -> None:
        """Make runs when no process has anything else to do, instead of those that were to be made so before."""
        with self._lock:
            self._later = deque((scenario, seed, until) for seed in seeds)
        self._feed()

    def _feed(self, _: object = None) -> None:
        """Begin a run that can wait if a process is free, and leave one free for what somebody waits for."""
        with self._lock:
            busy = sum(not run.done() for run in self._runs.values())
            while self._later and busy < max(1, self.workers - 1):
                scenario, seed, until = self._later.popleft()
                if not self.has(scenario, seed, until):
                    self.run(scenario, seed, until, keep=True)
                    busy += 1

    def run(self, scenario: Scenario, seed: int, until: date, keep: bool) -> Future[Run]:
        """Return a run that is made, or was made before; `keep` lets others go on from its evenings."""
        name = (scenario.digest(), seed, until)
        with self._lock:
            there = self._runs.pop(name, None)
            if there is None or there.cancelled() or (there.done() and there.exception() is not None):
                self._tidy()
                there = self._submitted(scenario, seed, until, keep)
                self._runs[name] = there
                there.add_done_callback(self._feed)
            self._runs[name] = there
            return there

    def _submitted(self, scenario: Scenario, seed: int, until: date, keep: bool) -> Future[Run]:
        folder = Path(self._folder.name)
        try:
            return self._processes.submit(live, scenario, seed, folder, until, keep)
        except BrokenProcessPool:  # A process was killed, for want of memory perhaps; the next are new.
            self._processes = self._started()
            return self._processes.submit(live, scenario, seed, folder, until, keep)

    def _started(self) -> ProcessPoolExecutor:
        start_server()
        return ProcessPoolExecutor(self.workers, multiprocessing.get_context("forkserver"), leave_with_parent)

    def _tidy(self) -> None:
        """Forget the oldest runs and evenings where there are too many."""
        while len(self._runs) > MOST_RUNS:
            self._runs.popitem(last=False)
        kept = sorted(Path(self._folder.name).glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
        whole = 0
        for path in kept:
            whole += path.stat().st_size
            if whole > MOST_BYTES:
                path.unlink(missing_ok=True)


def close_all() -> None:
    """Close every pool, so that the explorer ends without waiting for runs that nobody will see."""
    while _OPEN:
        _OPEN.pop().close()


_OPEN: list[Pool] = []
