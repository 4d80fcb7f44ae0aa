"""How the tests of the whole model get their runs: the shipped scenarios, shortened and thinned."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

import numpy as np

import marketsim as ms
from marketsim.measures.record import Record
from marketsim.model import Simulation

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def scenario(name: str = "baseline", weight: int = 50, days: int | None = None, **changes: object) -> ms.Scenario:
    """Return a shipped scenario, one agent standing for `weight`, shortened to `days`."""
    loaded = ms.load(SCENARIOS / f"{name}.yaml").with_({"scale": 1 / weight} | changes)
    return loaded if days is None else loaded.shortened(days)


def simulate(
    chosen: ms.Scenario, seed: int = 1, audit: bool = False, without: Collection[str] = (), days: int | None = None
) -> Simulation:
    """Return the simulation of a scenario after all its days, or after `days`."""
    simulation = chosen.simulation(seed=seed, audit=audit, without=without)
    for _ in range(days or chosen.days):
        simulation.step()
    return simulation


def arrays(record: Record) -> dict[str, np.ndarray]:
    """Return every array of a record."""
    return {name: value for name, value in vars(record).items() if isinstance(value, np.ndarray)}


def days_until(day: date, start: date = date(2017, 1, 1)) -> int:
    """Return the days of the history before `day`."""
    return (day - start).days
