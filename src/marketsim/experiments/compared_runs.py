"""The runs behind a comparison: made where they are missing, kept with all their days, and told in figures."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from marketsim.experiments.effects import Figures
from marketsim.experiments.executors import workers_of
from marketsim.experiments.figures_of_run import discounted_figures, plain_figures
from marketsim.experiments.plan import Plan, planned
from marketsim.experiments.store import Store
from marketsim.experiments.streaming import stream
from marketsim.experiments.tasks import REFERENCE_POINT, Arm, Outcome, Task, tasks_of
from marketsim.results.consequences import Column
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION

Progress = Callable[[int, int, str], None]
"""Called after every new run with the new runs done, all new runs, and what was run."""
Started = Callable[[Plan], None]
"""Called before the first run with what is to be done."""
Counted = tuple[date, date, Sequence[Column]]
"""First and last day that counts, and columns beside the ledger."""


class Made(NamedTuple):
    """Figures of finished runs by arm and seed, and a table of those that failed."""

    plain: Figures
    discounted: Figures
    failed: pd.DataFrame


def figures_of_all(
    scenarios: Mapping[str, Scenario],
    seeds: Sequence[int],
    counted: Counted,
    keep: Path | str | None,
    where: tuple[int, str | None],
    started: Started,
    progress: Progress,
) -> Made:
    """Return the figures of every run; those that are not kept yet are made.

    Args:
        scenarios: Scenarios by name.
        seeds: Seeds.
        counted: What counts.
        keep: Folder of results; runs are kept in a folder of it that all comparisons share.
        where: Processes, and the address of a Dask cluster or none.
        started: Called before the first run.
        progress: Called after every new run.
    """
    tasks = _tasks(scenarios, seeds)
    with _folder(keep) as folder:
        store = Store(folder, daily=True)
        missing = list({task.run: task for task in tasks if task.run not in store.finished}.values())
        started(planned(tasks, store, retry_failed=True))
        if missing:
            _make(missing, store, where, progress)
        rate = next(iter(scenarios.values())).economics.discount_rate or 0.0
        return _told(tasks, store, counted, rate)


def plan_of(scenarios: Mapping[str, Scenario], seeds: Sequence[int], keep: Path | str) -> Plan:
    """Look at the runs that are kept and return what is to be done; nothing is written.

    Args:
        scenarios: Scenarios by name.
        seeds: Seeds.
        keep: Folder of results.

    Raises:
        OtherVersionError: The folder holds runs of another version of the model.
    """
    return planned(_tasks(scenarios, seeds), Store(_place(keep), daily=True, look=True), retry_failed=True)


def _tasks(scenarios: Mapping[str, Scenario], seeds: Sequence[int]) -> list[Task]:
    """Return the runs of all arms, seed by seed, so that whole pairs come first."""
    arms = {name: tasks_of(Arm(name, REFERENCE_POINT, scenario), tuple(seeds)) for name, scenario in scenarios.items()}
    return [arms[name][place] for place in range(len(seeds)) for name in arms]


def _make(missing: Sequence[Task], store: Store, where: tuple[int, str | None], progress: Progress) -> None:
    done = 0

    def take(task: Task, outcome: Outcome) -> bool:
        nonlocal done
        done += 1
        store.put(task, outcome)
        progress(done, len(missing), f"{task}{' failed' if outcome.error else ''}")
        return True

    stream(missing, workers_of(min(where[0], len(missing)), where[1]), take, daily=True, runs=len(missing))


def _told(tasks: Sequence[Task], store: Store, counted: Counted, rate: float) -> Made:
    plain: Figures = {}
    discounted: Figures = {}
    failed = []
    since, until, columns = counted
    for task in tasks:
        if task.run not in store.finished:
            facts = store.failed[task.run]
            row = {"arm": task.arm.name, "seed": task.seed, "error": facts["error"], "traceback": facts["traceback"]}
            failed.append(row)
            continue
        daily = pd.read_parquet(io.BytesIO(store.days(task.run)), engine="pyarrow")
        plain[task.arm.name, task.seed] = plain_figures(daily, since, until, columns)
        discounted[task.arm.name, task.seed] = discounted_figures(daily, since, until, rate)
    return Made(plain, discounted, pd.DataFrame(failed, columns=["arm", "seed", "error", "traceback"]))


def days_of(
    scenario: Scenario, seeds: Sequence[int], keep: Path | str, measures: Sequence[str]
) -> Iterator[pd.DataFrame]:
    """Yield measures of every day, burn-in included, of runs that are finished and kept, seed by seed.

    Args:
        scenario: What was run.
        seeds: Seeds.
        keep: Folder of results.
        measures: Measures that are read.
    """
    store = Store(_place(keep), daily=True, look=True)
    for task in tasks_of(Arm("", REFERENCE_POINT, scenario), tuple(seeds)):
        yield pd.read_parquet(io.BytesIO(store.days(task.run)), engine="pyarrow", columns=list(measures))


def _place(keep: Path | str) -> Path:
    """Return the folder of the runs; every version of the model has its own."""
    return Path(keep) / f"compared-runs-{MODEL_VERSION}"


@contextmanager
def _folder(keep: Path | str | None) -> Iterator[Path]:
    """Yield the folder of the runs, which is gone afterwards where none is kept."""
    if keep is not None:
        yield _place(keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
