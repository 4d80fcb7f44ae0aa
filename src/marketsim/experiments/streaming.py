"""Many runs through an executor: a window of handfuls at a time, each outcome taken as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager

from marketsim.core.compiling import is_warm
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.executors import AHEAD, Here, Workers
from marketsim.experiments.simulating import simulate
from marketsim.experiments.taking_turns import handful, together
from marketsim.experiments.tasks import Outcome, Task
from marketsim.version import MODEL_VERSION

Take = Callable[[Task, Outcome], bool]
"""Takes an outcome; tells whether to go on."""
KILLED = "KilledWorker"
"""What Dask raises for a run in which several workers died; named, so that Dask need not be there."""
DIED = "The process died in this run, and again when it was tried alone: killed, or out of memory."


def stream(tasks: Iterable[Task], workers: Workers, take: Take, daily: bool = False, runs: int = 1) -> None:
    """Make runs and take their outcomes, in the order in which they come.

    When a process dies, all runs in flight are suspects: each is tried once more, alone; one that kills its process
    again has failed, and the rest goes on.

    Args:
        tasks: What to run; a new one is drawn when there is room for it.
        workers: Where to run.
        take: Called here with every outcome; when it says no, nothing new is begun.
        daily: Keep every day.
        runs: How many there are: of many, a worker makes some at a time.

    Raises:
        ExperimentError: The cluster is lost.
    """
    with _stopped(workers):
        _Stream(iter(tasks), workers, take, daily, runs).run()


@contextmanager
def _stopped(workers: Workers) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        workers.give_up()
        raise
    finally:
        workers.stop()


class _Stream:
    """The runs of one call."""

    def __init__(self, tasks: Iterator[Task], workers: Workers, take: Take, daily: bool, runs: int) -> None:
        self.tasks, self.workers, self.daily = tasks, workers, daily
        self._take, self._together = take, together(runs, workers.window)
        # Handfuls are long, so that none has to wait near its worker; in a full pipe it would also keep back who wants
        # to leave (before CPython 3.11.5).
        self._window = workers.window if self._together == 1 else max(1, workers.window // AHEAD)
        self.going, self.warm = True, isinstance(workers, Here) or is_warm()
        self.waiting: dict[Future[list[Outcome]], tuple[Task, ...]] = {}
        self.pool = workers.start()

    def take(self, task: Task, outcome: Outcome) -> None:
        self.warm = True
        self.going = self._take(task, outcome) and self.going

    def run(self) -> None:
        while suspects := self.flow():
            for task in suspects:
                if self.going:
                    self.try_alone(task)
            self.pool = self.workers.start()

    def flow(self) -> list[Task]:
        """Run what there is; return the runs that were in flight when a process died."""
        while True:
            lost = self.fill()
            if not self.waiting:
                return lost
            done, _ = wait(self.waiting, return_when=FIRST_COMPLETED)
            for future in done:
                lost += self.taken(future)
            if lost:
                wait(self.waiting)  # A broken pool ends them all at once.
                return lost + [task for future in list(self.waiting) for task in self.taken(future)]

    def fill(self) -> list[Task]:
        """Hand out runs while there is room: one only until kernels are compiled, which all workers then find."""
        while self.going and len(self.waiting) < (self._window if self.warm else 1):
            tasks, self.tasks = handful(self.tasks, self._together if self.warm else 1)
            if not tasks:
                break
            try:
                self.waiting[self.pool.submit(simulate, tasks, self.daily)] = tasks
            except BrokenExecutor:
                return [*tasks]
        return []

    def taken(self, future: Future[list[Outcome]]) -> list[Task]:
        """Take the outcomes of a future; return its tasks if their process died."""
        tasks = self.waiting.pop(future)
        try:
            outcomes = self.outcomes(tasks, future)
        except BrokenExecutor:
            return [*tasks]
        for task, outcome in zip(tasks, outcomes, strict=True):
            self.take(task, outcome)
        return []

    def outcomes(self, tasks: Sequence[Task], future: Future[list[Outcome]]) -> list[Outcome]:
        try:
            made = future.result()
            for version in {outcome.model_version for outcome in made} - {MODEL_VERSION}:
                what = f"A worker has version {version} of the model, here is version {MODEL_VERSION}"
                raise ExperimentError(f"{what}. Install the same marketsim everywhere.")
            return made
        except (BrokenExecutor, ExperimentError):
            raise
        except CancelledError as error:
            raise ExperimentError("The cluster is lost; what was finished is kept. Run the same again.") from error
        except Exception as error:
            if type(error).__name__ == KILLED and len(tasks) > 1:
                raise BrokenExecutor(f"{error}") from error  # One of them did it; alone it is seen which.
            if type(error).__name__ == KILLED:
                return [Outcome(tasks[0].run, 0.0, error=f"{DIED} {error}")]
            raise ExperimentError(f"A worker cannot make runs: {type(error).__name__}: {error}") from error

    def try_alone(self, task: Task) -> None:
        try:
            pool: Executor = self.workers.start()
            outcome = self.outcomes((task,), pool.submit(simulate, (task,), self.daily))[0]
        except BrokenExecutor:
            outcome = Outcome(task.run, 0.0, error=DIED)
        self.take(task, outcome)
