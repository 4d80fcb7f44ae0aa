"""A second opinion on where the posterior is highest, by other means: an emulator and differential evolution.

The emulator is a quadratic regression of the logarithm of what happens on all parameters, learned from the runs over
the prior; the likelihood is that of the reported figures given what it says, without any summary or tolerance.

Source: Storn and Price (1997), Differential evolution.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import differential_evolution

from marketsim.experiments.calibration.observation import Target

PENALTY = 1e-3
"""Of the regression, relative to the number of runs."""
LEAST = 1e-3
"""Share of the report that stands for nothing happening, so that there is a logarithm."""
GENERATIONS = 300


def mode(
    targets: Sequence[Target], shares: NDArray[np.float64], truths: NDArray[np.float64], seed: int = 1
) -> NDArray[np.float64]:
    """Return the point of the unit cube at which the reported figures are likeliest, shape (parameter,).

    Args:
        targets: Reported figures.
        shares: Points of the runs over the prior, shape (run, parameter).
        truths: What happened in them, shape (run, target); runs that failed are left out.
        seed: Of the search.
    """
    whole = np.isfinite(truths).all(axis=1)
    least = LEAST * np.array([target.reported for target in targets])
    logarithms = np.log(np.maximum(truths[whole], least))
    features = _features(shares[whole])
    ridge = PENALTY * whole.sum() * np.eye(features.shape[1])
    ridge[0, 0] = 0.0
    coefficients = np.linalg.solve(features.T @ features + ridge, features.T @ logarithms)
    spread = (logarithms - features @ coefficients).std(axis=0)
    low, high = logarithms.min(axis=0) - spread, logarithms.max(axis=0) + spread

    def unlikely(points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how unlikely the figures are, shape (point,); `points` has shape (parameter, point)."""
        said = np.exp(np.clip(_features(points.T) @ coefficients, low, high))
        return -np.sum([target.log_likelihood(said[:, i]) for i, target in enumerate(targets)], axis=0)

    found = differential_evolution(
        unlikely, [(0.0, 1.0)] * shares.shape[1], rng=seed, maxiter=GENERATIONS, vectorized=True, updating="deferred",
        polish=False, popsize=10,
    )  # fmt: skip
    return np.asarray(found.x, np.float64)


def _features(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = 2.0 * shares - 1.0
    return np.column_stack((np.ones(len(shares)), centred, np.square(centred) - 1.0 / 3.0))
