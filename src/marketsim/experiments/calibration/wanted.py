"""What a calibration asks for: scenario, priors, targets and how much is computed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.experiments.calibration.generations import Plan
from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.prior import Prior
from marketsim.experiments.substituting import Value
from marketsim.scenario.recorded import REPORTING
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION


@dataclass(frozen=True)
class Calibrated:
    """A key that is learned, and what a point of its prior means."""

    prior: Prior
    base: Any
    """What the scenario says, a number or a list of them; 1 for shares recorded."""
    factor: bool
    """The prior is of a factor on `base`."""
    least: float
    """Smallest number that the model accepts."""
    most: float
    """Largest one."""
    whole: bool
    """Only whole numbers."""
    source: str
    unit: str
    """Of the number that is learned."""

    @property
    def key(self) -> str:
        """Dotted key."""
        return self.prior.name

    def value(self, point: float) -> Any:
        """Return what the scenario says at a point of the prior: a number, or a list where `base` is one."""
        return self._scaled(self.base, point) if self.factor else self._number(point)

    def _scaled(self, base: Any, factor: float) -> Any:
        if isinstance(base, list):
            return [self._scaled(entry, factor) for entry in base]
        return self._number(base * factor)

    def _number(self, number: float) -> float | int:
        inside = min(max(float(number), self.least), self.most)
        return round(inside) if self.whole else inside


@dataclass(frozen=True, eq=False)
class Wanted:
    """A calibration that can be made."""

    name: str
    title: str
    question: str
    scenario: Scenario
    calibrated: tuple[Calibrated, ...]
    targets: tuple[Target, ...]
    plan: Plan
    draws: int
    budget: str
    readings: Mapping[str, Mapping[str, Any]]
    """Readings of conflicts, as they are written."""

    @property
    def priors(self) -> tuple[Prior, ...]:
        """The priors, of factors where a factor is learned."""
        return tuple(calibrated.prior for calibrated in self.calibrated)

    @property
    def runs(self) -> int:
        """How many runs it has at most."""
        return self.plan.design + self.plan.most * self.plan.new

    def values(self, points: NDArray[np.float64]) -> tuple[tuple[str, Value], ...]:
        """Return what is put into the scenario at a point of the priors, shape (parameter,)."""
        said = zip(self.calibrated, points, strict=True)
        return tuple((one.key, one.value(float(point))) for one, point in said if not one.key.startswith(REPORTING))

    def recorded(self, points: NDArray[np.float64]) -> dict[str, float]:
        """Return the share recorded of each measure that has a prior of it, at a point of the priors."""
        said = zip(self.calibrated, points, strict=True)
        return {one.key.removeprefix(REPORTING): float(p) for one, p in said if one.key.startswith(REPORTING)}

    def of_design(self) -> dict[str, Any]:
        """Return, as plain values, what the runs of the design depend on."""
        return {
            "model_version": MODEL_VERSION,
            "scenario": self.scenario.digest(),
            "priors": [_plain(one) for one in self.calibrated],
            "design": self.plan.design,
            "seed": self.plan.seed,
        }

    def of_generations(self) -> dict[str, Any]:
        """Return what later generations depend on beside."""
        targets = [{name: str(value) for name, value in asdict(target).items()} for target in self.targets]
        return {"targets": targets, "keep": self.plan.keep, "new": self.plan.new}


def is_reporting(key: str) -> bool:
    """Tell whether a key is a share recorded."""
    return re.fullmatch(r"reporting\.\w+", key) is not None


def _plain(one: Calibrated) -> dict[str, Any]:
    prior = one.prior
    return {
        "key": one.key,
        "low": prior.low,
        "high": prior.high,
        "shape": prior.shape.value,
        "factor": one.factor,
        "base": one.base,
    }
