"""The keys of a calibration's file."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from marketsim.experiments.calibration.prior import Shape

_STRICT = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)
NAME = r"^[a-z][a-z0-9_]*$"


class WrittenPrior(BaseModel):
    """What is believed of one key before the reported figures are seen."""

    model_config = _STRICT

    low: float
    """Lower end: nothing lies below it in a uniform prior, a twentieth in a normal one."""
    high: float
    """Upper end, in the same way."""
    shape: Shape = Shape.UNIFORM
    """uniform, log_uniform, normal or log_normal."""
    factor: bool = False
    """The prior is of a factor on what the scenario says, as is needed where that is a list."""
    source: str = Field(min_length=1, max_length=500)
    """Where the ends come from: ids of evidence, or the reasoning."""


class Reading(BaseModel):
    """Which of several reported figures is taken."""

    model_config = _STRICT

    value: float = Field(ge=0)
    """The figure."""
    low: float | None = Field(None, ge=0)
    """Lower end of its range."""
    high: float | None = Field(None, ge=0)
    """Upper end."""
    conflict: str = Field("", pattern=r"^(C\d\d)?$")
    """Number of the conflict in docs/evidence/conflicts.md; a figure with one is taken to be farther off."""

    @model_validator(mode="after")
    def _lies_in_its_range(self) -> Self:
        low, high = (self.value if end is None else end for end in (self.low, self.high))
        if not low <= self.value <= high:
            raise ValueError(f"the figure {self.value:g} does not lie from low to high; give a range that holds it")
        return self


class Targets(BaseModel):
    """The reported figures that are fitted."""

    model_config = _STRICT

    only: tuple[str, ...] | None = Field(default=None, min_length=1)
    """Ids of evidence; without them all figures whose use is `fit`."""
    readings: dict[str, Reading] = {}
    """Where sources conflict: the figure that is taken, by id of evidence."""


class Budget(BaseModel):
    """How much is computed."""

    model_config = _STRICT

    design: int = Field(ge=16, le=1_048_576)
    """Runs over the prior, a power of 2."""
    keep: int = Field(ge=10, le=100_000)
    """Particles of a generation."""
    new: int = Field(ge=10, le=100_000)
    """New runs of every generation after the first."""
    most: int = Field(ge=0, le=100)
    """Generations after the first, at most."""
    least: int = Field(0, ge=0, le=100)
    """Generations after the first that are made however few new particles come near."""
    least_acceptance: float = Field(0.05, ge=0, le=1)
    """Share of new particles that must come near, or it is enough."""
    draws: int = Field(500, ge=10, le=100_000)
    """Rows of the posterior."""
    priors: tuple[str, ...] | None = Field(None, min_length=1)
    """Keys that are calibrated, without it all."""
    targets: tuple[str, ...] | None = Field(None, min_length=1)
    """Ids of evidence that are fitted, instead of those of the whole calibration."""
    changes: dict[str, object] = {}
    """What the scenario has otherwise than in the whole calibration, as a file that extends it would say."""


class Outline(BaseModel):
    """A calibration as it is written."""

    model_config = _STRICT

    title: str = Field("", max_length=200)
    """Name for people."""
    question: str = Field("", max_length=2000)
    """What it is for."""
    scenario: str
    """File of the scenario, relative to this one."""
    changes: dict[str, object] = {}
    """What its scenario has otherwise, as a file that extends it would say: `{scale: 0.1}`."""
    seed: int = Field(1, ge=0, le=2**32 - 1)
    """Seed of all chance: of the design, of new particles, and of reports; each run has a seed of its own."""
    targets: Targets = Targets()
    """The reported figures that are fitted."""
    priors: dict[str, WrittenPrior] = Field(min_length=1)
    """By dotted key, as after --set; `reporting.<measure>` is the share of what happens that is recorded."""
    budgets: dict[str, Budget] = Field(min_length=1)
    """How much is computed, by name; the first one is taken if none is named."""
