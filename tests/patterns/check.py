"""One statistical check of a pattern: its replicates, its test, and the row that it becomes in the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import stats

LEVEL = 0.01
"""A sign test is a one-sided t test at one percent."""
NO_TEST = 0.05
"""A test that this share of runs with shuffled labels passes is no test."""
FLIPPED = 4096
"""Most shuffles that are looked at: all of them, or as many drawn."""


@dataclass(frozen=True)
class Row:
    """One pattern in the report.

    Attributes:
        id: P01 to P21.
        pattern: What is to be shown.
        check: What is computed, and in what unit the effect is.
        replicates: Runs, or pairs of runs, each with a seed of its own.
        effect: Mean over the replicates.
        low: Lower end of its interval of 95 percent.
        high: Upper end.
        power: Chance that the sign test passes if the true effect is half of the one found.
        by_chance: Share of runs with shuffled labels in which the sign test passes.
        by_construction: It follows in part from an input.
        holds: All that is asked is met.
        note: Other figures, and what is not met.
    """

    id: str
    pattern: str
    check: str
    replicates: int
    effect: float
    low: float
    high: float
    power: float
    by_chance: float
    by_construction: bool
    holds: bool
    note: str


@dataclass(frozen=True)
class Check:
    """What was found about a pattern.

    Attributes:
        id: P01 to P21.
        pattern: What is to be shown.
        check: What is computed.
        found: The effect in each replicate, signed so that the pattern makes it positive.
        also: Further effects that must be positive by the same test.
        within: Further conditions by what they say, such as ranks and intervals.
        note: Figures beside.
        by_construction: It follows in part from an input.
    """

    id: str
    pattern: str
    check: str
    found: Sequence[float]
    also: Mapping[str, Sequence[float]] = field(default_factory=dict)
    within: Mapping[str, bool] = field(default_factory=dict)
    note: str = ""
    by_construction: bool = False

    def row(self) -> Row:
        """Judge it."""
        found = np.asarray(self.found, float)
        low, high = interval(found)
        chance = max(by_chance(np.asarray(values, float)) for values in (self.found, *self.also.values()))
        effects = {self.check: self.found, **self.also}
        missing = [f"not shown: {name}" for name, values in effects.items() if not surely_positive(np.asarray(values))]
        missing += [f"not met: {name}" for name, met in self.within.items() if not met]
        beside = [f"{name} {np.mean(values):+.3g}" for name, values in self.also.items()]
        notes = missing + beside + ([self.note] if self.note else [])
        return Row(
            self.id, self.pattern, self.check, len(found), float(found.mean()), low, high, power(found), chance,
            self.by_construction, not missing and chance < NO_TEST, "; ".join(notes),
        )  # fmt: skip


def _standard_error(found: NDArray[np.float64]) -> float:
    return float(found.std(ddof=1) / np.sqrt(len(found)))


def surely_positive(found: NDArray[np.float64]) -> bool:
    """Tell whether the mean is above zero: a one-sided t test."""
    least = stats.t.ppf(1.0 - LEVEL, len(found) - 1) * _standard_error(found)
    return bool(found.mean() > max(least, 0.0))


def interval(found: NDArray[np.float64]) -> tuple[float, float]:
    """Return the interval of 95 percent of the mean."""
    half = stats.t.ppf(0.975, len(found) - 1) * _standard_error(found)
    return float(found.mean() - half), float(found.mean() + half)


def power(found: NDArray[np.float64]) -> float:
    """Return the chance that the test passes if the true effect is half of the one found, with the same spread."""
    error = max(_standard_error(found), 1e-12)
    limit = stats.t.ppf(1.0 - LEVEL, len(found) - 1)
    return float(stats.nct.sf(limit, len(found) - 1, min(abs(found.mean()) / 2 / error, 30.0)))


def by_chance(found: NDArray[np.float64]) -> float:
    """Return the share of runs with shuffled labels, swapped pair by pair, in which the test passes."""
    if 2 ** len(found) <= FLIPPED:
        signs = np.array(list(product((1.0, -1.0), repeat=len(found))))
    else:
        signs = np.random.default_rng(1).choice((1.0, -1.0), size=(FLIPPED, len(found)))
    return float(np.mean([surely_positive(found * flips) for flips in signs]))
