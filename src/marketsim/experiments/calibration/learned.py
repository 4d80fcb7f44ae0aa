"""A calibration that was made: its tables, read when they are asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from marketsim.experiments.calibration.checkpoint import MAKERS, are_makers
from marketsim.experiments.calibration.prior_check import PRIOR_PREDICTIVE
from marketsim.experiments.calibration.writing import MANIFEST, PARAMETERS, PATH, POPULATION, POSTERIOR
from marketsim.experiments.errors import OtherVersionError
from marketsim.results.errors import ResultError
from marketsim.scenario.posterior import shipped_folder
from marketsim.scenario.recorded import RECORDED
from marketsim.version import MODEL_VERSION

ENOUGH = 60.0
"""Last particles a calibrated number below which a reader is warned (docs/calibration.md)."""
STEP = ("generation", "runs", "kept", "tolerance", "acceptance", "effective_size")
"""What is held of each generation."""
NUMBERS = ("prior_low", "prior_median", "prior_high", "low", "median", "high", "explained", "contraction")
"""Columns of numbers of `parameters.csv`."""


@dataclass(frozen=True)
class Learned:
    """What was learned from reported figures."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What was learned from what, and what it cost.

        Raises:
            ResultError: There is no calibration in the folder.
            OtherVersionError: It was made with another version of the model.
        """
        path = self.folder / MANIFEST
        try:
            held = json.loads(path.read_bytes())
        except OSError as error:
            raise ResultError(
                f"{self.folder} holds no calibration that was brought to an end. {self._where()}"
            ) from error
        except ValueError as error:
            raise ResultError(
                f"{path} is damaged: {error}. The command that calibrated, without --so-far, writes it again."
            ) from error
        if not isinstance(held, dict) or not held:
            raise ResultError(f"{path} is damaged. The command that calibrated writes it again.")
        if (version := held.get("model_version")) != MODEL_VERSION:
            what = f"{path} was made with version {version} of the model, this is version {MODEL_VERSION}"
            mend = "Calibrate anew, in another folder: marketsim calibrate CALIBRATION --out FOLDER."
            raise OtherVersionError(f"{what}. {mend}")
        return held

    def whole_manifest(self) -> dict[str, Any]:
        """Return `manifest`, once it is seen that all is there by which a calibration is judged.

        Raises:
            ResultError: Something is not.
        """
        if why := _lacks(self.manifest):
            what = f"{self.folder / MANIFEST} is damaged: {why}"
            raise ResultError(f"{what}. The command that calibrated writes it again.")
        return self.manifest

    def check_whole(self) -> None:
        """See to it that every result of a calibration is there.

        Raises:
            ResultError: One is not.
        """
        self.whole_manifest()
        for name in (POSTERIOR, PARAMETERS, PATH, PRIOR_PREDICTIVE, POPULATION):
            if not (self.folder / name).is_file():
                raise self._no(name, FileNotFoundError("it is not there"))

    def _where(self) -> str:
        """Return what to name instead."""
        if shipped_folder(str(self.folder)):
            return (
                f"Of '{self.folder}' only what scenarios draw from is shipped with the package; its particles are in "
                "results/reference/calibration of the project: name that folder."
            )
        return "Name the folder that marketsim calibrate printed."

    @cached_property
    def posterior(self) -> pd.DataFrame:
        """Draws of equal weight: `draw`, and what a scenario says at each key, lists as JSON."""
        return self._table(POSTERIOR)

    @cached_property
    def recorded(self) -> pd.DataFrame:
        """Shares recorded of each draw, for measures that have a prior of it."""
        return self._table(RECORDED)

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """One row a key: prior, posterior, and how much the figures tell of it."""
        table = self._table(PARAMETERS)
        for name in NUMBERS:
            if name not in table or not pd.api.types.is_numeric_dtype(table[name]):
                raise self._no(PARAMETERS, ValueError(f"it has no numbers in a column {name}"))
        if lacking := [name for name in ("key", "source") if name not in table]:
            raise self._no(PARAMETERS, ValueError(f"it has no column {lacking[0]}"))
        if table["key"].tolist() != (keys := [prior["key"] for prior in self.whole_manifest()["priors"]]):
            raise self._no(PARAMETERS, ValueError(f"it has other rows than the {len(keys)} priors of {MANIFEST}"))
        if empty := [name for name in NUMBERS if table[name].isna().any()]:
            raise self._no(PARAMETERS, ValueError(f"a number is missing in column {empty[0]}"))
        return table

    @cached_property
    def path(self) -> pd.DataFrame:
        """One row a generation: runs, tolerance, acceptance and effective sample size."""
        return self._table(PATH)

    @cached_property
    def prior_predictive(self) -> pd.DataFrame:
        """One row a reported figure: what runs over the prior would report, and whether it is reached."""
        return self._table(PRIOR_PREDICTIVE)

    @cached_property
    def population(self) -> pd.DataFrame:
        """The particles of the last generation with what happened in each."""
        self.check_version()
        try:
            return pd.read_parquet(self.folder / POPULATION)
        except (ValueError, OSError) as error:
            raise self._no(POPULATION, error) from error

    def draws_digest(self) -> str:
        """Return the SHA-256 of the draws, by which runs say what they drew from; nothing where there are none."""
        try:
            return hashlib.sha256((self.folder / POSTERIOR).read_bytes()).hexdigest()
        except OSError:
            return ""

    def _table(self, name: str) -> pd.DataFrame:
        self.check_version()
        try:
            return pd.read_csv(self.folder / name)
        except (ValueError, OSError) as error:
            raise self._no(name, error) from error

    def _no(self, name: str, error: Exception) -> ResultError:
        why = getattr(error, "strerror", None) or str(error)
        return ResultError(f"{self.folder / name} cannot be read: {why}. The command that calibrated writes it again.")

    def check_version(self) -> None:
        """See to it that there is a manifest that can be read, of our version.

        Raises:
            ResultError: It is not there, or damaged.
            OtherVersionError: It was made with another version of the model.
        """
        _ = self.manifest


def finished_in(folder: Path) -> dict[str, Any] | None:
    """Return what a calibration that was brought to an end says of itself, if a folder holds one.

    Nothing of one that cannot be read: the command that calibrates writes it again from the runs that are there.
    """
    try:
        held = Learned(folder).manifest
    except ResultError:
        return None
    return held if held.get("finished") is True else None


def particles_a_number(manifest: Mapping[str, Any]) -> float:
    """Return how many particles of equal weight the last population of a calibration is worth for each number."""
    return float(manifest["path"][-1]["effective_size"]) / len(manifest["priors"])


def _lacks(manifest: Mapping[str, Any]) -> str:
    """Return what a manifest lacks of all that is read of it, in words; nothing if it is whole."""
    priors, path, plan = (manifest.get(name) for name in ("priors", "path", "plan"))
    said = {"key", "low", "high", "shape"}
    if not isinstance(priors, list) or not priors or not all(isinstance(p, dict) and said <= {*p} for p in priors):
        return "priors"
    if not isinstance(path, list) or not path or not all(isinstance(one, dict) and {*STEP} <= {*one} for one in path):
        return "path"
    if not isinstance(plan, dict) or not {"design", "keep", "new", "most", "least"} <= {*plan}:
        return "plan"
    if not isinstance(manifest.get("targets"), list):
        return "targets"
    if not are_makers(manifest.get(MAKERS, [])):
        return MAKERS
    return next((name for name in ("runs", "scale") if not isinstance(manifest.get(name), int | float)), "")
