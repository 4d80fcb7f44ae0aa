"""What a sweep is going to cost: time, memory and disk, roughly, before it is begun."""

from __future__ import annotations

from typing import NamedTuple

from marketsim.experiments.designs import Design
from marketsim.experiments.executors import places
from marketsim.experiments.sweeping import Plan
from marketsim.experiments.taking_turns import ROOM, together
from marketsim.scenario.scenario import Scenario

SECONDS_PER_DAY = 0.0025
"""Of a run, whatever its scale."""
SECONDS_PER_FULL_DAY = 0.022
"""Of a run at scale 1, on top of it: measured on one core of 2026; other machines differ."""
MEMORY_MB, RUN_MB, MEMORY_PER_FULL_MB = 260.0, 20.0, 300.0
"""Of a worker, of each run that it makes at a time whatever its scale, and of the agents of a whole market."""
FIGURES_MB, DAY_MB = 0.1, 0.0004
"""On disk: figures of a run, and one of its days if days are kept."""


class Estimate(NamedTuple):
    """What runs cost."""

    seconds: float
    """Of one run on one worker."""
    memory_mb: float
    """Of one worker."""
    disk_mb: float
    """Of all new runs."""


def estimate(design: Design, plan: Plan, workers: int = 1) -> Estimate:
    """Return what the new runs of a plan cost, by what finished ones took where there are some."""
    scenarios = [*design.scenarios.values(), *design.reference.values()]
    seconds = plan.seconds or max(seconds_of(scenario) for scenario in scenarios)
    memory = max(memory_of(scenario, plan.new, workers) for scenario in scenarios)
    days = max(scenario.days for scenario in scenarios) if design.daily else 0
    return Estimate(seconds, memory, plan.new * (FIGURES_MB + DAY_MB * days))


def memory_of(scenario: Scenario, runs: int, workers: int = 1) -> float:
    """Return the MB that a worker needs, roughly: of many runs it makes some at a time."""
    at_a_time = max(1.0, min(together(runs, places(workers)), ROOM / scenario.scale))
    return MEMORY_MB + at_a_time * (RUN_MB + MEMORY_PER_FULL_MB * scenario.scale)


def seconds_of(scenario: Scenario) -> float:
    """Return the seconds that a run takes, roughly."""
    return scenario.days * (SECONDS_PER_DAY + SECONDS_PER_FULL_DAY * scenario.scale)
