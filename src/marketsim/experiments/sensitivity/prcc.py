"""Partial rank correlation: how far an output rises with one dimension, the others held fixed (Marino et al. 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import stats

from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.sensitivity.method import (
    MOST_LOST,
    Floats,
    Indices,
    chance_of_variance,
    interval,
    nothing,
    together,
    varies,
)

FOR_EACH = 5
"""Points for each dimension below which nothing can be said."""


@dataclass(frozen=True)
class Prcc:
    """Partial rank correlation coefficients on a Latin hypercube; for outputs that rise or fall all along a range.

    `prcc` goes from -1 to 1; `p` is the chance of one so far from 0 if there were none.
    """

    dimensions: int
    count: int = 200
    """Points."""
    resamples: int = 1_000
    seed: int = 1

    name: ClassVar[str] = "prcc"
    main: ClassVar[str] = "prcc"
    indices: ClassVar[tuple[str, ...]] = ("prcc", "low", "high", "p")

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if self.count < (least := self._least()):
            raise WrongCallError(
                f"PRCC wants {least} points at least for {self.dimensions} dimensions, better 10 for each, "
                f"not {self.count}."
            )

    def shares(self) -> Floats:
        """Return a Latin hypercube."""
        from scipy.stats import qmc

        return np.asarray(qmc.LatinHypercube(self.dimensions, rng=self.seed).random(self.count), np.float64)

    def analyse(self, outputs: Floats, inputs: Floats | None = None) -> Indices:
        """Return the coefficients; points with a missing figure are left out."""
        means, values = outputs.mean(axis=1), self.shares() if inputs is None else inputs
        kept = np.isfinite(means)
        lost = int((~kept).sum())
        if lost > MOST_LOST * kept.size or kept.sum() < self._least():
            what = f"{lost} of {kept.size} points have no figure: their runs failed, or it is not defined there"
            raise ExperimentError(f"{what}. Look at the failed runs, narrow the ranges, or take another measure.")
        note = f"{lost} of {kept.size} points left out: a figure is missing" if lost else ""
        if not varies(means[kept]):
            return nothing(self, self.dimensions, "it is the same at every point")
        if not all(varies(values[kept, dimension]) for dimension in range(self.dimensions)):
            return nothing(self, self.dimensions, "a dimension has the same value at every point")
        table = np.column_stack([values[kept], means[kept]])
        found = _partial(table)
        rng, count = np.random.default_rng(self.seed), len(table)
        resamples = np.array([_partial(table[rng.integers(count, size=count)]) for _ in range(self.resamples)])
        low, high = interval(resamples[np.isfinite(resamples).all(axis=1)])
        free = count - 2 - (self.dimensions - 1)
        t = found * np.sqrt(free / np.maximum(1.0 - found**2, 1e-300))
        p = 2.0 * stats.t.sf(np.abs(t), free)
        said = together(note, chance_of_variance(outputs))
        return Indices(dict(zip(self.indices, (found, low, high, p), strict=True)), said)

    def _least(self) -> int:
        return max(10, FOR_EACH * self.dimensions)


def _partial(table: Floats) -> Floats:
    """Return the partial rank correlation of each column with the last one, NaN if one does not vary."""
    ranks = stats.rankdata(table, axis=0)
    if (np.ptp(ranks, axis=0) == 0).any():
        return np.full(table.shape[1] - 1, np.nan)
    correlations = np.corrcoef(ranks, rowvar=False)
    # An output that follows one dimension exactly has no rest to correlate: the smallest of ridges keeps 1 in reach.
    inverse = np.linalg.inv(correlations + 1e-9 * np.eye(len(correlations)))
    scale = np.sqrt(inverse[-1, -1] * np.diag(inverse)[:-1])
    return np.asarray(np.clip(-inverse[-1, :-1] / scale, -1.0, 1.0))
