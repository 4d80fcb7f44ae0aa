"""What runs are going to cost: time, memory and disk, roughly, before they are begun."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from marketsim.experiments.executors import places
from marketsim.experiments.taking_turns import ROOM, together
from marketsim.scenario.scenario import Scenario

SECONDS_PER_DAY = 0.0018
"""Of a run, whatever its scale."""
SECONDS_PER_FULL_DAY = 0.011
"""Of a run at scale 1, on top of it: measured on one core of 2026; other machines differ."""
MEMORY_MB, RUN_MB, MEMORY_PER_FULL_MB = 260.0, 20.0, 300.0
"""Of a worker, of each run that it makes at a time whatever its scale, and of the agents of a whole market."""
FIGURES_MB, DAY_MB = 0.1, 0.0004
"""On disk: figures of a run, and one of its days if days are kept."""


class Estimate(NamedTuple):
    """What runs cost."""

    seconds: float
    """Of one run on one worker."""
    measured: bool
    """The seconds are those of finished runs."""
    memory_mb: float
    """Of one worker."""
    disk_mb: float
    """Of all new runs."""


def estimate(
    scenarios: Collection[Scenario], new: int, taken: float | None, workers: int = 1, run_mb: float = FIGURES_MB
) -> Estimate:
    """Return what new runs cost.

    Args:
        scenarios: What is run.
        new: Runs to be made.
        taken: Mean seconds that finished ones took; none where there is none.
        workers: Processes.
        run_mb: What a run leaves on disk.
    """
    seconds = taken or max(seconds_of(scenario) for scenario in scenarios)
    memory = max(memory_of(scenario, new, workers) for scenario in scenarios)
    return Estimate(seconds, bool(taken), memory, new * run_mb)


def with_days(scenarios: Collection[Scenario]) -> float:
    """Return the MB that a run leaves on disk if its days are kept."""
    return FIGURES_MB + DAY_MB * max(scenario.days for scenario in scenarios)


def memory_of(scenario: Scenario, runs: int, workers: int = 1) -> float:
    """Return the MB that a worker needs, roughly: of many runs it makes some at a time."""
    at_a_time = max(1.0, min(together(runs, places(workers)), ROOM / scenario.scale))
    return MEMORY_MB + at_a_time * (RUN_MB + MEMORY_PER_FULL_MB * scenario.scale)


def seconds_of(scenario: Scenario) -> float:
    """Return the seconds that a run takes, roughly."""
    return scenario.days * (SECONDS_PER_DAY + SECONDS_PER_FULL_DAY * scenario.scale)
