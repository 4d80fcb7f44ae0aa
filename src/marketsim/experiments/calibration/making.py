"""From a calibration's file to what was learned."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import filelock

from marketsim.experiments.calibration.checkpoint import MAKERS, check_no_less
from marketsim.experiments.calibration.learned import Learned, finished_in
from marketsim.experiments.calibration.makers import makers_of
from marketsim.experiments.calibration.particles import Hooks
from marketsim.experiments.calibration.reading import load_calibration
from marketsim.experiments.calibration.running import check_folder, folder_of, generations, so_far_of, spent_on
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.experiments.calibration.writing import MANIFEST, write_results
from marketsim.experiments.one_thread import one_thread


@one_thread()
def calibrate(
    calibration: Wanted | Path | str,
    budget: str | None = None,
    out: Path | str = "results",
    workers: int = 1,
    scheduler: str | None = None,
    retry_failed: bool = False,
    changes: Iterable[str] = (),
    so_far: bool = False,
    hooks: Hooks | None = None,
) -> Learned:
    """Make the runs of a calibration that are not there yet, and return what was learned.

    Args:
        calibration: A calibration, or the YAML file of one.
        budget: How much is computed: one of the file's budgets, the first one if none is named.
        out: Folder of results; the calibration has a folder of its own in it, `calibration-<name>-<budget>`.
        workers: Processes of this machine; 1 runs here, one after the other, to the same bytes.
        scheduler: Address of a running Dask cluster, instead of processes of this machine.
        retry_failed: Make runs again that failed before.
        changes: Texts `key=value` that change the scenario, as after `--set`.
        so_far: Learn from the runs that are there and run nothing; they are also written into the small file of the
            generation under way.
        hooks: Who is told of it.

    Raises:
        ScenarioError: The calibration is not valid.
        ExperimentError: Too many runs failed, or somebody else is at work in the folder.
        OtherVersionError: The folder holds runs of another version of the model.
        ResultError: The folder cannot be written; what was finished is kept.
    """
    wanted = calibration if isinstance(calibration, Wanted) else load_calibration(calibration, budget, changes)
    folder = folder_of(wanted, out)
    finished = check_folder(wanted, folder)
    if so_far and finished is None and (folder / MANIFEST).exists():
        Learned(folder).check_version()  # A finished one that is damaged does not become one that goes on.
    if so_far and finished is not None:
        Learned(folder).check_whole()
        return Learned(folder)
    if so_far:
        found = so_far_of(wanted, folder)
    else:
        found = generations(wanted, folder, workers, scheduler, retry_failed, hooks)
        if finished is not None:
            check_no_less(folder, finished, len(found.path))
    spent = {"finished": not so_far, **spent_on(folder, found.particles), MAKERS: makers_of(folder)}
    with filelock.FileLock(folder / "results.lock"):
        if not so_far or finished_in(folder) is None:  # Else another process has brought it to an end meanwhile.
            write_results(wanted, found, folder, spent)
    return Learned(folder)
