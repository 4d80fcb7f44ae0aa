"""Comparisons and tables made by hand, in which every number is known."""

from datetime import date

import numpy as np
import pandas as pd

from marketsim.experiments.cost_effectiveness import ratios
from marketsim.experiments.figures_of_run import consequences
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.experiments.saved_comparison import SavedComparison
from marketsim.figures.policy_differences import CLEAR

MONEY = ("public_money_kzt", "public_money_low_kzt", "public_money_high_kzt")


def comparison(
    arms: tuple[str, ...] = ("site_blocking", "treatment_places"), pairs: int = 6, reason: str = ""
) -> SavedComparison:
    """Return a comparison in which the first arm changes everything by -10 % and each next one by 20 % more.

    Args:
        arms: Names of the policies.
        pairs: How many.
        reason: Why no ratio may be said.
    """
    chance = np.random.default_rng(5)
    rows, worth = [], {}
    for seed in range(1, pairs + 1):
        for column in consequences():
            base = 0.0 if column.name == "policies_social_kzt" else 1e5 * (1.0 + 0.02 * chance.standard_normal())
            worth["baseline", seed, column.name] = base
            for place, arm in enumerate(arms):
                changed = base * (0.9 + 0.2 * place) + 1e3 * chance.standard_normal()
                worth[arm, seed, column.name] = changed
                rows.append(
                    {
                        "arm": arm, "seed": seed, "domain": column.domain.value, "consequence": column.name,
                        "unit": column.unit, "base": base, "with_policy": changed, "change": changed - base,
                    }
                )  # fmt: skip
    table = pd.DataFrame(rows).sort_values(["arm", "seed"], kind="stable")
    table["arm"] = pd.Categorical(table["arm"], arms)
    table = table.sort_values("arm", kind="stable").astype({"arm": "str"}).reset_index(drop=True)
    discounted = pd.Series(worth).rename_axis(["arm", "seed", "name"]).unstack("name").rename_axis(columns=None)
    base = discounted.xs("baseline", level="arm")
    worths = []
    for arm in arms:
        change = discounted.xs(arm, level="arm") - base
        worths.append(ratios(arm, {str(name): change[name].to_numpy() for name in change}, reason))
    return SavedComparison(
        base="baseline",
        seeds=tuple(range(1, pairs + 1)),
        since=date(2021, 1, 1),
        until=date(2023, 12, 31),
        effects=effects(table),
        ratios=pd.concat(worths, ignore_index=True),
        pairs=table,
        discounted=discounted,
        description={"model_version": "2", "scale": 0.1, "base": "baseline"},
    )


def effects(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return what every arm changes."""
    rows = []
    for (arm, domain, name, unit), held in pairs.groupby(["arm", "domain", "consequence", "unit"], sort=False):
        change, base = mean_of_pairs(held["change"].to_numpy()), float(held["base"].mean())
        verdict = "cannot be told from no change" if change.holds_zero else CLEAR
        row = {"arm": arm, "domain": domain, "consequence": name, "unit": unit, "base": base, "verdict": verdict}
        share = change.mean / base if base else float("nan")
        rows.append(row | {"change": change.mean, "low": change.low, "high": change.high, "share": share})
    return pd.DataFrame(rows)


def sensitivity(dimensions: int = 5, long: bool = False) -> pd.DataFrame:
    """Return a table that every figure of sensitivity can be drawn from, the first dimension the strongest."""
    strength = 100.0 * 0.7 ** np.arange(dimensions)
    ending = "_with_a_name_that_goes_on_and_on_$x^{_" * 2 if long else ""
    return pd.DataFrame(
        {
            "measure": "detained_couriers",
            "dimension": [f"parameters.rule_{place}.setting{ending}" for place in range(dimensions)],
            "base": 400.0,
            "at_low": 400.0 - strength, "at_high": 400.0 + np.where(np.arange(dimensions) % 2, -1.0, 0.5) * strength,
            "mu_star": strength, "low": 0.9 * strength, "high": 1.2 * strength, "sigma": strength * 0.6,
            "first": strength / 400.0, "first_low": strength / 400.0 - 0.02, "first_high": strength / 400.0 + 0.02,
            "total": strength / 300.0, "note": None,
        }
    )  # fmt: skip
