"""Which parameters, policies and dates matter most for a figure, by one of four methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from marketsim.experiments.designs import Design, Range
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.plan import Plan
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.experiments.sensitivity.method import LEVEL, Floats, Indices, Method, nothing
from marketsim.experiments.sensitivity.outputs import USUAL, Years, check_years, checked_measures, outputs_of
from marketsim.experiments.sensitivity.planning import prepared
from marketsim.experiments.substituting import Value
from marketsim.experiments.sweeping import Tell, sweep
from marketsim.version import MODEL_VERSION

Model = Callable[[Mapping[str, Value], int], Mapping[str, float]]
"""Gives figures by name for values of the dimensions and a seed, in the place of runs."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What came of a sensitivity analysis."""

    design: Design
    """The design with the points that were run."""
    method: Method
    years: Years | None
    table: pd.DataFrame
    """One row a measure and dimension: `measure`, `rank`, `dimension`, the indices of the method and a `note`."""
    points: pd.DataFrame
    """One row a point: its values of the dimensions, and each measure as a mean over seeds."""
    failed: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The runs that failed, with their tracebacks."""

    def save(self, parent: Path | str = "results") -> Path:
        """Write the tables to a folder of their own under `parent` and return it; nothing is ever overwritten."""
        content = {
            "ranking.csv": csv_bytes(self.table),
            "points.csv": csv_bytes(self.points),
            "sensitivity.json": json_bytes(self.described() | {"ranking": self.table, "failed": len(self.failed)}),
        }
        return save_files(Path(parent), f"sensitivity-{self.design.name}", short_digest(self.described()), content)

    def described(self) -> dict[str, Any]:
        """Return what was analysed as plain values."""
        return {
            "model_version": MODEL_VERSION,
            **self.design.described(),
            "ranges": {key: _plain(self.design.ranges[key]) for key in self.design.dimensions},
            "settings": asdict(self.method),  # type: ignore[call-overload]
            "measures": list(dict.fromkeys(self.table["measure"])),
            "years": list(self.years) if self.years is not None else None,
            "level": LEVEL,
        }


def sensitivity(
    design: Design | Path | str,
    method: str = "morris",
    measures: Sequence[str] | None = None,
    years: Years | int | None = None,
    *,
    count: int | None = None,
    levels: int | None = None,
    resamples: int | None = None,
    seed: int = 1,
    out: Path | str = "results",
    workers: int = 1,
    scheduler: str | None = None,
    retry_failed: bool = False,
    yes: bool = False,
    model: Model | None = None,
) -> Sensitivity:
    """Tell which dimensions of a design matter most; runs that are there already are not made again.

    Args:
        design: A design with a range of each dimension, of one scenario, or its file.
        method: morris, sobol, tornado or prcc.
        measures: What is analysed, a measure for itself each; none are some of each domain.
        years: A year, or the first and the last, over which yearly figures are averaged; none is all that is measured.
        count: Trajectories (morris), base points (sobol) or points (prcc, else those of the design's Latin hypercube).
        levels: Places along each range (morris).
        resamples: Of the bootstrap.
        seed: Seed of the choice of points and of resamples; seeds of runs are the design's.
        out: Folder of results; runs are kept in `sweep-<design>-<method>` in it.
        workers: Processes of this machine.
        scheduler: Address of a running Dask cluster instead.
        retry_failed: Make runs again that failed before.
        yes: More than a million runs are meant.
        model: Gives figures in the place of runs; nothing is run or kept then.

    Raises:
        ScenarioError: The design is not valid.
        ExperimentError: The method cannot work so, or too many figures are missing.
    """
    chosen, plan = prepared(design, method, seed, yes, count=count, levels=levels, resamples=resamples)
    span = (years, years) if isinstance(years, int) else years
    if model is not None:
        return _ranked(plan, chosen, span, _modelled(plan, model))
    return analysed(plan, chosen, measures, span, out, workers, scheduler, retry_failed)


def analysed(
    plan: Design,
    method: Method,
    measures: Sequence[str] | None,
    years: Years | None,
    out: Path | str = "results",
    workers: int = 1,
    scheduler: str | None = None,
    retry_failed: bool = False,
    started: Callable[[Plan], None] | None = None,
    progress: Tell | None = None,
) -> Sensitivity:
    """Make the runs of a design with the points of a method that are not there yet, and rank its dimensions.

    Args:
        plan: The design with the points.
        method: The method.
        measures: What is analysed; none are some of each domain.
        years: First and last year; none is all that is measured.
        out: Folder of results.
        workers: Processes of this machine.
        scheduler: Address of a running Dask cluster instead.
        retry_failed: Make runs again that failed before.
        started: Called once, before the first run.
        progress: Called after every run.

    Raises:
        ExperimentError: The years or measures cannot be had, or too many figures are missing.
    """
    names = checked_measures(measures if measures is not None else USUAL)
    check_years(plan, years)
    made = sweep(plan, out, workers, scheduler, retry_failed, started=started, progress=progress)
    return replace(_ranked(plan, method, years, outputs_of(made, plan, names, years)), failed=made.failed)


def _modelled(design: Design, model: Model) -> dict[str, Floats]:
    """Return what a model gives at every point with every seed."""
    rows = [
        [model(dict(zip(design.dimensions, point, strict=True)), seed) for seed in design.seeds]
        for point in design.points
    ]
    return {name: np.array([[one[name] for one in row] for row in rows], np.float64) for name in rows[0][0]}


def _ranked(design: Design, method: Method, years: Years | None, outputs: Mapping[str, Floats]) -> Sensitivity:
    spans = [design.ranges[key] for key in design.dimensions]
    inputs = np.array(
        [[span.share(value) for span, value in zip(spans, point, strict=True)] for point in design.points]
    )
    parts, refusals = [], []
    for measure, figures in outputs.items():
        try:
            found = method.analyse(figures, inputs)
        except ExperimentError as error:
            refusals.append(error)
            found = nothing(method, len(design.dimensions), str(error))
        parts.append(_rank(design.dimensions, method, measure, found))
    if len(refusals) == len(parts):
        raise refusals[0]
    values = {key: [point[place] for point in design.points] for place, key in enumerate(design.dimensions)}
    means = {measure: figures.mean(axis=1) for measure, figures in outputs.items()}
    points = pd.DataFrame({"point": range(1, len(design.points) + 1)} | values | means)
    return Sensitivity(design, method, years, pd.concat(parts, ignore_index=True), points)


def _rank(dimensions: Sequence[str], method: Method, measure: str, found: Indices) -> pd.DataFrame:
    """Return the rows of one measure, what matters most first; what cannot be told has no rank."""
    size = np.abs(found.columns[method.main])
    order = np.argsort(np.where(np.isnan(size), -1.0, size) * -1.0, kind="stable")
    table = pd.DataFrame({"measure": measure, "dimension": list(dimensions), **found.columns, "note": found.note})
    table = table.iloc[order].reset_index(drop=True)
    ranks = [number if not np.isnan(size[place]) else pd.NA for number, place in enumerate(order, start=1)]
    table.insert(1, "rank", pd.Series(ranks, dtype="Int64"))
    return table


def _plain(span: Range) -> dict[str, Any]:
    low, high = (end if isinstance(end, int | float) else end.isoformat() for end in (span.low, span.high))
    return {"low": low, "high": high, "whole": span.whole, "logarithmic": span.logarithmic}
