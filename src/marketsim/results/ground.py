"""The ground day by day, which a run does not keep: it is simulated again, and must come out as it was."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from marketsim.results.tables import daily_table
from marketsim.scenario.loading import load_resolved

LAYERS = ("live_drops", "patrol_hours", "arrests")
"""Layers that are kept of every day."""


@dataclass(frozen=True, eq=False)
class GroundByDay:
    """Layers of the ground on the evenings of some days."""

    dates: pd.DatetimeIndex
    layers: dict[str, NDArray[np.float32]]
    """Arrays of shape (day, width, height)."""


def check_days(run: Run, first: date, last: date) -> None:
    """Check that `first` to `last` are days of a run.

    Raises:
        ResultError: They are not, or the last comes before the first.
    """
    start, end = (date.fromisoformat(run.manifest[key]) for key in ("first_day", "last_day"))
    if not start <= first <= last <= end:
        raise ResultError(f"{first} to {last} are no days of this run, which goes from {start} to {end}.")


def ground_by_day(run: Run, first: date, last: date) -> GroundByDay:
    """Simulate a run again up to `last` and return its ground on every evening from `first` on.

    Raises:
        ResultError: These are no days of the run, or its scenario makes another history now.
    """
    check_days(run, first, last)
    scenario = load_resolved(run.manifest["scenario"], "manifest.json").scenario
    simulation = scenario.simulation(int(run.manifest["seed"]), audit=False)
    cells = simulation.world.cells
    shape = (cells.width, cells.height)
    kept: dict[str, list[NDArray[np.float32]]] = {name: [] for name in LAYERS}
    start = date.fromisoformat(run.manifest["first_day"])
    for day in range((last - start).days + 1):
        simulation.step()
        if day >= (first - start).days:
            for name, layers in kept.items():
                layers.append(getattr(cells, name).reshape(shape).astype(np.float32))
    again = daily_table(simulation.record)
    if not again.equals(run.daily.loc[: pd.Timestamp(last)]):
        raise ResultError(
            "The same scenario makes another history now than when it was run, by another source or on another "
            "machine: run it again."
        )
    return GroundByDay(pd.date_range(first, last), {name: np.array(layers) for name, layers in kept.items()})
