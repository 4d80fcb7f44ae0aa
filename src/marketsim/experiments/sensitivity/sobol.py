"""Shares of the variance of an output: of each dimension alone, and with all in which it takes part (Sobol 2001)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.sensitivity.method import (
    Floats,
    Indices,
    chance_of_variance,
    interval,
    nothing,
    together,
    varies,
    whole_blocks,
)

LEAST = 16
"""Base points below which nothing can be said."""


@dataclass(frozen=True)
class Sobol:
    """Sobol indices by Saltelli's design.

    `first` is the share of the variance that goes if the dimension is known, `total` the share that is left if all
    others are. First indices of all dimensions add up to 1 where none act together.
    """

    dimensions: int
    count: int = 256
    """Base points, a power of 2; each takes a run a dimension and two more."""
    resamples: int = 1_000
    seed: int = 1

    name: ClassVar[str] = "sobol"
    main: ClassVar[str] = "total"
    indices: ClassVar[tuple[str, ...]] = ("total", "low", "high", "first", "first_low", "first_high")

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if self.count < LEAST or self.count & (self.count - 1):
            near = max(LEAST, 1 << max(0, self.count - 1).bit_length())
            what = f"Sobol wants a power of 2 of base points, {LEAST} at least, not {self.count}"
            raise WrongCallError(f"{what}: else they are not spread evenly. Take {near}.")

    def shares(self) -> Floats:
        """Return blocks of two base points and the mixtures of the two."""
        from SALib.sample import sobol

        made = sobol.sample(self._problem(), self.count, calc_second_order=False, seed=self.seed)
        return np.asarray(made, np.float64)

    def analyse(self, outputs: Floats, inputs: Floats | None = None) -> Indices:
        """Return the indices; blocks with a missing figure are left out."""
        from SALib.analyze import sobol

        means, _, note = whole_blocks(outputs, self.dimensions + 2, "blocks", LEAST)
        if not varies(means):
            return nothing(self, self.dimensions, "it is the same at every point")
        found = sobol.analyze(
            self._problem(),
            means.ravel(),
            calc_second_order=False,
            num_resamples=self.resamples,
            keep_resamples=True,
            seed=max(1, self.seed),  # SALib takes 0 for none.
        )
        low, high = interval(np.asarray(found["ST_conf_all"], np.float64))
        first_low, first_high = interval(np.asarray(found["S1_conf_all"], np.float64))
        total, first = (np.asarray(found[name], np.float64) for name in ("ST", "S1"))
        columns = (total, low, high, first, first_low, first_high)
        said = together(note, chance_of_variance(outputs))
        return Indices(dict(zip(self.indices, columns, strict=True)), said)

    def _problem(self) -> dict[str, Any]:
        names = [f"d{number}" for number in range(self.dimensions)]
        return {"num_vars": self.dimensions, "names": names, "bounds": [[0.0, 1.0]] * self.dimensions}
