"""A calibration on the engine of sweeps: from a folder of finished runs to what they tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.checkpoint import (
    MADE_WITH,
    check_finished,
    check_made_with,
    has_particles,
    note_made_with,
)
from marketsim.experiments.calibration.generations import SEEDS, Calibration, design_of, from_reference
from marketsim.experiments.calibration.generations import calibrate as learn
from marketsim.experiments.calibration.learned import finished_in
from marketsim.experiments.calibration.particle_file import rows_of
from marketsim.experiments.calibration.particles import Hooks, Particles, kept
from marketsim.experiments.calibration.prior import at
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.estimating import Estimate, estimate
from marketsim.experiments.store import Store
from marketsim.experiments.sweeping import alone

RUN_MB = 0.01
"""A run on disk."""
LEAST = 64
"""Finished runs from which something can be learned."""


def folder_of(wanted: Wanted, out: Path | str = "results") -> Path:
    """Return the folder of a calibration."""
    return Path(out) / f"calibration-{wanted.name}-{wanted.budget}"


def check_folder(wanted: Wanted, folder: Path) -> dict[str, Any] | None:
    """Check that a folder may hold a calibration, and return what it says of itself if it was brought to an end.

    Raises:
        ExperimentError: It holds another one, or a finished one that would be replaced.
        OtherVersionError: It holds runs of another version of the model.
    """
    finished = finished_in(folder)
    if finished is not None:
        check_finished(wanted, folder, finished)
    check_made_with(wanted, folder)
    return finished


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
        note_made_with(wanted, folder)
        store = Store(folder / "runs")
        store.clear()
        runs = Particles(wanted, folder, store, workers, scheduler, retry_failed, hooks)
        found = learn(
            wanted.priors, wanted.targets, runs, wanted.plan, folder, hooks.told, kept(wanted), wanted.scenario.scale
        )
        runs.leave()
    return found


def so_far_of(wanted: Wanted, folder: Path) -> Calibration:
    """Return what the runs that are there tell, and write them into the file of the generation under way.

    Raises:
        ExperimentError: There are too few.
        OtherVersionError: The folder holds runs of another version of the model.
    """
    if (folder / MADE_WITH).exists() or has_particles(folder):
        note_made_with(wanted, folder)
    later = 0
    while (folder / f"generation-{later:02d}.parquet").exists():
        later += 1
    if later:
        plan = replace(wanted.plan, most=later - 1)
        return learn(wanted.priors, wanted.targets, _no_run, plan, folder, None, kept(wanted), wanted.scenario.scale)
    runs = Particles(wanted, folder, Store(folder / "runs", look=True), 1, None, False, Hooks())
    shares = design_of(len(wanted.priors), wanted.plan)
    _, truths, _ = runs.found(at(wanted.priors, shares), wanted.plan.seed * SEEDS + np.arange(len(shares)))
    runs.keep_found()
    there = np.isfinite(truths).any(axis=1)
    names = [f"share:{prior.name}" for prior in wanted.priors] + [f"truth:{name}" for name in runs.figures]
    table = pd.DataFrame(np.column_stack((shares, truths)), columns=names)
    table.insert(0, "number", np.arange(len(shares)))
    reference = table.loc[np.flatnonzero(there)].reset_index(drop=True)
    if len(reference) < LEAST:
        raise ExperimentError(f"{folder} holds {len(reference)} finished runs; {LEAST} are the least to learn from.")
    keep = max(1, len(reference) * wanted.plan.keep // wanted.plan.design)
    return from_reference(wanted.targets, reference, replace(wanted.plan, keep=keep), wanted.scenario.scale)


def spent_on(folder: Path, particles: pd.DataFrame) -> dict[str, float | None]:
    """Return what runs cost: how many failed, and seconds of one on one worker and of all.

    The store may be elsewhere: runs that failed are then those of which nothing is known, and seconds are those that a
    finished calibration of as many runs in this folder tells, or none.

    Args:
        folder: Folder of the calibration.
        particles: Every particle that was run, with what happened (`truth:`).
    """
    store = Store(folder / "runs", look=True)
    truths = particles[[name for name in particles if str(name).startswith("truth:")]]
    failed = max(int(truths.isna().all(axis=1).sum()), len(store.failed))
    seconds = [place.seconds for place in store.finished.values()]
    if not seconds:
        before = finished_in(folder) or {}
        told = before if before.get("runs") == len(particles) else {}
        return {"failed": failed, "seconds_a_run": told.get("seconds_a_run"), "seconds": told.get("seconds")}
    mean = sum(seconds) / len(seconds)
    return {"failed": failed, "seconds_a_run": round(mean, 3), "seconds": round(mean * len(particles))}


def _no_run(values: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
    raise ExperimentError("Nothing is to be run.")


class Outlook(NamedTuple):
    """What a calibration is going to cost, roughly."""

    finished: int
    """Runs that are there already."""
    cost: Estimate
    """Of what is still to be made."""
    damaged: tuple[Path, ...]
    """Parts of the store that cannot be read; they are put aside before runs are made."""


def outlook(wanted: Wanted, folder: Path, workers: int = 1) -> Outlook:
    """Look into the folder of a calibration and tell what is left to be done; nothing is written.

    Raises:
        ExperimentError: The folder is another calibration's.
        OtherVersionError: It holds runs of another version of the model.
        ResultError: A file of particles is damaged.
    """
    check_folder(wanted, folder)
    files = {path.name.split(".")[0]: path for path in sorted(folder.glob("generation-*.parquet"), reverse=True)}
    tables = [rows_of(path) for path in files.values()]  # The whole one, if a kill left both of a generation.
    store = Store(folder / "runs", look=True)
    seconds = [place.seconds for place in store.finished.values()]
    finished = max(sum(tables), len(seconds))
    mean = sum(seconds) / len(seconds) if seconds else None
    cost = estimate([wanted.scenario], wanted.runs - finished, mean, workers, RUN_MB)
    return Outlook(finished, cost, tuple(store.damaged))
