"""The server from which workers are forked imports this, and has all kernels loaded: its workers share them."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SCALE, DAYS = 0.02, 60
"""Of a market that is small, and long enough for nearly every rule to have something to do."""
EVERY = 0.1
"""Seconds between two looks at whether there still is a parent."""


def warm() -> None:
    """Load the kernels; if that fails, the runs will tell why."""
    with suppress(Exception), _leaving_with(os.getppid()):
        import marketsim.experiments.simulating  # noqa: F401
        from marketsim.results.running import run
        from marketsim.scenario.scenario import Scenario

        run(Scenario.model_validate({"scale": SCALE}), days=DAYS)


def hear_again() -> None:
    """Undo what `start_server` did: an interrupt that came meanwhile is the parent's business."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    signal.signal(signal.SIGINT, before)


@contextmanager
def _leaving_with(parent: int) -> Iterator[None]:
    """Leave when the parent has ended: a server that has not begun to serve does not notice by itself."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


warm()
hear_again()
