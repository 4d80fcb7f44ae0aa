"""A trial of one policy: pairs of runs with and without it, seed by seed, in a market that is lively from the start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from marketsim.measures.measure import Kind
from marketsim.measures.record import Record
from marketsim.measures.registry import all_measures
from marketsim.model import Simulation
from marketsim.results.tables import daily_table
from tests.whole_model.running import arrays, scenario

FIRST_DAY = date(2022, 6, 1)
START = date(2022, 9, 1)
"""First day of the policy: three months in which stocks and staff settle come before."""
LIVELY = {
    "parameters.first_day.users": 80_000,
    "parameters.first_day.at_risk": 190_000,
    "parameters.first_day.shops": 300,
    "parameters.first_day.groups": 24,
    "parameters.first_day.group_stock": 8.0,
    "parameters.first_day.know_how": 0.6,
    "parameters.first_day.prisoners": 900,
}
"""A market about as large as that of 2022, on its first day."""


@dataclass(frozen=True)
class Change:
    """What a policy changed in one measure while in force: one paired difference a seed."""

    measure: str
    without: float
    pairs: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean difference, policy less baseline."""
        return float(np.mean(self.pairs))

    @property
    def share(self) -> float:
        """Mean difference over the baseline's mean."""
        return self.mean / self.without if self.without else np.inf

    def _surely_above_zero(self, sign: float) -> bool:
        pairs = sign * np.asarray(self.pairs)
        error = pairs.std(ddof=1) / np.sqrt(len(pairs))
        return bool(pairs.mean() > stats.t.ppf(0.99, len(pairs) - 1) * error and pairs.mean() > 0)

    def rises(self) -> bool:
        """Tell whether it rises: a one-sided paired t test at one percent, which chance passes once in a hundred."""
        return self._surely_above_zero(1.0)

    def falls(self) -> bool:
        """Tell whether it falls, by the same test."""
        return self._surely_above_zero(-1.0)


@dataclass(frozen=True)
class Trial:
    """One policy against none.

    Attributes:
        policy: `kind` and settings; it starts on `START` unless it says otherwise and lasts to the end.
        days: Days in force.
        seeds: How many pairs.
        weight: Persons that one agent stands for.
        settings: Changes of both arms, as `Scenario.with_` takes them.
    """

    policy: Mapping[str, Any]
    days: int = 365
    seeds: int = 6
    weight: int = 25
    settings: Mapping[str, Any] = field(default_factory=dict)

    def change(self, measure: str) -> Change:
        """Return what the policy changed in a measure: the sum of a flow, or the mean of a stock, while in force."""
        arms = [self._figures(name, measure) for name in ("without", "with")]
        change = Change(measure, float(np.mean(arms[0])), tuple(np.subtract(arms[1], arms[0]).tolist()))
        print(f"{self.policy['kind']}: {measure} {change.without:.6g} {change.mean:+.4g} ({change.share:+.1%})")
        return change

    def placebo_is_nothing(self) -> bool:
        """Tell whether the policy at strength zero leaves every byte of a run as it is."""
        one, other = (arrays(self._run(arm, 1).record) for arm in ("without", "placebo"))
        return all(one[name].tobytes() == other[name].tobytes() for name in one)

    def record(self, arm: str, seed: int) -> Record:
        """Return the record of one run; `arm` is without, with or placebo."""
        return self._run(arm, seed).record

    def _figures(self, arm: str, measure: str) -> list[float]:
        kind = all_measures()[measure].kind
        figures = []
        for seed in range(1, self.seeds + 1):
            days = _daily(*self._key(arm), seed)[measure]
            days = days[days.index >= pd.Timestamp(START)]
            figures.append(float(days.sum() if kind is Kind.FLOW else days.mean()))
        return figures

    def _run(self, arm: str, seed: int) -> Simulation:
        return _simulate(*self._key(arm), seed)

    def _key(self, arm: str) -> tuple[Any, ...]:
        policy: dict[str, Any] = {}
        if arm != "without":
            policy = {"name": "trial", "start": START.isoformat(), **self.policy}
        if arm == "placebo":
            policy["intensity"] = 0
        return _frozen(policy), _frozen(self.settings), self.weight, self.days


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple((key, _frozen(inner)) for key, inner in value.items())
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list | tuple) else value


@lru_cache(maxsize=2)
def _simulate(policy: Any, settings: Any, weight: int, days: int, seed: int) -> Simulation:
    changes = {"start": FIRST_DAY, "measures_from": FIRST_DAY, "end": START + timedelta(days - 1)}
    changes |= LIVELY | dict(settings)
    if policy:
        changes["interventions"] = [dict(policy)]
    simulation = scenario(weight=weight, **changes).simulation(seed=seed)
    simulation.run((START - FIRST_DAY).days + days)
    return simulation


@cache
def _daily(policy: Any, settings: Any, weight: int, days: int, seed: int) -> pd.DataFrame:
    return daily_table(_simulate(policy, settings, weight, days, seed).record)
