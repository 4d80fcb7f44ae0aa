"""What it costs to avert one death, one poisoning and so on, or why that cannot be said."""

import math
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.intervals import Interval, mean_of_pairs, ratio_of_pairs
from marketsim.scenario.scenario import Scenario


class Outcome(NamedTuple):
    """An effect in words: one of it, and many."""

    one: str
    many: str


OUTCOMES = {
    "deaths": Outcome("death", "deaths"),
    "poisonings": Outcome("poisoning", "poisonings"),
    "infections_hiv": Outcome("infection with HIV", "infections with HIV"),
    "infections_hcv": Outcome("infection with hepatitis C", "infections with hepatitis C"),
    "dependent_users": Outcome("person-year of dependence", "person-years of dependence"),
    "detained_first_offenders": Outcome("detention of a first offender", "detentions of first offenders"),
    "prison_days": Outcome("prison day", "prison days"),
    "custody_days": Outcome("day in custody", "days in custody"),
}
"""Effects that a policy can avert."""
MONEY = "public_money_kzt"

Changes = dict[str, NDArray[np.float64]]
"""One discounted paired difference a seed, by consequence."""


def refusal(base: str, scenarios: dict[str, Scenario], arm: str) -> str:
    """Return why no ratio can be said for an arm, whatever its effects; nothing if it can."""
    for name in (base, arm):
        if missing := scenarios[name].economics.missing:
            return f"not said: {name} does not state {', '.join(f'economics.{field}' for field in missing)}"
    if scenarios[base].economics != scenarios[arm].economics:
        return f"not said: {base} and {arm} state different economics"
    return ""


def ratios(
    arm: str, changes: Changes, reason: str, few: Collection[str] = (), cost_not_stated: Sequence[str] = ()
) -> pd.DataFrame:
    """Return one row an outcome: what is averted, what it costs, and the ratio where there is one.

    Args:
        arm: Name of the arm.
        changes: Discounted differences, arm less base.
        reason: Why no ratio can be said at all; empty if one may be.
        few: Outcomes that happened too rarely in the runs to say one.
        cost_not_stated: Policies of the arm of which the cost is not stated, so that it cannot be said to save money.
    """
    rare = "too few are counted to tell: run a larger scale"
    return pd.DataFrame(
        [_row(arm, name, changes, reason or (rare if name in few else ""), cost_not_stated) for name in OUTCOMES]
    )


def _row(arm: str, outcome: str, changes: Changes, reason: str, cost_not_stated: Sequence[str]) -> dict[str, Any]:
    averted, cost = mean_of_pairs(-changes[outcome]), mean_of_pairs(changes[MONEY])
    reason = reason or _reason(averted, cost, outcome, cost_not_stated)
    ratio = Interval(math.nan, math.nan, math.nan)
    at_ends = [math.nan, math.nan]
    if not reason:
        ratio = ratio_of_pairs(changes[MONEY], -changes[outcome])
        money = [changes[f"public_money_{end}_kzt"] for end in ("low", "high")]
        at_ends = [float(change.mean()) / averted.mean for change in money]
    return {
        "arm": arm,
        "outcome": outcome,
        "one": OUTCOMES[outcome].one,
        "averted": averted.mean,
        "averted_low": averted.low,
        "averted_high": averted.high,
        "cost_kzt": cost.mean,
        "cost_low_kzt": cost.low,
        "cost_high_kzt": cost.high,
        "ratio_kzt": ratio.mean,
        "ratio_low_kzt": ratio.low,
        "ratio_high_kzt": ratio.high,
        "ratio_at_low_costs_kzt": at_ends[0],
        "ratio_at_high_costs_kzt": at_ends[1],
        "n": changes[outcome].size,
        "note": reason,
    }


def _reason(averted: Interval, cost: Interval, outcome: str, cost_not_stated: Sequence[str]) -> str:
    """Return why there is no ratio for an outcome; nothing if there is one."""
    if not averted.known:
        return "not said: one pair has no interval; run more seeds"
    if averted.mean == 0.0 and averted.low == averted.high:
        return "no effect: not one is averted or added"
    if averted.holds_zero:
        return "the effect's interval holds zero: it cannot be told from none"
    if averted.mean < 0.0:
        return f"none is averted: the policy adds {OUTCOMES[outcome].many}"
    if cost.low < 0.0 and cost_not_stated:
        return f"averts; no price is said, as the cost is not stated of {', '.join(cost_not_stated)}"
    if cost.high < 0.0:
        return "averts and saves money: no price to pay"
    return ""
