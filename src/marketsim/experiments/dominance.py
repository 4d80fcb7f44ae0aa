"""Dominance on the ledger: which policy is no worse in any domain and better in one, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from marketsim.experiments.an_agent import an_agent
from marketsim.experiments.effects import NONE, Figures, rare, verdict
from marketsim.experiments.figures_of_run import consequences
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.results.consequences import BETTER, HEADLINES, PUBLIC, Better, Column

RESAMPLES = 4_000
"""Samples of pairs, drawn with replacement, behind each chance."""
SURE = 0.95
FEWEST = 5
"""Pairs below which nothing dominates: four agree by chance alone in more than one case of twenty."""
YES, NO, OPEN, SAME = "dominates", "does not", "cannot be told", "the same"
"""What can be said of a pair of arms."""


class _Table(NamedTuple):
    """What every pair of arms is read from; fields are arguments of `dominance_table`."""

    plain: Figures
    seeds: Sequence[int]
    resampled: NDArray[np.int64]
    weight: int
    days: int


def dominance_table(
    plain: Figures,
    arms: Sequence[str],
    seeds: Sequence[int],
    weight: int,
    *,
    days: int = 1,
    cost_not_stated: Collection[frozenset[str]] = (),
) -> pd.DataFrame:
    """Return one row an ordered pair of arms.

    `chance` is the share of resampled pairs of runs in which the arm is no worse in the headline of any domain and
    better in one (spread as Student's t), over the domains that are counted. `uncounted` names those of which too few
    agents are counted, and money where costs are not stated; while there are any, nothing dominates. An arm that is
    clearly worse (90 %) in any consequence with a better way dominates nothing, though a single one does not refute
    it: `worse` names them, `better` the opposite; where too few agents are counted, neither. All arms are equal only
    where no run differs.

    Args:
        plain: Figures of each run.
        arms: Names of all arms.
        seeds: Seeds of the pairs.
        weight: Persons for whom one agent stands.
        days: Days that count.
        cost_not_stated: Pairs of arms that differ in a policy of which nobody knows the cost.
    """
    resampled = np.random.default_rng(1).integers(0, len(seeds), (RESAMPLES, len(seeds)))
    table = _Table(plain, seeds, resampled, weight, days)
    return pd.DataFrame([_row(table, pair, frozenset(pair) in cost_not_stated) for pair in permutations(arms, 2)])


def _row(table: _Table, pair: tuple[str, str], cost_not_stated: bool) -> dict[str, object]:
    """Return how an arm stands to another; differences are turned so that more of them is worse."""
    columns = {column.name: column for column in consequences()}
    changes = {name: _worse(table.plain, *pair, name, table.seeds) for name in BETTER if name in columns}
    told = {
        name: mean_of_pairs(held, 0.9)
        for name, held in changes.items()
        if not (_uncounted(table, pair, columns[name], held) or (cost_not_stated and name in PUBLIC))
    }
    worse = [name for name, interval in told.items() if interval.low > 0.0]
    better = [name for name, interval in told.items() if interval.high < 0.0]
    same = not any(held.any() for held in changes.values())
    counted = [
        name
        for name in HEADLINES.values()
        if name in told or (name not in PUBLIC and _unchanged(table, pair, columns[name], changes[name]))
    ]
    uncounted = [str(domain) for domain, name in HEADLINES.items() if name not in counted and not same]
    no_worse, chance = _chances([changes[name] for name in counted], table.resampled)
    sure = YES if chance >= SURE and len(table.seeds) >= FEWEST and not uncounted and not worse else OPEN
    refuted = (no_worse if uncounted else chance) <= 1.0 - SURE
    verdict = SAME if same else NO if refuted else sure
    return {
        "arm": pair[0],
        "over": pair[1],
        "chance": chance,
        "verdict": verdict,
        "better": ", ".join(better),
        "worse": ", ".join(worse),
        "uncounted": ", ".join(uncounted),
    }


def _uncounted(table: _Table, pair: tuple[str, str], column: Column, changes: NDArray[np.float64]) -> bool:
    """Tell whether too few agents are counted in a consequence, or tell the arms apart."""
    return rare(changes, column.domain, *_of_agents(table, pair, column))


def _unchanged(table: _Table, pair: tuple[str, str], column: Column, changes: NDArray[np.float64]) -> bool:
    """Tell whether a consequence is the same in all pairs, and enough are counted to say so."""
    return verdict(changes, mean_of_pairs(changes), column.domain, *_of_agents(table, pair, column)) == NONE


def _of_agents(table: _Table, pair: tuple[str, str], column: Column) -> tuple[float, float]:
    """Return what is counted in a run of either arm, whichever is more, and what one agent adds at most."""
    means = [np.mean([table.plain[one, seed][column.name] for seed in table.seeds]) for one in pair]
    return float(max(means)), an_agent(column.name, column.unit, table.weight, table.days)


def _chances(changes: list[NDArray[np.float64]], resampled: NDArray[np.int64]) -> tuple[float, float]:
    """Return the shares of samples in which no mean is worse, and of these with a better one; NaN without any."""
    if not changes or resampled.shape[1] < 2:
        return math.nan, math.nan
    means = np.stack(
        [held.mean() + _stretch(held.size) * (held[resampled].mean(axis=1) - held.mean()) for held in changes]
    )
    no_worse = (means <= 0.0).all(axis=0)
    return float(no_worse.mean()), float((no_worse & (means < 0.0).any(axis=0)).mean())


def _stretch(pairs: int) -> float:
    """Return by how much resampled means are to lie farther apart, so that a mean's share below zero is Student's.

    The bootstrap knows the spread of the pairs no better than the pairs do and takes it without the degree of freedom
    that their mean costs: at five pairs one case of ten, and not of twenty, would seem sure.
    """
    return float(stats.t.ppf(SURE, pairs - 1) / stats.norm.ppf(SURE) * math.sqrt(pairs / (pairs - 1)))


def _worse(plain: Figures, arm: str, over: str, name: str, seeds: Sequence[int]) -> NDArray[np.float64]:
    sign = 1.0 if BETTER[name] is Better.LOWER else -1.0
    return np.array([sign * (plain[arm, seed][name] - plain[over, seed][name]) for seed in seeds], np.float64)
