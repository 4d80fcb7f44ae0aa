"""Where runs are made: here, in processes of this machine, or on a Dask cluster. All are `concurrent.futures`."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import forkserver, resource_tracker
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from marketsim.core.compiling import is_warm
from marketsim.experiments.errors import ExperimentError, WrongCallError

AHEAD = 2
"""Handed out for each worker: one in work, one that waits for it."""
ADDRESS = r"((tcp|tls)://)?([^\s/:]+|\[[0-9a-fA-F:.%\w]+\]):\d{1,5}"
"""What an address of a scheduler looks like."""
TIMEOUT = 5.0
"""Seconds in which a scheduler has to answer: with what is imported before, the user waits less than ten."""


def places(workers: int) -> int:
    """Return how much is handed out at once to processes of this machine."""
    return AHEAD * workers if workers > 1 else 1


class Workers(Protocol):
    """A place where runs are made."""

    window: int
    """Runs, or handfuls of runs, that are handed out at once."""

    def start(self) -> Executor:
        """Return an executor; a new one after one that broke."""

    def stop(self) -> None:
        """Give up what has not begun and leave."""

    def give_up(self) -> None:
        """Give up what is in work as well: the user wants to leave."""


class PlainLoop(Executor):
    """Calls are made here and now, one after the other."""

    def submit(self, call: Callable[..., Any], /, *words: Any, **named: Any) -> Future[Any]:
        """Make a call and return its result as a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(call(*words, **named))
        except Exception as error:
            future.set_exception(error)
        return future


class Here:
    """This process."""

    window = 1

    def start(self) -> Executor:
        """Return a plain loop."""
        return PlainLoop()

    def stop(self) -> None:
        """Do nothing."""

    def give_up(self) -> None:
        """Do nothing: what was in work here has been interrupted."""


class Processes:
    """Processes of this machine.

    The start method is named: importing Mesa changes the default one.
    """

    def __init__(self, workers: int) -> None:
        """Start none yet."""
        self.workers, self.window = workers, places(workers)
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> Executor:
        """Return a new pool, the old one left."""
        self.stop()
        start_server()
        self._pool = ProcessPoolExecutor(self.workers, multiprocessing.get_context("forkserver"), _begin)
        return self._pool

    def stop(self) -> None:
        """Leave the pool; what has not begun is given up."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def give_up(self) -> None:
        """End the processes: an interrupt that only this one heard would wait minutes for them."""
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()


class Cluster:
    """Workers of a running Dask cluster."""

    def __init__(self, address: str) -> None:
        """Join the cluster of a scheduler.

        Raises:
            WrongCallError: That is no address.
            ExperimentError: It does not answer, has no workers, or Dask is not installed.
        """
        if not re.fullmatch(ADDRESS, address):
            raise WrongCallError(f"'{address}' is no address of a scheduler. Write one as tcp://10.0.0.1:8786.")
        try:
            from distributed import Client
        except ImportError as error:
            raise ExperimentError(
                "A cluster wants Dask. In marketsim's folder: .venv/bin/pip install -c constraints.txt -e '.[dask]'"
            ) from error

        class Joining(Client):
            """A client that has nothing to close where it could not join: that would take ten seconds and complain."""

            def __init__(self) -> None:
                try:
                    super().__init__(address, timeout=TIMEOUT, set_as_default=False)
                except BaseException:
                    self.status = "closed"
                    raise

        try:
            self._client = _within(TIMEOUT + 1.0, Joining)
        except (OSError, ValueError, TypeError) as error:
            what = f"The scheduler {address} does not answer within {TIMEOUT:g} s"
            raise ExperimentError(f"{what}. Start it with 'dask scheduler', or check its address.") from error
        self.window = AHEAD * self._cores(address)

    def _cores(self, address: str) -> int:
        cores = sum(self._client.ncores().values())
        if not cores:
            self._client.close()
            raise ExperimentError(f"The scheduler {address} has no workers. Start some with 'dask worker {address}'.")
        return int(cores)

    def start(self) -> Executor:
        """Return the executor of the cluster; each run is made for itself, none is taken for another."""
        return self._client.get_executor(pure=False)

    def stop(self) -> None:
        """Leave the cluster; it goes on without us."""
        self._client.close()

    def give_up(self) -> None:
        """Do nothing: the cluster drops what nobody waits for."""


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """Return what a call gives, but wait no longer: Dask waits forever for who takes its call and says nothing."""
    future: Future[Any] = Future()

    def made() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=made, daemon=True).start()
    return future.result(seconds)


def workers_of(workers: int = 1, scheduler: str | None = None) -> Workers:
    """Return where to run.

    Args:
        workers: Processes of this machine; 1 runs here.
        scheduler: Address of the scheduler of a running Dask cluster, as `tcp://10.0.0.1:8786`.

    Raises:
        ExperimentError: The scheduler does not answer, or there are no workers.
    """
    if scheduler is not None:
        return Cluster(scheduler)
    if workers < 1:
        raise ExperimentError(f"One worker at least is wanted, not {workers}.")
    return Here() if workers == 1 else Processes(workers)


def get_ready(workers: int, scheduler: str | None = None) -> None:
    """Let processes of this machine get ready while this one still reads, unless that would mean to compile."""
    if scheduler is None and workers > 1 and is_warm():
        start_server()


def start_server() -> None:
    """Start the server from which workers are forked, if it does not run yet, and do not wait for it.

    It loads the model and its kernels by itself. Until it has, an interrupt is nothing to it: this process hears it
    too, and without a parent the server leaves.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload(["marketsim.experiments.warming"])
    resource_tracker.ensure_running()  # It would unblock the signal.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Let a worker leave at once when it is interrupted, and when its parent is gone, however that died."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(128 + signal.SIGINT))
    leave_with_parent()


def leave_with_parent() -> None:
    """Let this process end when its parent has, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()


def _leave_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
