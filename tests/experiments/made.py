"""Comparisons made by hand: discounted differences without a run."""

from datetime import date

import numpy as np
import pandas as pd

from marketsim.experiments.comparing import Comparison
from marketsim.experiments.cost_effectiveness import OUTCOMES
from marketsim.experiments.figures_of_run import PROGRAMME
from marketsim.scenario.scenario import Scenario

ECONOMICS = {
    "currency": "KZT",
    "price_year": 2023,
    "perspective": "public budget",
    "horizon": 3,
    "discount_rate": 0.0,
}
MONEY = ("public_money_kzt", "public_money_low_kzt", "public_money_high_kzt")


def changes(**known: list[float]) -> dict[str, np.ndarray]:
    """Return differences, none where nothing is said."""
    count = len(next(iter(known.values())))
    return {name: np.array(known.get(name, [0.0] * count)) for name in (*OUTCOMES, *MONEY, *PROGRAMME)}


def comparison(economics: dict[str, object] | None = None, **arms: dict[str, np.ndarray]) -> Comparison:
    """Return a comparison of arms by their differences from a base of nothing."""
    scenario = Scenario.model_validate({"economics": ECONOMICS if economics is None else economics})
    count = len(next(iter(next(iter(arms.values())).values())))
    nothing = {name: np.zeros(count) for name in next(iter(arms.values()))}
    tables = {"base": nothing} | arms
    rows = {
        (arm, seed): {name: values[seed] for name, values in table.items()}
        for arm, table in tables.items()
        for seed in range(count)
    }
    empty = pd.DataFrame()
    return Comparison(
        base="base",
        scenarios=dict.fromkeys(tables, scenario),
        seeds=tuple(range(count)),
        since=date(2021, 1, 1),
        until=date(2023, 12, 31),
        effects=empty,
        ratios=empty,
        pairs=empty,
        discounted=pd.DataFrame.from_dict(rows, orient="index").rename_axis(index=["arm", "seed"]),
    )
