"""How policies stand, outcome by outcome: which are ranked, and what can be said of each against doing nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.an_agent import an_agent
from marketsim.experiments.effects import ALONE, CLEAR, FEW, NONE, UNCLEAR, scarce, verdict
from marketsim.experiments.effects_by_size import ONE_SEED
from marketsim.experiments.figures_of_run import consequences
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.experiments.ranked_samples import values_of
from marketsim.experiments.readings import BOTH, DRAWN, READINGS
from marketsim.experiments.robust import standing
from marketsim.results.consequences import BETTER, Better, Domain

IS_BETTER, IS_WORSE, NOTHING = "better", "worse", "cannot be told from nothing"
"""What is said of a policy against doing nothing new, by the 95 % interval of its mean effect over draws."""
NOT_STATED = "not stated"
NO_COST = "no policy states its cost"
"""Why nothing is ranked by cost."""
WHOLE = 100.0
"""From where on a number of persons is told without a fraction."""


def competing(outcome: str, arms: Sequence[str], cost_not_stated: Collection[str]) -> tuple[str, ...]:
    """Return the arms of which the best is told: by cost only those that state all of theirs.

    Args:
        outcome: A consequence.
        arms: Names of arms, the base first.
        cost_not_stated: Arms with policies that state no cost.
    """
    money = _domain(outcome) == Domain.MONEY
    return tuple(arm for arm in arms if not (money and arm in cost_not_stated))


def stating_costs(effects: pd.DataFrame, cost_not_stated: Collection[str]) -> pd.DataFrame:
    """Return effects without those on public money of policies that do not state their cost.

    Args:
        effects: Rows with an `outcome` and an `arm`.
        cost_not_stated: Arms with policies that state no cost.
    """
    pairs = zip(effects["outcome"], effects["arm"], strict=True)
    return effects[[bool(competing(str(outcome), (arm,), cost_not_stated)) for outcome, arm in pairs]]


def not_ranked(
    samples: pd.DataFrame, arms: Sequence[str], cost_not_stated: Collection[str], weight: int, days: int
) -> dict[str, str]:
    """Return the outcomes in which policies are not ranked, each with the reason.

    Args:
        samples: One row an outcome, reading, seed and arm.
        arms: Names of arms, the base first.
        cost_not_stated: Arms with policies that state no cost.
        weight: Persons for whom one agent stands.
        days: Days that count.
    """
    found = {}
    for outcome, held in samples.groupby("outcome", sort=False):
        name, most = str(outcome), float(held.groupby("arm")["value"].mean().max())
        unit = str(held["unit"].iloc[0])
        if scarce(_domain(name), most, of_agent := an_agent(name, unit, weight, days)):
            count, adds = (f"{one:,.0f}" if one >= WHOLE else f"{one:,.3g}" for one in (most, of_agent))
            found[name] = f"{FEW}: {count} {unit} a run at most, where one agent stands for {adds}"
        elif len(competing(name, arms, cost_not_stated)) < 2:
            found[name] = NO_COST
    return found


def standing_table(
    samples: pd.DataFrame,
    arms: Sequence[str],
    cost_not_stated: Collection[str],
    weight: int,
    days: int,
    shares: NDArray[np.float64] | None = None,
) -> pd.DataFrame:
    """Return how arms stand in each outcome, over both readings, under each, and as drawn.

    Columns: `mean`; `low_90`, `high_90` of the change in one sample more; `chance` of being best with its interval;
    `regret`, `most_regret`; `said` of the policy against doing nothing new; `cost` where it is not stated;
    `not_ranked`: why chances and regret are lacking.

    Args:
        samples: One row an outcome, reading, seed and arm.
        arms: Names of arms, the base first.
        cost_not_stated: Arms with policies that state no cost, which are not ranked by cost.
        weight: Persons for whom one agent stands.
        days: Days that count.
        shares: Share of the threshold in the draw of each seed in ascending order; without it nothing is as drawn.
    """
    reasons = not_ranked(samples, arms, cost_not_stated, weight, days)
    tables = []
    for outcome, held in samples.groupby("outcome", sort=False):
        name, unit = str(outcome), str(held["unit"].iloc[0])
        of_agent = an_agent(name, unit, weight, days)
        among = () if name in reasons else competing(name, arms, cost_not_stated)
        for reading in (BOTH, *READINGS, *([DRAWN] if shares is not None else [])):
            values = values_of(held, name, arms, reading, shares)
            each = len(READINGS) if reading == BOTH else 1
            table = _turned(standing(values, arms, each, among), name)
            table["said"] = table["arm"].map(_said(values, name, arms, each, of_agent))
            seeds = values.shape[1] // each
            heads = {"outcome": name, "unit": unit, "reading": reading, "seeds": seeds}
            tables.append(table.assign(better=str(BETTER[name]), not_ranked=reasons.get(name, ""), **heads))
    whole = pd.concat(tables, ignore_index=True)
    whole["cost"] = np.where(whole["arm"].isin(list(cost_not_stated)), NOT_STATED, "")
    first = ["outcome", "unit", "reading", "arm"]
    return whole[[*first, *(name for name in whole if name not in first)]]


def _said(
    values: NDArray[np.float64], outcome: str, arms: Sequence[str], each: int, of_agent: float
) -> Mapping[str, str]:
    """Return what can be said of each arm against the first, by the rules of a comparison; a draw counts once."""
    words = {UNCLEAR: NOTHING, ALONE: ONE_SEED}
    found = {arms[0]: ""}
    for arm, value in zip(arms[1:], values[1:], strict=True):
        changes = (value - values[0]).reshape(each, -1).mean(axis=0)
        mean = mean_of_pairs(changes)
        counted = float(max(abs(value.mean()), abs(values[0].mean())))
        told = verdict(changes, mean, _domain(outcome), counted, of_agent)
        if told == NONE and (value != values[0]).any():  # Readings that cancel out are no sameness.
            told = UNCLEAR
        found[arm] = (IS_BETTER if mean.mean > 0.0 else IS_WORSE) if told == CLEAR else words.get(told, told)
    return found


def _turned(table: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return means and changes in the outcome's own direction."""
    if BETTER[outcome] is not Better.LOWER:
        return table
    ends = -table[["high_90", "low_90"]].to_numpy() + 0.0  # No change is no negative zero.
    return table.assign(mean=-table["mean"] + 0.0, low_90=ends[:, 0], high_90=ends[:, 1])


def _domain(outcome: str) -> str:
    return next((str(column.domain) for column in consequences() if column.name == outcome), "")
