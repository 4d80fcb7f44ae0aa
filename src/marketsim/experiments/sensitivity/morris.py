"""Screening by elementary effects: one dimension moves at a time, from many places (Morris 1991)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.sensitivity.method import (
    Floats,
    Indices,
    chance,
    interval,
    together,
    varies,
    whole_blocks,
)

LEAST = 4
"""Trajectories below which nothing can be said."""


@dataclass(frozen=True)
class Morris:
    """Elementary effects on the unit cube: what the output changes over the whole of a range.

    `mu_star` is the mean size of the effects (Campolongo et al. 2007), `mu` their mean with sign, `sigma` their spread:
    large where a dimension acts together with others, or not evenly along its range.
    """

    dimensions: int
    count: int = 20
    """Trajectories."""
    levels: int = 4
    """Places along each range."""
    resamples: int = 1_000
    seed: int = 1

    name: ClassVar[str] = "morris"
    main: ClassVar[str] = "mu_star"
    indices: ClassVar[tuple[str, ...]] = ("mu_star", "low", "high", "mu", "sigma")

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if self.count < LEAST:
            raise WrongCallError(f"Morris wants {LEAST} trajectories at least, better 20, not {self.count}.")
        if self.levels < 4 or self.levels % 2:
            raise WrongCallError(f"Morris wants an even number of levels, 4 at least, not {self.levels}.")

    def shares(self) -> Floats:
        """Return trajectories of one point more than there are dimensions."""
        from SALib.sample import morris

        made = morris.sample(self._problem(), self.count, num_levels=self.levels, seed=self.seed)
        return np.asarray(made, np.float64)

    def analyse(self, outputs: Floats, inputs: Floats | None = None) -> Indices:
        """Return the indices; trajectories with a missing figure are left out.

        Effects are divided by the step that was really made: of two whole numbers it is the whole range, which SALib,
        that divides by the step of its levels, would overstate by half.
        """
        size = self.dimensions + 1
        means, kept, note = whole_blocks(outputs, size, "trajectories", LEAST)
        if not varies(means):
            zeros = np.zeros(self.dimensions)
            return Indices(dict.fromkeys(self.indices, zeros), "it is the same at every point")
        places = self.shares() if inputs is None else inputs
        effects = self._effects(places.reshape(-1, size, self.dimensions)[kept], means)
        rng = np.random.default_rng(self.seed)
        rows = rng.integers(len(effects), size=(self.resamples, len(effects)))
        low, high = interval(np.abs(effects)[rows].mean(axis=1))
        means_of = {"mu_star": np.abs(effects).mean(axis=0), "mu": effects.mean(axis=0)}
        whole = means_of | {"sigma": effects.std(axis=0, ddof=1), "low": low, "high": high}
        return Indices({name: whole[name] for name in self.indices}, together(note, self._chance(outputs, places)))

    def _chance(self, outputs: Floats, places: Floats) -> str:
        """Return in words how large a `mu_star` is where nothing but chance moves the output, if that is known."""
        steps = np.abs(np.diff(places.reshape(-1, self.dimensions + 1, self.dimensions), axis=1)).max(axis=1)
        alone = chance(outputs) * 2.0 / np.sqrt(np.pi)  # The mean size of a difference of two means.
        if not alone > 0.0 or not steps.all():
            return ""
        of_each = alone * (1.0 / steps).mean(axis=0)
        least, most = (f"{size:.3g}" for size in (of_each.min(), of_each.max()))
        return f"chance alone gives a mu_star of about {least}{'' if least == most else f' to {most}'}"

    def _effects(self, places: Floats, means: Floats) -> Floats:
        """Return the elementary effect of each trajectory and dimension; of one that stayed where it was, none.

        Args:
            places: Shares of the way, shape (trajectory, point, dimension).
            means: Outputs, shape (trajectory, point).
        """
        steps, changes = np.diff(places, axis=1), np.diff(means, axis=1)
        squares = (steps**2).sum(axis=1)
        effects = np.zeros_like(squares)
        return np.divide((changes[:, :, None] * steps).sum(axis=1), squares, out=effects, where=squares > 0.0)

    def _problem(self) -> dict[str, Any]:
        names = [f"d{number}" for number in range(self.dimensions)]
        return {"num_vars": self.dimensions, "names": names, "bounds": [[0.0, 1.0]] * self.dimensions, "groups": None}
