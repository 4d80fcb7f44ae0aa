"""What is believed of a parameter before the reported figures are seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from marketsim.core.elementary import exp, log
from marketsim.experiments.errors import ExperimentError

TAILS = 0.05
"""Prior probability beyond each end of the range that a normal or log-normal prior is stated by."""


class Shape(StrEnum):
    """Form of a prior between its ends."""

    UNIFORM = "uniform"
    LOG_UNIFORM = "log_uniform"
    NORMAL = "normal"
    LOG_NORMAL = "log_normal"


@dataclass(frozen=True)
class Prior:
    """The prior of one parameter.

    A uniform prior holds nothing beyond its ends; a normal one holds a tenth, half of it on either side, cut off at
    `least` and `most`.
    """

    name: str
    """The parameter's key in a scenario, as `parameters.courier_arrest.detection`."""
    low: float
    high: float
    shape: Shape = Shape.UNIFORM
    least: float = -np.inf
    """Smallest value that the model accepts."""
    most: float = np.inf
    """Largest value that the model accepts."""

    def __post_init__(self) -> None:
        """Refuse a prior that is none.

        Raises:
            ExperimentError: The ends are not finite, in order and within what the model accepts, or a logarithm of them
                is asked for that does not exist.
        """
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            raise ExperimentError(
                f"The prior of {self.name} wants two finite ends in order, not {self.low}, {self.high}."
            )
        if self.low < self.least or self.high > self.most:
            raise ExperimentError(
                f"The prior of {self.name}, {self.low} to {self.high}, reaches beyond what the model accepts, "
                f"{self.least:g} to {self.most:g}."
            )
        if self._logarithmic and self.low <= 0.0:
            raise ExperimentError(f"The prior of {self.name} is logarithmic: its ends must be above zero.")

    def values(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values below which the prior holds these shares, float64 between 0 and 1, any shape."""
        inner = self._below_least + np.asarray(share) * (self._below_most - self._below_least)
        values = self._distribution.ppf(inner)
        return np.clip(exp(values) if self._logarithmic else values, self.least, self.most)

    def shares(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what the prior holds below values: the inverse of `values`."""
        inner = self._distribution.cdf(self._scale(value))
        return np.asarray((inner - self._below_least) / (self._below_most - self._below_least), np.float64)

    @property
    def _logarithmic(self) -> bool:
        return self.shape in (Shape.LOG_UNIFORM, Shape.LOG_NORMAL)

    def _scale(self, value: Any) -> Any:
        return log(np.maximum(np.asarray(value), 0.0)) if self._logarithmic else value

    @property
    def _distribution(self) -> Any:
        low, high = self._scale(self.low), self._scale(self.high)
        if self.shape in (Shape.UNIFORM, Shape.LOG_UNIFORM):
            return stats.uniform(low, high - low)
        return stats.norm((low + high) / 2.0, (high - low) / 2.0 / stats.norm.isf(TAILS))

    @property
    def _below_least(self) -> float:
        return float(self._distribution.cdf(self._scale(self.least)))

    @property
    def _below_most(self) -> float:
        return float(self._distribution.cdf(self._scale(self.most)))


def at(priors: Sequence[Prior], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values of every parameter at points of the unit cube, both of shape (point, parameter)."""
    return np.column_stack([prior.values(shares[:, i]) for i, prior in enumerate(priors)])
