"""What a policy does, as a function of what figures do not tell: how large the market is, and how 2021 to 2023 is read.

A seed is one draw of parameters and counts once, however many readings it was run under: effects are averaged within a
seed before there is any interval, and readings are compared within a seed.

Size is what the market sold *before* the policies began (`market_size.py`). Sales of the base over the days that count
would not do: an effect is arm less base, so that a base that happened to sell much shows a large market and a low
effect at once, and a slope where there is none. In made-up cases with no slope (20 to 100 seeds, sizes that spread by
0.4 of their logarithm, sales that vary by chance by 0.05 or 0.2) 90 % intervals of that slope held zero in 26 to 90 of
100 cases. The mean of base and arm mends this only where effects are alike in all draws (else down to 68 of 100). Until
a policy begins, arm and base are one and the same market, so that its chance is none of the difference between them: 89
to 92 of 100.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.an_agent import an_agent
from marketsim.experiments.effects import FEW, rare, verdict
from marketsim.experiments.figures_of_run import consequences
from marketsim.experiments.intervals import Interval, mean_of_pairs
from marketsim.experiments.readings import BOTH, LESS, READINGS
from marketsim.experiments.size_line import LEVEL, line_of

FEWEST = 12
"""Seeds below which nothing is said by size: three thirds of four."""
MARGIN = 0.2
"""Share of the mean effect within which what depends on size or reading hardly does."""
ALIKE = 1e-9
"""Spread of the logarithms of sizes up to which they are one size."""
PARTS = ("smallest", "middle", "largest")
"""Thirds of the seeds by market size."""
DOUBLING = "doubling"
ENDS = ("", "_low_90", "_high_90")
"""Ends of the names of columns: mean, and ends of its interval."""
NO_CHANGE, SAME, UNTOLD = "no change", "the same under both readings", "does not tell"
ONE_SEED = "one seed: no interval"
NO_DAYS = "not by size: no week before the policies begin"
FEW_SEEDS = f"not by size: fewer than {FEWEST} seeds"
ONE_SIZE = "not by size: all draws have the same market"
NOTHING_SOLD = "not by size: a market sold nothing before the policies"


class Words(NamedTuple):
    """How a dependence is called."""

    larger: str
    smaller: str
    higher: str
    """Where the effect's own sign is not told."""
    lower: str
    hardly: str


BY_SIZE = Words(
    "larger in a larger market",
    "smaller in a larger market",
    "rises with market size",
    "falls with market size",
    "hardly depends on market size",
)
BY_READING = Words(
    "larger if all is threshold",
    "smaller if all is threshold",
    "higher if all is threshold",
    "lower if all is threshold",
    "hardly depends on the reading",
)


def effects_by_size(
    samples: pd.DataFrame, base: str, sizes: Mapping[int, float], weight: int = 1, days: int = 1
) -> pd.DataFrame:
    """Return one row an outcome, policy and reading, `both readings` first and their difference last.

    Columns: `mean` effect, effects in the thirds of markets by size (`smallest`, `middle`, `largest`), by how much the
    effect grows with each `doubling` of the market, each with `_low_90` and `_high_90`, in the outcome's unit; and what
    can be said (`verdict`): of the difference how it depends on the reading, of other rows how it depends on size. What
    cannot be said is left empty; where a handful of agents is counted, numbers are there and nothing is said. Too few
    are counted where the ranking says so of the same effect (`effects.verdict`).

    Args:
        samples: One row an outcome, reading, seed and arm, with its value and unit.
        base: Name of the arm that does nothing new.
        sizes: Sales before the policies begin by seed, t a year; none where there are no such days.
        weight: Persons for whom one agent stands.
        days: Days that count.
    """
    domains = {column.name: str(column.domain) for column in consequences()}
    rows: list[dict[str, Any]] = []
    for (outcome, unit), held in samples.groupby(["outcome", "unit"], sort=False):
        counted = _counted(held)
        of_agent = an_agent(str(outcome), str(unit), weight, days)
        for arm, effects in effects_of(held, base).items():
            seeds = effects.index.to_numpy()
            known = np.array([sizes[seed] for seed in seeds]) if sizes else None
            parts = {str(name): np.asarray(column, np.float64) for name, column in effects.items()}
            for reading, part in parts.items():
                row = {"outcome": outcome, "unit": unit, "arm": arm, "reading": reading, "seeds": seeds.size}
                row |= _numbers(part, known)
                of = BOTH if reading == LESS else reading
                most = max(counted[of, arm], counted[of, base])
                few = _few(parts[of], domains.get(str(outcome), ""), most, of_agent)
                rows.append(row | {"verdict": _said(row, parts[BOTH], why_not_by_size(known), few)})
    return pd.DataFrame(rows)


def _counted(samples: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the mean of an outcome by reading, or both, and arm."""
    means = {BOTH: samples.groupby("arm")["value"].mean()}
    means |= {str(reading): held.groupby("arm")["value"].mean() for reading, held in samples.groupby("reading")}
    return {(reading, str(arm)): float(mean) for reading, held in means.items() for arm, mean in held.items()}


def _few(effects: NDArray[np.float64], domain: str, counted: float, of_agent: float) -> str:
    """Return what is said where few agents are counted; nothing where they are not.

    An effect that the ranking tells from too few has no dependence that is told from them either, and one whose
    interval holds zero while few agents tell arms apart has none that could be told.

    Args:
        effects: Effects under a reading, shape (seed,).
        domain: Part of life.
        counted: What is counted in a run of base or arm, whichever is more.
        of_agent: What one agent adds at most.
    """
    if verdict(effects, mean_of_pairs(effects), domain, counted, of_agent) == FEW:
        return FEW
    return UNTOLD if rare(effects, domain, counted, of_agent) else ""


def effects_of(samples: pd.DataFrame, base: str) -> dict[str, pd.DataFrame]:
    """Return what each arm changes: one row a seed, one column a reading, their mean before and difference behind.

    Args:
        samples: Samples of one outcome.
        base: Name of the arm that does nothing new.
    """
    values = samples.pivot_table(index="seed", columns=["arm", "reading"], values="value")
    capacity, threshold = READINGS
    found = {}
    for arm in dict.fromkeys(samples["arm"]):
        if arm == base:
            continue
        change = values[arm] - values[base]
        parts = {BOTH: (change[capacity] + change[threshold]) / 2.0}
        parts |= {reading: change[reading] for reading in READINGS}
        found[str(arm)] = pd.DataFrame(parts | {LESS: change[threshold] - change[capacity]})
    return found


def thirds_of(sizes: NDArray[np.float64]) -> list[NDArray[np.intp]]:
    """Return places of the seeds in the smallest, middle and largest third of markets."""
    return np.array_split(np.argsort(sizes, kind="stable"), len(PARTS))


def why_not_by_size(sizes: Sequence[float] | NDArray[np.float64] | None) -> str:
    """Return why nothing can be said by size; nothing where it can."""
    if sizes is None or not len(sizes):
        return NO_DAYS
    if len(sizes) < FEWEST:
        return FEW_SEEDS
    if np.min(sizes) <= 0.0:
        return NOTHING_SOLD
    return ONE_SIZE if np.ptp(np.log(sizes)) < ALIKE else ""


def _numbers(effects: NDArray[np.float64], sizes: NDArray[np.float64] | None) -> dict[str, float]:
    """Return the numbers of a row.

    Args:
        effects: Effects under a reading, or their difference between readings, shape (seed,).
        sizes: Sizes of markets, shape (seed,), or none.
    """
    parts = dict.fromkeys(("mean", *PARTS, DOUBLING), Interval(math.nan, math.nan, math.nan))
    parts["mean"] = mean_of_pairs(effects, LEVEL)
    if sizes is not None and not why_not_by_size(sizes):
        thirds = zip(PARTS, thirds_of(sizes), strict=True)
        parts |= {name: mean_of_pairs(effects[places], LEVEL) for name, places in thirds}
        parts[DOUBLING] = line_of(sizes, effects).doubling
    return {f"{name}{end}": value for name, held in parts.items() for end, value in zip(ENDS, held, strict=True)}


def _said(row: Mapping[str, Any], both: NDArray[np.float64], why_not: str, few: str) -> str:
    """Return what can be said of a row.

    Args:
        row: The row.
        both: Effects over both readings, to which a difference between them is compared, shape (seed,).
        why_not: Why nothing can be said by size, if so.
        few: What is said where few agents are counted, if they are.
    """
    mean, doubling = (Interval(*(row[f"{name}{end}"] for end in ENDS)) for name in ("mean", DOUBLING))
    is_difference = row["reading"] == LESS
    if mean == (0.0, 0.0, 0.0):
        return SAME if is_difference and both.any() else NO_CHANGE
    if few == FEW or (few and (is_difference or not why_not)):
        return few
    if is_difference:
        return _verdict(mean, mean_of_pairs(both, LEVEL), BY_READING)
    return why_not or _verdict(doubling, mean, BY_SIZE)


def _verdict(dependence: Interval, effect: Interval, words: Words) -> str:
    """Return what can be said of a dependence.

    It is larger or smaller than the effect is without regard to sign; where the sign is not told, higher or lower.

    Args:
        dependence: By how much the effect differs with size or reading.
        effect: The effect itself.
        words: How the dependence is called.
    """
    if not dependence.known:
        return ONE_SEED
    most = MARGIN * abs(effect.mean)
    if not effect.holds_zero and -most <= dependence.low and dependence.high <= most:
        return words.hardly
    if dependence.holds_zero:
        return UNTOLD
    if effect.holds_zero:
        return words.higher if dependence.mean > 0.0 else words.lower
    return words.larger if dependence.mean * effect.mean > 0.0 else words.smaller
