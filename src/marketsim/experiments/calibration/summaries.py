"""What the outputs of a run tell of each parameter, learned from runs over the prior.

Source: Fearnhead and Prangle (2012), Constructing summary statistics for approximate Bayesian computation: the
posterior mean, estimated by regression, is the summary that loses least of it.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

PENALTIES = np.logspace(-4, 4, 33)
"""Ridge penalties among which generalised cross-validation chooses, relative to the number of runs."""


@dataclass(frozen=True, eq=False)
class Summaries:
    """A linear regression of every parameter on all outputs and their squares."""

    centre: NDArray[np.float64]
    """Mean of the features, shape (feature,)."""
    spread: NDArray[np.float64]
    """Standard deviation of the features, shape (feature,); 1 where a feature never varies."""
    intercept: NDArray[np.float64]
    """Shape (parameter,)."""
    coefficients: NDArray[np.float64]
    """Shape (feature, parameter)."""
    scale: NDArray[np.float64]
    """Standard deviation of each parameter over the prior, shape (parameter,): a summary that says little hardly varies
    and hardly counts."""
    explained: NDArray[np.float64]
    """Share of a parameter's prior variance that its summary explains, cross-validated, shape (parameter,)."""

    @classmethod
    def learned(cls, outputs: NDArray[np.float64], shares: NDArray[np.float64]) -> Self:
        """Learn summaries from finished runs.

        Args:
            outputs: Observed quantities on a scale on which they are about normal, shape (run, output).
            shares: Points of the prior's unit cube, shape (run, parameter).
        """
        raw = _features(outputs)
        centre, spread = raw.mean(axis=0), raw.std(axis=0)
        spread = np.where(spread > 1e-12 * np.maximum(1.0, np.abs(centre)), spread, 1.0)
        features, intercept = (raw - centre) / spread, shares.mean(axis=0)
        coefficients, error = ridge(features, shares - intercept)
        variance = shares.var(axis=0)
        scale = np.sqrt(np.where(variance > 0.0, variance, 1.0))
        explained = 1.0 - error / np.where(variance > 0.0, variance, 1.0)
        return cls(centre, spread, intercept, coefficients, scale, explained)

    def of(self, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the summaries of outputs, shape (..., parameter) from (..., output)."""
        return (_features(outputs) - self.centre) / self.spread @ self.coefficients + self.intercept

    def distance(self, outputs: NDArray[np.float64], observed: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far runs are from what was observed, shape (run,); infinite where an output is missing."""
        gap = (self.of(np.nan_to_num(outputs)) - self.of(observed)) / self.scale
        whole = np.isfinite(outputs).all(axis=-1)
        return np.where(whole, np.sqrt(np.square(gap).sum(axis=-1)), np.inf)


def _features(outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate((outputs, np.square(outputs)), axis=-1)


def ridge(
    features: NDArray[np.float64], targets: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ridge regressions, each with the penalty of least cross-validated error (Golub et al. 1979).

    Args:
        features: Centred, of about the same size, shape (run, feature).
        targets: Centred, shape (run, target).

    Returns:
        Coefficients, shape (feature, target), and the cross-validated mean squared error, shape (target,).
    """
    left, singular, right = np.linalg.svd(features, full_matrices=False)
    projected, count = left.T @ targets, len(targets)
    outside = np.maximum(np.square(targets).sum(axis=0) - np.square(projected).sum(axis=0), 0.0)
    error = np.full(targets.shape[1], np.inf)
    coefficients = np.zeros((features.shape[1], targets.shape[1]))
    for penalty in PENALTIES * count:
        shrunk = np.square(singular) / (np.square(singular) + penalty)
        if shrunk.sum() + 1.0 >= count:
            continue
        residual = (np.square((1.0 - shrunk)[:, None] * projected).sum(axis=0) + outside) / count
        now = residual / (1.0 - (shrunk.sum() + 1.0) / count) ** 2
        inverse = np.divide(shrunk, singular, out=np.zeros_like(singular), where=singular > 1e-12)
        better = now < error
        coefficients[:, better] = right.T @ (inverse[:, None] * projected[:, better])
        error = np.minimum(now, error)
    return coefficients, error
