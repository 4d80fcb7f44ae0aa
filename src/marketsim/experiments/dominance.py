"""Dominance on the ledger: which policy is no worse in any domain and better in one, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.effects import Figures, rare
from marketsim.experiments.figures_of_run import consequences
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.results.consequences import BETTER, HEADLINES, Better

RESAMPLES = 4_000
"""Samples of pairs, drawn with replacement, behind each chance."""
SURE = 0.95
FEWEST = 5
"""Pairs below which nothing dominates: four agree by chance alone in more than one case of twenty."""
YES, NO, OPEN, SAME = "dominates", "does not", "cannot be told", "the same"
"""What can be said of a pair of arms."""


def dominance_table(plain: Figures, arms: Sequence[str], seeds: Sequence[int], weight: int) -> pd.DataFrame:
    """Return one row an ordered pair of arms.

    `chance` is the share of resampled pairs of runs in which the arm is no worse in the headline of any domain and
    better in one. An arm that is clearly worse (90 %) in any consequence with a better way dominates nothing: `worse`
    names them, `better` the opposite; where too few agents are counted, neither. All arms are equal only where no run
    differs.

    Args:
        plain: Figures of each run.
        arms: Names of all arms.
        seeds: Seeds of the pairs.
        weight: Persons for whom one agent stands.
    """
    resampled = np.random.default_rng(1).integers(0, len(seeds), (RESAMPLES, len(seeds)))
    return pd.DataFrame([_row(plain, (arm, over), seeds, resampled, weight) for arm, over in permutations(arms, 2)])


def _row(
    plain: Figures, pair: tuple[str, str], seeds: Sequence[int], resampled: NDArray[np.int64], weight: int
) -> dict[str, object]:
    """Return how an arm stands to another; differences are turned so that more of them is worse."""
    arm, over = pair
    domains = {column.name: column.domain for column in consequences()}
    names = [name for name in BETTER if name in domains]
    changes = {name: _worse(plain, arm, over, name, seeds) for name in names}
    told = {}
    for name, held in changes.items():
        counted = max(float(np.mean([plain[one, seed][name] for seed in seeds])) for one in pair)
        if not rare(held, domains[name], counted, weight):
            told[name] = mean_of_pairs(held, 0.9)
    worse = [name for name, interval in told.items() if interval.low > 0.0]
    better = [name for name, interval in told.items() if interval.high < 0.0]
    same = not any(held.any() for held in changes.values())
    means = np.stack([changes[name][resampled].mean(axis=1) for name in HEADLINES.values()])
    holds = (means <= 0.0).all(axis=0) & (means < 0.0).any(axis=0)
    chance = float(holds.mean()) if len(seeds) > 1 else math.nan
    sure = YES if chance >= SURE and len(seeds) >= FEWEST else OPEN
    verdict = SAME if same else NO if worse or chance <= 1.0 - SURE else sure
    return {
        "arm": arm,
        "over": over,
        "chance": chance,
        "verdict": verdict,
        "better": ", ".join(better),
        "worse": ", ".join(worse),
    }


def _worse(plain: Figures, arm: str, over: str, name: str, seeds: Sequence[int]) -> NDArray[np.float64]:
    sign = 1.0 if BETTER[name] is Better.LOWER else -1.0
    return np.array([sign * (plain[arm, seed][name] - plain[over, seed][name]) for seed in seeds], np.float64)
