"""What policies change, in a row an arm and consequence: intervals, precision, and what can be said."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.an_agent import an_agent
from marketsim.experiments.intervals import Interval, mean_of_pairs, pairs_needed
from marketsim.results.consequences import BETTER, PUBLIC, Better, Column, Domain

CLEAR, UNCLEAR, NONE, ALONE = "changes", "cannot be told from no change", "no change", "one pair: no interval"
FEW, MISSING = "too few counted to tell", "a pair lacks the figure: no interval"
"""What can be said of a difference."""
FEWEST = 30
"""Agents to which something happened, in a run of base or arm, below which an interval is not to be trusted."""
FEWEST_APART = 10
"""Agents in whom arms differ, over all pairs, below which pairs that agree may do so by chance."""
PRECISION = 0.05
"""Usual precision: half of the 90 % interval, as a share of the base."""

Figures = dict[tuple[str, int], dict[str, float]]
"""Figures of each run, by arm and seed."""

OF_PEOPLE = (Domain.HEALTH, Domain.JUSTICE, "detentions")
"""Parts of life in which something happens to people, who can be too few; `detentions` is of measures by agency."""


def pairs_table(
    plain: Figures, columns: Sequence[Column], base: str, arms: Sequence[str], seeds: Sequence[int]
) -> pd.DataFrame:
    """Return one row an arm, seed and consequence: the base, the arm, and the change."""
    rows = [
        {
            "arm": arm,
            "seed": seed,
            "domain": str(column.domain),
            "consequence": column.name,
            "unit": column.unit,
            "base": plain[base, seed][column.name],
            "with_policy": plain[arm, seed][column.name],
        }
        for arm in arms
        for column in columns
        for seed in seeds
    ]
    table = pd.DataFrame(rows)
    table["change"] = table["with_policy"] - table["base"]
    return table


def effects_table(
    pairs: pd.DataFrame,
    weight: int,
    precision: float = PRECISION,
    *,
    days: int = 1,
    cost_not_stated: Collection[str] = (),
) -> pd.DataFrame:
    """Return what every arm changes.

    Args:
        pairs: One row an arm, seed and consequence.
        weight: Persons for whom one agent stands.
        precision: Half of the 90 % interval that is wanted, as a share of the base.
        days: Days that count.
        cost_not_stated: Arms of which not every policy says what it costs: never better or worse in public money.
    """
    rows = []
    for (arm, domain, name, unit), held in pairs.groupby(["arm", "domain", "consequence", "unit"], sort=False):
        changes, base = held["change"].to_numpy(np.float64), float(held["base"].mean())
        change = mean_of_pairs(changes)
        counted = max(base, float(held["with_policy"].mean()))
        of_agent = an_agent(str(name), str(unit), weight, days)
        not_said = str(name) in PUBLIC and arm in cost_not_stated
        better = {"better_when": "", "better_share": math.nan} if not_said else None
        rows.append(
            {
                "arm": arm,
                "domain": domain,
                "consequence": name,
                "unit": unit,
                "base": base,
                "change": change.mean,
                **_intervals(changes, change),
                "share": change.mean / base if base else math.nan,
                "n": len(held),
                "verdict": verdict(changes, change, str(domain), counted, of_agent),
                **(better or _better(changes, str(name))),
                **_precision(held, changes, precision * abs(base)),
            }
        )
    return pd.DataFrame(rows)


def few(effects: pd.DataFrame, arm: str) -> set[str]:
    """Return the consequences of an arm that are too rare in its runs for an interval to be trusted."""
    return set(effects[(effects["arm"] == arm) & (effects["verdict"] == FEW)]["consequence"])


def _intervals(changes: NDArray[np.float64], change: Interval) -> dict[str, float]:
    half, wide = (mean_of_pairs(changes, level) for level in (0.5, 0.9))
    ends = {"low": change.low, "high": change.high, "low_50": half.low, "high_50": half.high}
    return ends | {"low_90": wide.low, "high_90": wide.high}


def _better(changes: NDArray[np.float64], name: str) -> dict[str, object]:
    """Return which way is better, and in which share of the pairs the policy is; a tie is half a win."""
    better = BETTER.get(name, Better.NEITHER)
    share = math.nan
    if better is not Better.NEITHER and np.isfinite(changes).all():
        wins = changes < 0.0 if better is Better.LOWER else changes > 0.0
        share = float(wins.mean() + 0.5 * (changes == 0.0).mean())
    return {"better_when": better.value, "better_share": share}


def _precision(pairs: pd.DataFrame, changes: NDArray[np.float64], wanted: float) -> dict[str, float]:
    """Return Monte-Carlo error, spread with pairing and without, and the pairs that the wanted precision takes."""
    count = changes.size
    paired = float(changes.std(ddof=1)) if count > 1 else math.nan
    spreads = [pairs[name].to_numpy(np.float64) for name in ("base", "with_policy")]
    unpaired = math.sqrt(sum(float(held.var(ddof=1)) for held in spreads)) if count > 1 else math.nan
    return {
        "mc_error": paired / math.sqrt(count),
        "pairs_needed": pairs_needed(paired, wanted),
        "paired_sd": paired,
        "unpaired_sd": unpaired,
        "sd_ratio": paired / unpaired if unpaired else math.nan,
    }


def verdict(changes: NDArray[np.float64], change: Interval, domain: str, counted: float, weight: float) -> str:
    """Return what can be said; events of a handful of thinned agents tell nothing, however alike the pairs are.

    That holds where all pairs are the same too: at full size something may change.

    Args:
        changes: The change of every pair.
        change: Their mean with its interval.
        domain: Part of life.
        counted: Persons to whom it happened (or days), in a run of the base or of the arm, whichever are more.
        weight: What one agent adds at most (`an_agent`).
    """
    if not np.isfinite(changes).all():
        return MISSING
    if not changes.any():
        return FEW if counted and scarce(domain, counted, weight) else NONE
    if not change.known:
        return ALONE
    if scarce(domain, counted, weight):
        return FEW
    if change.holds_zero:
        return UNCLEAR
    return FEW if rare(changes, domain, counted, weight) else CLEAR


def scarce(domain: str, counted: float, weight: float) -> bool:
    """Tell whether something happens to too few agents for any interval; arguments are those of `verdict`."""
    return counted < FEWEST * weight and domain in OF_PEOPLE


def rare(changes: NDArray[np.float64], domain: str, counted: float, weight: float) -> bool:
    """Tell whether an effect is not to be trusted, as few agents are counted or few tell arms apart.

    Arguments are those of `verdict`.
    """
    few_apart = np.abs(changes).sum() < FEWEST_APART * weight and domain in OF_PEOPLE
    return scarce(domain, counted, weight) or bool(few_apart)
