"""Sweeps: every point of a design times scenarios times seeds, and nothing lost on the way."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock
import pyarrow as pa
import pyarrow.parquet as pq

from marketsim.experiments.collecting import RUNS, STATUS, YEARLY, collect
from marketsim.experiments.design_reading import load_design
from marketsim.experiments.designs import Design
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.executors import workers_of
from marketsim.experiments.parts import write_whole
from marketsim.experiments.plan import Plan, planned
from marketsim.experiments.store import FORMAT, Store
from marketsim.experiments.streaming import stream
from marketsim.experiments.sweep import Sweep
from marketsim.experiments.tasks import Outcome, Task
from marketsim.results.folder import MANIFEST, cannot_write, check_writable
from marketsim.version import MODEL_VERSION, __version__


@dataclass(frozen=True)
class Step:
    """How far a sweep is after a run."""

    done: int
    """Runs made now."""
    new: int
    """Runs to be made now."""
    task: Task
    outcome: Outcome


Tell = Callable[[Step], None]


def folder_of(design: Design, out: Path | str = "results") -> Path:
    """Return the folder of a sweep."""
    return Path(out) / f"sweep-{design.name}"


def sweep(
    design: Design | Path | str,
    out: Path | str = "results",
    workers: int = 1,
    scheduler: str | None = None,
    retry_failed: bool = False,
    fail_fast: bool = False,
    started: Callable[[Plan], None] | None = None,
    progress: Tell | None = None,
) -> Sweep:
    """Make the runs of a design that are not there yet, and return all of them.

    Args:
        design: A design, or the YAML file of one.
        out: Folder of results; the sweep has a folder of its own in it, `sweep-<name of the design>`.
        workers: Processes of this machine; 1 runs here, one after the other, to the same bytes.
        scheduler: Address of a running Dask cluster, instead of processes of this machine.
        retry_failed: Make runs again that failed before.
        fail_fast: Begin nothing new once a run has failed.
        started: Called once, before the first run.
        progress: Called after every run.

    Raises:
        ScenarioError: The design is not valid.
        ExperimentError: Another sweep is at work in the folder, or the scheduler does not answer.
        OtherVersionError: The folder holds runs of another version of the model.
        ResultError: The folder cannot be written; what was finished is kept.
    """
    if not isinstance(design, Design):
        design = load_design(design)
    folder = folder_of(design, out)
    with alone(folder):
        store = Store(folder, design.daily)
        store.clear()
        plan = planned(design.tasks(), store, retry_failed)
        if started is not None:
            started(plan)
        if plan.new:
            _run(design, store, plan, workers, scheduler, retry_failed, fail_fast, progress)
            store.merge()
        put_aside(design, folder)
        collect(design, design.tasks(), store, folder)
        write_whole(folder / MANIFEST, _manifest(design, store))
    return Sweep(folder)


def missing(design: Design, store: Store, retry_failed: bool) -> Iterator[Task]:
    """Yield the runs that are to be made; a run that two arms share is made once."""
    begun: set[str] = set()
    for task in design.tasks():
        if task.run in store.finished or task.run in begun or (task.run in store.failed and not retry_failed):
            continue
        begun.add(task.run)
        yield task


def _run(
    design: Design,
    store: Store,
    plan: Plan,
    workers: int,
    scheduler: str | None,
    retry_failed: bool,
    fail_fast: bool,
    progress: Tell | None,
) -> None:
    done = 0

    def take(task: Task, outcome: Outcome) -> bool:
        nonlocal done
        done += 1
        store.put(task, outcome)
        store.merge()
        if progress is not None:
            progress(Step(done, plan.new, task, outcome))
        return not (outcome.error and fail_fast)

    tasks = missing(design, store, retry_failed)
    stream(tasks, workers_of(workers, scheduler), take, design.daily, plan.new)


def put_aside(design: Design, folder: Path) -> Path | None:
    """Move the tables of another design of the same name to a folder of their own, and return it; none without them.

    A design that was made larger holds all runs of the tables, which are then simply written anew.

    Args:
        design: The design whose tables are to be written.
        folder: Folder of the sweep.
    """
    files = [folder / name for name in (YEARLY, STATUS, MANIFEST, RUNS)]  # The one by which they are known last.
    try:
        before = set(pq.read_table(files[-1], columns=["run"])["run"].to_pylist())
    except (OSError, pa.ArrowException, KeyError):
        return None
    for task in design.tasks():
        before.discard(task.run)
    if not before:
        return None
    try:
        with files[-1].open("rb") as held:
            aside = folder / f"earlier-{hashlib.file_digest(held, 'sha256').hexdigest()[:10]}"
        aside.mkdir(exist_ok=True)
        for file in files:
            if file.exists():
                file.replace(aside / file.name)
    except OSError as error:
        raise cannot_write(folder, error) from error
    what = f"{folder} held the tables of another design of this name, or of more runs"
    warnings.warn(f"{what}: they are kept in {aside.name}.", UserWarning, stacklevel=2)
    return aside


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder, so that nobody else writes into it; the system frees it however this one ends."""
    check_writable(folder)
    lock = filelock.FileLock(folder / "store.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise ExperimentError(
            f"Another sweep or calibration is at work in {folder}. Wait for it, or choose another --out."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _manifest(design: Design, store: Store) -> bytes:
    content: dict[str, Any] = {
        "format": FORMAT,
        "model_version": MODEL_VERSION,
        "marketsim": __version__,
        "runs": design.runs,
        **planned_counts(design, store),
        **design.described(),
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def planned_counts(design: Design, store: Store) -> dict[str, int]:
    """Return how many runs of a design are finished and failed."""
    plan = planned(design.tasks(), store)
    return {"finished": plan.finished, "failed": plan.failed}
