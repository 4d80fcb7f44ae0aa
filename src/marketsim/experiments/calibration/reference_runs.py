"""The runs over the prior of a calibration, as far as they go: known truths and a second opinion rest on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from marketsim.experiments.calibration.generations import Plan, design_of
from marketsim.experiments.calibration.particle_file import read_particles
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
        ResultError: There are none.
    """
    keys = keys_of(manifest)
    for name in ("generation-00.parquet", "generation-00.partial.parquet"):
        if not (folder / name).exists():
            continue
        table = read_particles(folder / name)
        if f"share:{keys[0]}" in table:
            return table
        shares = design_of(len(keys), Plan(**manifest["plan"]))[table["number"].to_numpy(np.int64)]
        return pd.concat((table, pd.DataFrame(shares, columns=[f"share:{key}" for key in keys])), axis=1)
    what = f"{folder} holds no runs over the prior (generation-00.parquet)"
    raise ResultError(f"{what}. Copy it there from where it was calibrated, or calibrate there.")
