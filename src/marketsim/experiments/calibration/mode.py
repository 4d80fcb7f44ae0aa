"""A second opinion on where the figures are likeliest, by other means: an emulator and differential evolution.

The emulator is a quadratic regression of what happens on all parameters, learned from the runs over the prior: of its
logarithm, or, of a count, which may be none, a Poisson regression. The likelihood is that of the reported figures given
what it says, without any summary or tolerance. Where figures hardly tell a number, the likeliest point has it anywhere,
and often at an end.

Source: Storn and Price (1997), Differential evolution.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import differential_evolution

from marketsim.experiments.calibration.expecting import poisson, quadratic, weight_of
from marketsim.experiments.calibration.observation import Error, Target

PENALTY = 1e-3
"""Of the regression, relative to the number of runs."""
LEAST = 1e-3
"""Share of the report that stands for nothing happening, so that there is a logarithm."""
GENERATIONS = 300
LARGEST = 30.0
"""Logarithm, either way, beyond which the emulator is not followed."""


def mode(
    targets: Sequence[Target], shares: NDArray[np.float64], truths: NDArray[np.float64], scale: float, seed: int = 1
) -> NDArray[np.float64]:
    """Return the point of the unit cube at which the reported figures are likeliest, shape (parameter,).

    Args:
        targets: Reported figures.
        shares: Points of the runs over the prior, shape (run, parameter).
        truths: What happened in them, shape (run, target); runs that failed are left out.
        scale: Share of the market that was run.
        seed: Of the search.
    """
    whole = np.isfinite(truths).all(axis=1)
    features = quadratic(shares[whole])
    coefficients = np.column_stack(
        [
            _of_count(features, truths[whole, i], scale)
            if target.error is Error.COUNT
            else _of_logarithm(features, np.log(np.maximum(truths[whole, i], LEAST * target.reported)))
            for i, target in enumerate(targets)
        ]
    )

    def unlikely(points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how unlikely the figures are, shape (point,); `points` has shape (parameter, point)."""
        said = np.exp(np.clip(quadratic(np.atleast_2d(points.T)) @ coefficients, -LARGEST, LARGEST))
        return -np.sum([target.log_likelihood(said[:, i]) for i, target in enumerate(targets)], axis=0)

    found = differential_evolution(
        unlikely, [(0.0, 1.0)] * shares.shape[1], rng=seed, maxiter=GENERATIONS, vectorized=True, updating="deferred",
        polish=True, popsize=10,
    )  # fmt: skip
    return np.asarray(found.x, np.float64)


def _of_count(features: NDArray[np.float64], counts: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Return the coefficients of the logarithm of what is counted on average: the mean of logarithms lies lower."""
    weight = weight_of(counts, scale)
    found = poisson(features, counts / weight)
    found[0] += np.log(weight)
    return found


def _of_logarithm(features: NDArray[np.float64], logarithms: NDArray[np.float64]) -> NDArray[np.float64]:
    ridge = PENALTY * len(features) * np.eye(features.shape[1])
    ridge[0, 0] = 0.0
    return np.asarray(np.linalg.solve(features.T @ features + ridge, features.T @ logarithms), np.float64)
