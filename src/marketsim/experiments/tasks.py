"""One run that is to be made, and what came of it."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import NamedTuple

from marketsim.experiments.substituting import Value, substituted
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
    base: Scenario
    """The scenario before it is varied."""
    values: tuple[tuple[str, Value], ...] = ()
    """What is varied: values at dotted keys."""

    @property
    def scenario(self) -> Scenario:
        """The scenario that is run, made where it is wanted: a worker can do that as well as the parent.

        Raises:
            ScenarioError: The values make no valid scenario.
        """
        return substituted(self.base, dict(self.values))

    @property
    def scale(self) -> float:
        """Share of the market that is run, without making the scenario."""
        return float(Fraction(str(dict(self.values).get("scale", self.base.scale))))  # A text such as 1/3 is one too.

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
    model_version: str = MODEL_VERSION
    """Version of the model that made it."""


def run_id(scenario_digest: str, seed: int) -> str:
    """Return the id of a run: a digest of resolved scenario, seed and declared version of the model."""
    return hashlib.sha256(f"{scenario_digest}|{seed}|{MODEL_VERSION}".encode()).hexdigest()[:32]


def tasks_of(arm: Arm, seeds: tuple[int, ...], digest: str | None = None) -> list[Task]:
    """Return the runs of one arm; `digest` is that of its scenario, if it is known."""
    digest = digest or arm.scenario.digest()
    return [Task(arm, seed, run_id(digest, seed)) for seed in seeds]
