"""The keys of a design's file."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Kind(StrEnum):
    """How the points of a design are chosen."""

    GRID = "grid"
    LIST = "list"
    CSV = "csv"
    LATIN_HYPERCUBE = "latin_hypercube"
    SOBOL = "sobol"


WANTED = {
    Kind.GRID: "dimensions",
    Kind.LIST: "points",
    Kind.CSV: "file",
    Kind.LATIN_HYPERCUBE: "count",
    Kind.SOBOL: "count",
}
"""The key without which a kind has no points."""
SAMPLED = (Kind.LATIN_HYPERCUBE, Kind.SOBOL)
ONLY = {
    "dimensions": (Kind.GRID, *SAMPLED),
    "points": (Kind.LIST,),
    "file": (Kind.CSV,),
    "count": SAMPLED,
    "sampling_seed": SAMPLED,
}
"""Keys that only some kinds have."""


class Outline(BaseModel):
    """A design as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    title: str = Field("", max_length=200)
    """Name for people."""
    question: str = Field(max_length=2000)
    """The question that the sweep answers."""
    scenarios: tuple[str, ...] = Field(min_length=1, max_length=1_000)
    """Files of scenarios, relative to this one; each is run at every point."""
    reference: str | None = None
    """File of a scenario that is run as it is, with the same seeds."""
    changes: dict[str, Any] = {}
    """What all scenarios have in common, as a file that extends them would say it: `{scale: 0.1}`."""
    replicates: int | None = Field(None, ge=1, le=1_000_000)
    """Runs of each point, with seeds 1, 2 and so on."""
    seeds: tuple[int, ...] | None = Field(None, min_length=1)
    """Seeds of the runs of each point, instead of `replicates`."""
    daily: bool = False
    """Keep every day of every run."""
    kind: Kind
    """How points are chosen: grid, list, csv, latin_hypercube or sobol."""
    dimensions: dict[str, Any] = {}
    """Values or range of each dotted key that is varied: `[1, 3, 5]`, or `{low: 1, high: 9, steps: 5}` in a grid."""
    points: tuple[dict[str, Any], ...] | None = None
    """Points of a list: one value for each dotted key."""
    file: str | None = None
    """File of a CSV: dotted keys in its first line, a point in each other one."""
    count: int | None = Field(None, ge=1, le=10_000_000)
    """Points of a Latin hypercube, or of a Sobol sequence: there a power of 2."""
    sampling_seed: int = Field(1, ge=0, le=2**32 - 1)
    """Seed of the choice of points; that of the runs is another matter."""

    @model_validator(mode="after")
    def _seeds_are_said_once(self) -> "Outline":
        if self.replicates is not None and self.seeds is not None:
            raise ValueError("replicates and seeds are both given; keep one of them")
        if self.seeds is not None and len(set(self.seeds)) != len(self.seeds):
            raise ValueError("seeds names a seed twice; keep one of them")
        if self.seeds is not None and not all(0 <= seed < 2**64 for seed in self.seeds):
            raise ValueError("seeds has one that is not from 0 to 2**64 - 1; choose another")
        return self
