"""Two toys with exact posteriors: means of normal data under uniform priors."""

import numpy as np
from numpy.typing import NDArray

ERROR = 0.1
"""Standard deviation of what is observed of a share; the posterior is this normal, cut off at the cube."""


def observe(shares: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Return an observation of every parameter, and one of noise alone, shape (point, parameter + 1)."""
    generator = np.random.default_rng(seed)
    noise = generator.standard_normal((len(shares), shares.shape[1] + 1))
    return np.column_stack((shares + ERROR * noise[:, :-1], noise[:, -1]))
