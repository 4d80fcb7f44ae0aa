"""The finished runs of a calibration, read again: known truths and a second opinion rest on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.checkpoint import SAME
from marketsim.experiments.calibration.generations import Calibration, Plan, calibrate, design_of, from_reference
from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.particle_file import damaged, read_particles
from marketsim.experiments.calibration.prior import Prior, Shape, at
from marketsim.experiments.errors import ExperimentError
from marketsim.results.errors import ResultError


def keys_of(manifest: Mapping[str, Any]) -> list[str]:
    """Return what was calibrated, in its order."""
    return [prior["key"] for prior in manifest["priors"]]


def reference_runs(folder: Path, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return the runs over the prior: `number`, `share:` a parameter and `truth:` a figure, one row a run.

    Args:
        folder: Folder of the calibration.
        manifest: What it says of itself.

    Raises:
        ResultError: There are none, some are lost, or they are of other priors.
    """
    keys = keys_of(manifest)
    for name in ("generation-00.parquet", "generation-00.partial.parquet"):
        if not (folder / name).exists():
            continue
        table = read_particles(folder / name)
        if len(table) < (told := manifest["path"][0].get("runs", 0)):
            what = f"{folder / name} holds {len(table)} runs, and calibration.json tells of {told}: a part is lost"
            raise ResultError(f"{what}. Copy both from one calibration.")
        if f"share:{keys[0]}" in table:
            return table
        plan, numbers = Plan(**manifest["plan"]), table["number"].to_numpy(np.int64)
        if len(numbers) and numbers.max() >= plan.design:
            raise damaged(folder / name, f"run {numbers.max()} is none of the design")
        shares = design_of(len(keys), plan)[numbers]
        _check_values(folder / name, table, [prior_of(said) for said in manifest["priors"]], shares)
        return pd.concat((table, pd.DataFrame(shares, columns=[f"share:{key}" for key in keys])), axis=1)
    what = f"{folder} holds no runs over the prior (generation-00.parquet)"
    raise ResultError(f"{what}. Copy it there from where it was calibrated, or calibrate there.")


def _check_values(path: Path, table: pd.DataFrame, priors: Sequence[Prior], shares: NDArray[np.float64]) -> None:
    """Refuse runs over another prior, whose values would not be drawn now.

    Raises:
        ResultError: There are such.
    """
    drawn = at(priors, shares)
    for i, prior in enumerate(priors):
        column = f"value:{prior.name}"
        if column not in table or not np.allclose(table[column], drawn[:, i], rtol=SAME, atol=0.0):
            what = f"{path} holds runs that were not drawn from the prior of {prior.name} that calibration.json tells"
            raise ResultError(f"{what}. Copy both from one calibration.")


def replayed(folder: Path, manifest: Mapping[str, Any], targets: Sequence[Target]) -> Calibration:
    """Return a calibration as its runs made it.

    Of one whose design is under way as large a share of the runs is kept as it kept when it was last looked at.

    Raises:
        ResultError: There are no runs over the prior, or none of a later generation.
    """
    plan, path = Plan(**manifest["plan"]), manifest["path"]
    files = [folder / f"generation-{place:02d}.parquet" for place in range(len(path))]
    if len(path) > 1:
        if lost := next((file for file in files if not file.exists()), None):
            what = f"{lost} is not there, and calibration.json tells of {len(path)} generations: a part is lost"
            raise ResultError(f"{what}. Copy it there from where it was calibrated, or calibrate there.")
        priors = [prior_of(said) for said in manifest["priors"]]
        later = replace(plan, most=len(path) - 1, least=len(path) - 1)
        return calibrate(priors, targets, _no_run, later, folder, scale=manifest["scale"])
    reference = reference_runs(folder, manifest)
    kept = max(1, round(path[-1]["kept"] * min(1.0, len(reference) / manifest["runs"])))
    return from_reference(targets, reference, replace(plan, keep=min(kept, len(reference))), manifest["scale"])


def _no_run(values: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
    raise ExperimentError("Nothing is to be run.")


def prior_of(said: Mapping[str, Any]) -> Prior:
    """Return a prior that a calibration's manifest holds; where it says no `least` or `most`, it is not cut off."""
    least, most = said.get("least"), said.get("most")
    return Prior(
        said["key"],
        said["low"],
        said["high"],
        Shape(said["shape"]),
        -np.inf if least is None else least,
        np.inf if most is None else most,
    )
