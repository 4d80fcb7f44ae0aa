"""A calibration on the engine of sweeps: its particles are runs of the store, made by any number of workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from marketsim.experiments.calibration.checkpoint import Unfinished, check_made_with
from marketsim.experiments.calibration.generations import SEEDS, Calibration, Told
from marketsim.experiments.calibration.generations import calibrate as learn
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.estimating import memory_of, seconds_of
from marketsim.experiments.executors import workers_of
from marketsim.experiments.parts import answers_of
from marketsim.experiments.store import Store
from marketsim.experiments.streaming import stream
from marketsim.experiments.sweeping import alone
from marketsim.experiments.tasks import Arm, Outcome, Task, tasks_of
from marketsim.results.evidence import answered

MOST_FAILED = 0.1
"""Share of a generation's runs that may fail."""
RUN_MB = 0.01
"""A run on disk."""
FEW = 10
"""Failed runs that are named."""


class FailedRunsError(ExperimentError):
    """Too many runs of a generation failed."""

    exit_code = 4


@dataclass(frozen=True)
class Step:
    """How far a generation is after a run."""

    generation: int
    done: int
    """Runs made now."""
    new: int
    """Runs to be made now."""
    task: Task
    outcome: Outcome


@dataclass(frozen=True)
class Hooks:
    """Who is told what."""

    begun: Callable[[int, int, int], None] | None = None
    """Called before the runs of a generation, with its number, its runs, and those that are to be made now."""
    step: Callable[[Step], None] | None = None
    """Called after every run."""
    told: Told | None = None
    """Called after every generation."""


def folder_of(wanted: Wanted, out: Path | str = "results") -> Path:
    """Return the folder of a calibration."""
    return Path(out) / f"calibration-{wanted.name}-{wanted.budget}"


def kept(wanted: Wanted) -> tuple[str, ...]:
    """Return the ids of the figures that are kept of every run beside its targets."""
    learned = {target.id for target in wanted.targets}
    return tuple(figure.id for figure in answered() if figure.id not in learned)


def generations(
    wanted: Wanted,
    folder: Path,
    workers: int = 1,
    scheduler: str | None = None,
    retry_failed: bool = False,
    hooks: Hooks | None = None,
) -> Calibration:
    """Make the runs of a calibration that are not there yet, generation by generation.

    Args:
        wanted: The calibration.
        folder: Its folder.
        workers: Processes of this machine; 1 runs here, one after the other, to the same bytes.
        scheduler: Address of a running Dask cluster, instead of processes of this machine.
        retry_failed: Make runs again that failed before.
        hooks: Who is told of it.

    Raises:
        ExperimentError: Somebody else is at work in the folder, it is another calibration's, or too many runs failed.
        OtherVersionError: The folder holds runs of another version of the model.
        ResultError: The folder cannot be written; what was finished is kept.
    """
    hooks = hooks or Hooks()
    with alone(folder):
        check_made_with(wanted, folder)
        store = Store(folder / "runs")
        store.clear()
        runs = _Runs(wanted, folder, store, workers, scheduler, retry_failed, hooks)
        found = learn(wanted.priors, wanted.targets, runs, wanted.plan, folder, hooks.told, kept(wanted))
        runs.leave()
    return found


class _Runs:
    """Makes the runs of particles; one object serves all generations."""

    def __init__(
        self,
        wanted: Wanted,
        folder: Path,
        store: Store,
        workers: int,
        scheduler: str | None,
        retry_failed: bool,
        hooks: Hooks,
    ) -> None:
        self.wanted, self.folder, self.store, self.hooks = wanted, folder, store, hooks
        self.workers, self.scheduler, self.retry_failed = workers, scheduler, retry_failed
        self.figures = [*(target.id for target in wanted.targets), *kept(wanted)]
        self.metrics = {figure.id: figure.metric for figure in answered()}
        self._unfinished: Unfinished | None = None

    def leave(self) -> None:
        """Remove what the last generation, now finished, needed while it was under way."""
        if self._unfinished is not None:
            self._unfinished.remove()

    def __call__(self, values: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
        self.leave()
        plan = self.wanted.plan
        numbers = seeds - plan.seed * SEEDS
        generation = 0 if numbers[0] < plan.design else 1 + (int(numbers[0]) - plan.design) // plan.new
        keys = [prior.name for prior in self.wanted.priors]
        self._unfinished = unfinished = Unfinished(self.folder, generation, keys, self.figures)
        truths = np.full((len(values), len(self.figures)), np.nan)
        tasks: dict[str, tuple[int, Task]] = {}
        for row, number in enumerate(numbers):
            known = unfinished.truth(int(number), values[row])
            if known is not None:
                truths[row] = known
            else:
                arm = Arm(self.wanted.name, int(number) + 1, self.wanted.scenario, self.wanted.values(values[row]))
                task = tasks_of(arm, (int(seeds[row]),))[0]
                tasks[task.run] = row, task
        made = self.store.answers(run for run in tasks if run in self.store.finished)
        for run, answers in made.items():
            row, task = tasks.pop(run)
            truths[row] = self._truth(answers, values[row])
            unfinished.put(int(numbers[row]), values[row], truths[row])
        unfinished.write()
        self._run(generation, tasks, values, numbers, truths)
        unfinished.write()
        return truths

    def _run(
        self,
        generation: int,
        tasks: dict[str, tuple[int, Task]],
        values: NDArray[np.float64],
        numbers: NDArray[np.int64],
        truths: NDArray[np.float64],
    ) -> None:
        """Make the runs of a generation that are not there, and put what happened into `truths`."""
        store, unfinished = self.store, self._unfinished
        failed = {} if self.retry_failed else {run: str(tasks[run][1]) for run in tasks if run in store.failed}
        self._check(generation, failed, len(values))
        new = [task for run, (_, task) in tasks.items() if run not in failed]
        if self.hooks.begun is not None:
            self.hooks.begun(generation, len(values), len(new))
        done = 0

        def take(task: Task, outcome: Outcome) -> bool:
            nonlocal done
            done += 1
            store.put(task, outcome)
            store.merge()
            if outcome.error:
                failed[task.run] = str(task)
            else:
                row = tasks[task.run][0]
                truths[row] = self._truth(answers_of(_table(outcome))[task.run], values[row])
                assert unfinished is not None
                unfinished.put(int(numbers[row]), values[row], truths[row])
            if self.hooks.step is not None:
                self.hooks.step(Step(generation, done, len(new), task, outcome))
            return len(failed) <= MOST_FAILED * len(values)

        if new:
            stream(iter(new), workers_of(self.workers, self.scheduler), take)
            store.merge()
        self._check(generation, failed, len(values))

    def _truth(self, answers: dict[str, float], point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what would be recorded, without error, of every figure that is kept."""
        recorded = self.wanted.recorded(point)
        return np.array([answers[name] * recorded.get(self.metrics[name], 1.0) for name in self.figures])

    def _check(self, generation: int, failed: dict[str, str], runs: int) -> None:
        if len(failed) <= MOST_FAILED * runs:
            return
        named = [f"{name}: {self.store.failed[run]['error']}" for run, name in list(failed.items())[:FEW]]
        more = f"\nand {len(failed) - FEW} more" if len(failed) > FEW else ""
        what = f"{len(failed)} of {runs} runs of generation {generation} failed; a tenth may"
        told = "\n".join(named)
        raise FailedRunsError(
            f"{what}:\n{told}{more}\nTracebacks are in {self.store.folder / 'failed'}. Narrow the priors, or mend the "
            "model; --retry-failed makes failed runs again."
        )


def _table(outcome: Outcome) -> pa.Table:
    return pq.read_table(pa.BufferReader(outcome.figures))


class Outlook(NamedTuple):
    """What a calibration is going to cost, roughly."""

    finished: int
    """Runs that are there already."""
    seconds: float
    """Of a run on one worker."""
    measured: bool
    """The seconds are those of finished runs."""
    memory_mb: float
    """Of one worker."""
    disk_mb: float
    """Of what is still to be made."""


def outlook(wanted: Wanted, folder: Path) -> Outlook:
    """Look into the folder of a calibration and tell what is left to be done; nothing is written."""
    tables = [pq.read_metadata(path).num_rows for path in folder.glob("generation-*.parquet")]
    store = Store(folder / "runs", look=True)
    seconds = [place.seconds for place in store.finished.values()]
    finished = max(sum(tables), len(seconds))
    mean = sum(seconds) / len(seconds) if seconds else seconds_of(wanted.scenario)
    disk = RUN_MB * (wanted.runs - finished)
    return Outlook(finished, mean, bool(seconds), memory_of(wanted.scenario), disk)
