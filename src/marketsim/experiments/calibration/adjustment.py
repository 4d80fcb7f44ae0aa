"""Particles near the reported figures moved to where they would be had they met them exactly.

Source: Beaumont, Zhang and Balding (2002); Blum and Francois (2010) for the correction of the spread.
"""

import numpy as np
from numpy.typing import NDArray

INSIDE = 1e-6
"""How near to the ends of the prior a share is taken to be before it is stretched to the whole line."""
LEAST, ENOUGH = 2.0, 60.0
"""Effective particles a coefficient from which the mean is fitted, and from which the spread is.

A spread that is fitted to fewer makes intervals too narrow. On a toy with 32 parameters, 36 figures and 4,096 runs,
90 % intervals held 79 % of known truths with 410 particles and 87 % with 1,000; without the fit 89 and 90 %.
"""


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
        summaries: Summaries of each, shape (particle, summary).
        observed: Summaries of what was observed, shape (summary,).
        distance: Distance of each from it, shape (particle,); the farthest counts nothing (Epanechnikov).
    """
    line = np.log(np.clip(shares, INSIDE, 1.0 - INSIDE))
    line -= np.log1p(-np.clip(shares, INSIDE, 1.0 - INSIDE))
    weights = probability * kernel(distance)
    design = np.column_stack((np.ones(len(shares)), summaries - observed))
    size, fitted = weights.sum() ** 2 / np.square(weights).sum(), design.shape[1]
    if size < LEAST * fitted:
        return shares.copy()
    mean = _fit(design, line, weights)
    residual = line - design @ mean
    spread = np.zeros_like(mean)
    if size >= ENOUGH * fitted:
        spread = _fit(design, np.log(np.square(residual) + 1e-12), weights)
    residual *= np.sqrt((size + fitted) / (size - fitted))
    with np.errstate(over="ignore"):
        ratio = np.exp(np.clip((spread[0] - design @ spread) / 2.0, -3.0, 3.0))
        return np.asarray(1.0 / (1.0 + np.exp(-(mean[0] + residual * ratio))), np.float64)


def kernel(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Epanechnikov weights, shape (particle,); all alike where all are as far."""
    farthest = distance.max()
    if farthest <= 0.0:
        return np.ones(len(distance))
    weights = 1.0 - np.square(distance / farthest)
    return weights if weights.sum() > 0.0 else np.ones(len(distance))


def _fit(design: NDArray[np.float64], target: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    root = np.sqrt(weights)[:, None]
    return np.asarray(np.linalg.lstsq(design * root, target * root, rcond=1e-8)[0], np.float64)
