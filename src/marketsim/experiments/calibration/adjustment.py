"""Particles near the reported figures moved to where they would be had they met them exactly.

They are moved on the line of normal scores of each parameter within its prior, where the prior is normal and has no
ends: a number that the figures tell well near an end of its prior keeps an interval as wide as it has to be.

Source: Beaumont, Zhang and Balding (2002); Blum and Francois (2010) for the correction of the spread.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from marketsim.experiments.calibration.summaries import ridge

INSIDE = 1e-6
"""How near to the ends of the prior a share is taken to be before it is stretched to the whole line."""
BENDS = np.array([2, 3])
"""Powers of a parameter's own summary in its mean."""
SINGULAR = 1e-8
"""Relative size of what counts as nothing."""
LEAST = 2.0
"""Effective particles a coefficient from which the mean is fitted."""
MOST = 3.0
"""Logarithm of the factor by which the spread of a particle is corrected at most."""
NOTHING = 1e-4
"""Share of the mean squared residual that stands for none, so that there is a logarithm."""


def adjusted(
    shares: NDArray[np.float64],
    probability: NDArray[np.float64],
    summaries: NDArray[np.float64],
    observed: NDArray[np.float64],
    distance: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return particles moved along a local regression on their summaries, shape (particle, parameter).

    A regression on few particles follows their chance: what it leaves is spread again by as much as it is expected to
    have taken away, and to be wrong by. Too few particles stay where they are.

    Args:
        shares: Points of the prior's unit cube, shape (particle, parameter).
        probability: What each stands for, shape (particle,).
        summaries: Summaries of each, one of every parameter, shape (particle, parameter).
        observed: Summaries of what was observed, shape (parameter,).
        distance: Distance of each from it, shape (particle,); the farthest counts nothing (Epanechnikov).
    """
    scores = ndtri(np.clip(shares, INSIDE, 1.0 - INSIDE))
    weights = probability * kernel(distance)
    gap = summaries - observed
    size, fitted = weights.sum() ** 2 / np.square(weights).sum(), 1 + gap.shape[1] + len(BENDS)
    if size < LEAST * fitted:
        return shares.copy()
    line = _Line.through(gap, weights)
    moved = np.empty_like(scores)
    for i in range(scores.shape[1]):
        mean, residual = line.fitted(scores[:, i], gap[:, i])
        residual *= np.sqrt((size + fitted) / (size - fitted)) * _narrower(residual, gap[:, i], weights)
        moved[:, i] = ndtr(mean + residual)
    return moved


@dataclass(frozen=True, eq=False)
class _Line:
    """A weighted linear regression on all summaries, to which each parameter adds bends of its own."""

    design: NDArray[np.float64]
    """One and all summaries, shape (particle, summary + 1)."""
    root: NDArray[np.float64]
    """Square roots of weights, shape (particle, 1)."""
    left: NDArray[np.float64]
    """Orthonormal columns that span the weighted design."""
    solve: NDArray[np.float64]
    """Coefficients of the design by what lies along those columns, shape (summary + 1, column)."""

    @classmethod
    def through(cls, gap: NDArray[np.float64], weights: NDArray[np.float64]) -> Self:
        """Prepare it for summaries less those observed, shape (particle, summary)."""
        design, root = np.column_stack((np.ones(len(gap)), gap)), np.sqrt(weights)[:, None]
        left, singular, right = np.linalg.svd(design * root, full_matrices=False)
        held = singular > SINGULAR * singular[0]
        return cls(design, root, left[:, held], right[held].T / singular[held])

    def fitted(self, scores: NDArray[np.float64], gap: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Return the mean where the figures were met, and residuals of particles, shape (particle,).

        Near an end of the prior a score bends away from its own summary, a share: without it the mean is off there.
        """
        bends = np.power(gap[:, None], BENDS)
        apart, left = (self._across(of * self.root) for of in (bends, scores[:, None]))
        straight = scores - bends @ np.linalg.lstsq(apart, left[:, 0], rcond=SINGULAR)[0]
        coefficients = self.solve @ (self.left.T @ (straight * self.root[:, 0]))
        return float(coefficients[0]), straight - self.design @ coefficients

    def _across(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what the line does not explain of weighted columns."""
        return columns - self.left @ (self.left.T @ columns)


def kernel(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Epanechnikov weights, shape (particle,); all alike where all are as far."""
    farthest = distance.max()
    if farthest <= 0.0:
        return np.ones(len(distance))
    weights = 1.0 - np.square(distance / farthest)
    return weights if weights.sum() > 0.0 else np.ones(len(distance))


def _narrower(
    residual: NDArray[np.float64], gap: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return by what factor a parameter is spread less where the figures were met than around each particle.

    Its log squared residuals are fitted by its own summary alone, with its square, and the fewer particles tell of a
    difference the more the fit is shrunken: one on the summaries of all makes intervals too narrow.
    """
    root = np.sqrt(weights / weights.mean())[:, None]
    target = np.log(np.square(residual) + NOTHING * np.square(residual).mean() + 1e-300)[:, None]
    features = np.column_stack((gap, np.square(gap)))
    middle, level = (np.average(of, axis=0, weights=weights) for of in (features, target))
    spread = np.sqrt(np.average(np.square(features - middle), axis=0, weights=weights))
    spread = np.where(spread > 0.0, spread, 1.0)
    slopes = ridge((features - middle) / spread * root, (target - level) * root)[0] / spread[:, None]
    return np.asarray(np.exp(np.clip(-(features @ slopes)[:, 0] / 2.0, -MOST, MOST)), np.float64)
