"""Low counts by their expected value: in a thinned market a handful of detentions comes in twos or tens.

At scale 0.1 eight administrators are four agents, and 147 registered users fifteen. What is reported was counted in a
whole market, where such a count is about Poisson around what is expected; that is what the error of the report has. So
where fewer than thirty agents would be counted, the count of a run is replaced by what runs with its parameters have on
average: a Poisson regression on all parameters, learned from the design. It foretells with an error of its own, which
no interval holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from marketsim.experiments.calibration.observation import Error, Target

FEW = 30.0
"""Agents counted a run below which a count is too low to be taken as it is."""
STEPS = 50
"""Steps of the fit at most."""
SLOPE, BEND = 1.0, 10.0
"""Precision of slopes and bends beforehand: a parameter may move a count by a factor of e either way, less by bends."""


@dataclass(frozen=True, eq=False)
class Expected:
    """What low counts are on average, by parameters."""

    columns: tuple[int, ...]
    """Places of the low counts among the targets."""
    weights: NDArray[np.float64]
    """How many each agent of a low count stands for, shape (low count,)."""
    coefficients: NDArray[np.float64]
    """Shape (feature, low count)."""

    @classmethod
    def learned(
        cls, targets: Sequence[Target], truths: NDArray[np.float64], shares: NDArray[np.float64], scale: float
    ) -> Self:
        """Learn expected values from finished runs.

        Args:
            targets: Reported figures.
            truths: What happened, shape (run, target).
            shares: Points of the prior's unit cube, shape (run, parameter).
            scale: Share of the market that was run.
        """
        whole = np.isfinite(truths).all(axis=1)
        weights = [weight_of(truths[whole, i], scale) for i in range(len(targets))]
        columns = tuple(i for i, target in enumerate(targets) if is_low(target, weights[i]))
        features = quadratic(shares[whole])
        fits = [poisson(features, truths[whole, i] / weights[i]) for i in columns]
        coefficients = np.column_stack(fits) if fits else np.zeros((features.shape[1], 0))
        return cls(columns, np.array([weights[i] for i in columns], np.float64), coefficients)

    def instead(self, truths: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what happened with low counts replaced by their expected values; runs that failed stay as they are."""
        found = truths.copy()
        found[:, list(self.columns)] = self.weights * np.exp(quadratic(shares) @ self.coefficients)
        return np.where(np.isnan(truths), truths, found)


def weight_of(counts: NDArray[np.float64], scale: float) -> int:
    """Return how many an agent of a count stands for, as the counts of runs show it: their common divisor.

    Shops and their staff are thinned less than buyers, laboratories not at all.

    Args:
        counts: What happened, shape (run,).
        scale: Share of the market that was run: no agent stands for more than that allows.
    """
    most = round(1.0 / scale)
    if np.any(counts != np.rint(counts)):
        return 1
    return min(int(np.gcd.reduce(counts.astype(np.int64))) or most, most)


def is_low(target: Target, weight: int) -> bool:
    """Tell whether a reported count would be that of few agents, each of which stands for `weight`."""
    return weight > 1 and target.error is Error.COUNT and target.reported < FEW * weight


def quadratic(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one, all parameters and their squares, centred, shape (run, feature); `shares` are (run, parameter)."""
    centred = 2.0 * shares - 1.0
    return np.column_stack((np.ones(len(shares)), centred, np.square(centred) - 1.0 / 3.0))


def poisson(features: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coefficients of a Poisson regression with shrunken slopes, by Newton's method.

    Args:
        features: What `quadratic` returns, shape (run, feature).
        counts: Agents counted, shape (run,).
    """
    parameters = (features.shape[1] - 1) // 2
    penalty = np.concatenate(([1e-9], np.full(parameters, SLOPE), np.full(parameters, BEND)))
    found = np.zeros(features.shape[1])
    found[0] = np.log(max(counts.mean(), 1e-3)) if len(counts) else 0.0
    for _ in range(STEPS):
        mean = np.exp(np.clip(features @ found, -20.0, 20.0))
        slope = features.T @ (counts - mean) - penalty * found
        step = np.linalg.solve((features * mean[:, None]).T @ features + np.diag(penalty), slope)
        found = found + step * min(1.0, 1.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    return found
