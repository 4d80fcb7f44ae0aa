"""One dimension at a time from the base to either end of its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.experiments.sensitivity.method import Floats, Indices, together


@dataclass(frozen=True)
class Tornado:
    """What an output is at either end of each range, all else at its base value.

    `swing` is the output at the upper end less that at the lower one, with an interval over seeds, which are the same
    at both ends. It says nothing of what dimensions do together.
    """

    dimensions: int

    name: ClassVar[str] = "tornado"
    main: ClassVar[str] = "swing"
    indices: ClassVar[tuple[str, ...]] = ("swing", "low", "high", "base", "at_low", "at_high")

    def shares(self) -> Floats:
        """Return the base, and then both ends of each dimension."""
        made = np.full((1 + 2 * self.dimensions, self.dimensions), np.nan)
        for dimension in range(self.dimensions):
            made[1 + 2 * dimension, dimension], made[2 + 2 * dimension, dimension] = 0.0, 1.0
        return made

    def analyse(self, outputs: Floats, inputs: Floats | None = None) -> Indices:
        """Return figures and swings; a missing figure leaves its dimension without."""
        base, lows, highs = outputs[0], outputs[1::2], outputs[2::2]
        if not np.isfinite(base).all():
            raise ExperimentError("The base has no figure: its run failed, or it is not defined there.")
        swings = [mean_of_pairs(high - low) for low, high in zip(lows, highs, strict=True)]
        found = (
            np.array([swing.mean for swing in swings]),
            np.array([swing.low for swing in swings]),
            np.array([swing.high for swing in swings]),
            np.full(self.dimensions, base.mean()),
            lows.mean(axis=1),
            highs.mean(axis=1),
        )
        lost = int((~np.isfinite(found[0])).sum())
        note = f"{lost} of {self.dimensions} dimensions lack a figure" if lost else ""
        note = together(note, "one seed: no interval" if outputs.shape[1] == 1 else "")
        return Indices(dict(zip(self.indices, found, strict=True)), note)
