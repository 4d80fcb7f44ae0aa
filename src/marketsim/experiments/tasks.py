"""One run that is to be made, and what came of it."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION

REFERENCE_POINT = 0
"""Number of the point at which nothing is varied."""


class Arm(NamedTuple):
    """A scenario at one point of a design."""

    name: str
    """Name of the scenario."""
    point: int
    """Number of the point, from 1; 0 where nothing is varied."""
    scenario: Scenario

    @property
    def label(self) -> str:
        """Name of the arm: the scenario and the number of the point."""
        return f"{self.name}-{self.point}" if self.point else self.name


class Task(NamedTuple):
    """One run of one arm."""

    arm: Arm
    seed: int
    run: str
    """Id of the run."""

    def __str__(self) -> str:
        return f"{self.arm.label}, seed {self.seed}"


class Outcome(NamedTuple):
    """What came of a run: its tables, or why there are none."""

    run: str
    seconds: float
    figures: bytes = b""
    """A part of the store: the figures of each year and of the whole period, as Parquet."""
    daily: bytes = b""
    """Every day, as Parquet, if it was asked for."""
    error: str = ""
    """Last line of the traceback, empty if the run was finished."""
    traceback: str = ""


def run_id(scenario_digest: str, seed: int) -> str:
    """Return the id of a run: a digest of resolved scenario, seed and declared version of the model."""
    return hashlib.sha256(f"{scenario_digest}|{seed}|{MODEL_VERSION}".encode()).hexdigest()[:32]


def tasks_of(arm: Arm, seeds: tuple[int, ...]) -> list[Task]:
    """Return the runs of one arm."""
    digest = arm.scenario.digest()
    return [Task(arm, seed, run_id(digest, seed)) for seed in seeds]
