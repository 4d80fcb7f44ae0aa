"""Known truths near what was reported: finished runs of a calibration, each taken in turn for the reports.

What intervals hold over the whole prior says little of where the reports lie. So a truth is drawn with the probability
with which its figures lie near the reports, as particles of the posterior are, and its own posterior is made of as many
particles as the calibration's. Whether a run is asked depends on its figures alone, so that intervals which are right
hold such truths as often as they say (Prangle et al. 2014).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from marketsim.experiments.calibration.adjustment import kernel
from marketsim.experiments.calibration.generations import Calibration
from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.population import weights_of
from marketsim.experiments.calibration.recovery import Table, recovery
from marketsim.experiments.calibration.reference_runs import keys_of, replayed

TRUTHS = 200
"""Runs that are taken for the truth."""
COVERAGE = (0.84, 0.95)
"""Between what the coverage of 90 % intervals is to lie."""
LEVEL = 0.9
"""What 90 % intervals should hold."""


class Coverage(NamedTuple):
    """The share of intervals that hold their truth, with its 90 % interval."""

    share: float
    low: float
    high: float

    @property
    def right(self) -> bool:
        """Whether it may be what intervals claim: its own interval holds that."""
        return self.low <= LEVEL <= self.high

    @property
    def inside(self) -> bool:
        """Whether the share lies where it is to lie, whether or not that can be told."""
        return COVERAGE[0] <= self.share <= COVERAGE[1]

    @property
    def told(self) -> bool:
        """Whether truths suffice to tell that it lies where it is to lie, or that it does not.

        They do not where the interval reaches beyond both ends of where it is to lie, nor where the share lies outside
        and may yet be what intervals claim.
        """
        beyond_both = self.low < COVERAGE[0] and self.high > COVERAGE[1]
        return not beyond_both and (self.inside or not self.right)


def known_truths(folder: Path, manifest: Mapping[str, Any], targets: tuple[Target, ...], count: int) -> pd.DataFrame:
    """Return one row a known truth near the reports and parameter, as `recovery` does.

    Args:
        folder: Folder of the calibration.
        manifest: What it says of itself.
        targets: The figures that it learned from.
        count: Truths at most.

    Raises:
        ResultError: There are no runs over the prior.
    """
    made = replayed(folder, manifest, targets)
    last, keys = made.path[-1], keys_of(manifest)
    whole = np.flatnonzero(np.isfinite(made.every_output).all(axis=1))
    numbers = made.particles["number"].to_numpy(np.int64)[whole]
    shares = made.particles[[f"share:{key}" for key in keys]].to_numpy(np.float64)[whole]
    of_prior = int((whole < len(made.reference)).sum())
    table = Table(shares, made.every_output[whole], weights_of(shares, last.laws), of_prior)
    place = {int(number): row for row, number in enumerate(numbers)}
    truths = np.array([place[int(number)] for number in near_reports(made, count)], np.int64)
    return recovery(keys, table, truths, min(len(last.numbers), len(whole) - 1))


def near_reports(made: Calibration, count: int) -> NDArray[np.int64]:
    """Return the numbers of particles that are taken for the truth, `count` at most, each once."""
    last = made.path[-1]
    running = np.cumsum(last.probability * kernel(last.distance))
    places = np.searchsorted(running / running[-1], (np.arange(count) + 0.5) / count)
    return np.unique(last.numbers[np.minimum(places, len(last.numbers) - 1)])


def coverage(ranks: pd.DataFrame) -> Coverage:
    """Return the share of intervals that hold their truth, and its 90 % interval.

    Intervals of one truth are not independent: they count as as many independent ones as their scatter from truth to
    truth allows, and the interval is the binomial one of so many (Korn and Graubard 1998).

    Args:
        ranks: One row a truth and parameter, at least one.
    """
    by_truth = ranks.groupby("truth")["covered"].agg(["sum", "size"])
    truths, intervals = len(by_truth), len(ranks)
    share = float(ranks["covered"].mean())
    apart = (by_truth["sum"] - share * by_truth["size"]).to_numpy(np.float64)
    variance = np.square(apart).sum() / intervals**2 * truths / max(1, truths - 1)
    independent = share * (1.0 - share) / variance if variance > 0.0 else float(truths)
    independent = min(independent, float(intervals))
    return Coverage(share, *interval_of_share(share * independent, independent))


def interval_of_share(hits: float, of: float, level: float = 0.9) -> tuple[float, float]:
    """Return the interval of a share of independent trials (Clopper and Pearson 1934); they need not be whole."""
    tail = (1.0 - level) / 2.0
    low = float(stats.beta.ppf(tail, hits, of - hits + 1)) if hits > 0 else 0.0
    return low, float(stats.beta.isf(tail, hits + 1, of - hits)) if hits < of else 1.0
