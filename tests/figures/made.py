"""Comparisons and tables made by hand, in which every number is known."""

from datetime import date

import numpy as np
import pandas as pd

from marketsim.experiments.comparing import _effects
from marketsim.experiments.cost_effectiveness import ratios
from marketsim.experiments.figures_of_run import consequences
from marketsim.experiments.saved_comparison import SavedComparison

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
        effects=_effects(table, 1),
        ratios=pd.concat(worths, ignore_index=True),
        pairs=table,
        discounted=discounted,
        description={"model_version": "2", "scale": 0.1, "base": "baseline"},
    )


def sensitivity(parameters: int = 5, long: bool = False) -> pd.DataFrame:
    """Return a table that every figure of sensitivity can be drawn from, the first parameter the strongest."""
    strength = 100.0 * 0.7 ** np.arange(parameters)
    ending = "_with_a_name_that_goes_on_and_on_$x^{_" * 2 if long else ""
    return pd.DataFrame(
        {
            "outcome": "detained_couriers",
            "parameter": [f"parameters.rule_{place}.setting{ending}" for place in range(parameters)],
            "low": 0.5, "high": 2.0, "base": 400.0,
            "at_low": 400.0 - strength, "at_high": 400.0 + np.where(np.arange(parameters) % 2, -1.0, 0.5) * strength,
            "mu_star": strength, "mu_star_low": 0.9 * strength, "mu_star_high": 1.2 * strength,
            "sigma": strength * 0.6,
            "s1": strength / 400.0, "s1_low": strength / 400.0 - 0.02, "s1_high": strength / 400.0 + 0.02,
            "st": strength / 300.0, "st_low": strength / 300.0 - 0.02, "st_high": strength / 300.0 + 0.03,
        }
    )  # fmt: skip
