"""A sweep that was made: its tables, read when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from marketsim.experiments.collecting import FAILED, RUNS, STATUS, YEARLY
from marketsim.results.errors import ResultError

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Shares of runs below each line of a band."""


@dataclass(frozen=True)
class Sweep:
    """The runs of a design."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What was run, and how many runs finished and failed."""
        try:
            return dict(json.loads((self.folder / "manifest.json").read_bytes()))
        except (OSError, ValueError) as error:
            raise ResultError(f"{self.folder} holds no sweep that was brought to an end.") from error

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run: scenario, point, seed, status, values of the dimensions, each measure over all that counts."""
        return self._table(RUNS)

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """One row a finished run and year: scenario, point, seed, run, year, days, complete and each measure."""
        return self._table(YEARLY)

    @cached_property
    def status(self) -> pd.DataFrame:
        """One row a run: status, seconds, and error and traceback if it failed."""
        return self._table(STATUS)

    @property
    def failed(self) -> pd.DataFrame:
        """The runs that failed, with their tracebacks."""
        return self.status[self.status["status"] == FAILED]

    def daily(self, run: str) -> pd.DataFrame:
        """Return every day of a run, if they were kept; `run` is an id as the tables have it."""
        path = self.folder / "daily" / f"{run}.parquet"
        try:
            return pd.read_parquet(path, engine="pyarrow")
        except FileNotFoundError as error:
            raise ResultError(f"{self.folder} keeps no days of {run}: say 'daily: true' in its design.") from error

    def bands(self, measure: str, levels: Iterable[float] = LEVELS) -> pd.DataFrame:
        """Return quantiles of a measure over the runs of each scenario, a row a scenario and year."""
        table = self._table(YEARLY, ["scenario", "year", measure])
        held = table.groupby(["scenario", "year"], sort=False)[measure]
        return held.quantile(np.array(list(levels))).unstack()

    def _table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        try:
            return pq.read_table(self.folder / name, columns=columns).to_pandas()
        except FileNotFoundError as error:
            what = f"{self.folder} has no {name}: no sweep was brought to an end there"
            raise ResultError(f"{what}. Run it again.") from error
