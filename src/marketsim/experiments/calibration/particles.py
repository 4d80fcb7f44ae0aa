"""The particles of a calibration as runs of the store, made by any number of workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from marketsim.experiments.calibration.checkpoint import EVERY, Unfinished
from marketsim.experiments.calibration.generations import SEEDS, Told
from marketsim.experiments.calibration.makers import note_maker
from marketsim.experiments.calibration.prior_check import CHECKED, PRIOR_PREDICTIVE, reached_by
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.executors import workers_of
from marketsim.experiments.parts import answers_of, write_whole
from marketsim.experiments.saving import csv_bytes
from marketsim.experiments.store import Store
from marketsim.experiments.streaming import stream
from marketsim.experiments.tasks import Arm, Outcome, Task, tasks_of
from marketsim.results.evidence import answered

MOST_FAILED = 0.1
"""Share of a generation's runs that may fail."""
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
    checked: Callable[[pd.DataFrame], None] | None = None
    """Called with what the first runs over the prior would report."""
    told: Told | None = None
    """Called after every generation."""


def kept(wanted: Wanted) -> tuple[str, ...]:
    """Return the ids of the figures that are kept of every run beside its targets."""
    learned = {target.id for target in wanted.targets}
    return tuple(figure.id for figure in answered() if figure.id not in learned)


class Particles:
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
        """Keep where runs are kept and made, and who is told."""
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
        """Return what happens in particles: a `Simulate`."""
        self.leave()
        numbers = seeds - self.wanted.plan.seed * SEEDS
        generation, truths, tasks = self.found(values, seeds)
        self.keep_found()
        failed: dict[str, str] = {}
        if generation == 0:
            first = {run: of for run, of in tasks.items() if numbers[of[0]] < CHECKED}
            self._run(generation, first, values, numbers, truths, failed)
            self._check_prior(truths[numbers < CHECKED])
            tasks = {run: of for run, of in tasks.items() if run not in first}
        self._run(generation, tasks, values, numbers, truths, failed)
        self.keep_found()
        return truths

    def keep_found(self) -> None:
        """Write what was found of the generation under way."""
        if self._unfinished is not None:
            self._unfinished.write()

    def found(
        self, values: NDArray[np.float64], seeds: NDArray[np.int64]
    ) -> tuple[int, NDArray[np.float64], dict[str, tuple[int, Task]]]:
        """Look for the runs of particles.

        Returns:
            Their generation, what happened in those that are there (NaN in the others), and the others: row and run.
        """
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
        return generation, truths, tasks

    def _check_prior(self, truths: NDArray[np.float64]) -> None:
        """Tell which figures can be reached at all."""
        table = reached_by(self.wanted, dict(zip(self.figures, truths.T, strict=True)))
        write_whole(self.folder / PRIOR_PREDICTIVE, csv_bytes(table))
        if self.hooks.checked is not None:
            self.hooks.checked(table)

    def _run(
        self,
        generation: int,
        tasks: dict[str, tuple[int, Task]],
        values: NDArray[np.float64],
        numbers: NDArray[np.int64],
        truths: NDArray[np.float64],
        failed: dict[str, str],
    ) -> None:
        """Make the runs of a generation that are not there, and put what happened into `truths` and `failed`."""
        store, unfinished = self.store, self._unfinished
        if not self.retry_failed:
            failed |= {run: str(tasks[run][1]) for run in tasks if run in store.failed}
        self._check(generation, failed, len(values))
        new = [task for run, (_, task) in tasks.items() if run not in failed]
        if new:
            note_maker(self.folder, int(numbers[0] + np.isfinite(truths).any(axis=1).sum()))
        if new and self.hooks.begun is not None:
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
                unfinished.write(EVERY)
            if self.hooks.step is not None:
                self.hooks.step(Step(generation, done, len(new), task, outcome))
            return len(failed) <= MOST_FAILED * len(values)

        if new:
            stream(new, workers_of(self.workers, self.scheduler), take, runs=len(new))
            store.merge()
        self._check(generation, failed, len(values))

    def _truth(self, answers: dict[str, float], point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what would be recorded, without error, of every figure that is kept."""
        recorded = self.wanted.recorded(point)
        return np.array([answers.get(name, np.nan) * recorded.get(self.metrics[name], 1.0) for name in self.figures])

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
