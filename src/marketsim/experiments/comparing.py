"""Policies compared: runs of two or more scenarios over the same seeds, differences pair by pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from marketsim.experiments.cost_effectiveness import Changes, ratios, refusal
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.executing import Progress, Task, run_all
from marketsim.experiments.figures_of_run import consequences, discounted_figures, plain_figures
from marketsim.experiments.intervals import LEVEL, Interval, mean_of_pairs
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.results.consequences import Domain
from marketsim.scenario.difference import difference
from marketsim.scenario.scenario import Scenario, whole_seed
from marketsim.version import MODEL_VERSION

SAME = ("start", "end", "measures_from", "scale", "space")
"""What scenarios must have in common to be compared."""
CLEAR, UNCLEAR, NONE, ALONE = "changes", "cannot be told from no change", "no change", "one pair: no interval"
FEW = "too few counted to tell"
"""What can be said of a difference."""
FEWEST = 30
"""Agents to which something happened, in a run of base or arm, below which an interval is not to be trusted."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What policies change, each against the same base."""

    base: str
    """Name of the scenario that the others are compared with."""
    scenarios: dict[str, Scenario]
    """Every scenario by name, the base first."""
    seeds: tuple[int, ...]
    """Seeds of the pairs."""
    since: date
    """First day on which any two of them can differ, and that counts."""
    until: date
    """Last day that counts."""
    effects: pd.DataFrame
    """One row an arm and consequence: base, change, its interval (`low`, `high`), share of the base, n and verdict."""
    ratios: pd.DataFrame
    """One row an arm and outcome: averted, cost (both discounted), their ratio with its interval, or a note."""
    pairs: pd.DataFrame
    """One row an arm, seed and consequence, not discounted."""
    discounted: pd.DataFrame
    """One row an arm and seed: discounted flows and person-years."""

    def save(self, parent: Path | str = "results") -> Path:
        """Write the tables to a folder of their own under `parent` and return it; nothing is ever overwritten."""
        content = {
            "effects.csv": csv_bytes(self.effects),
            "ratios.csv": csv_bytes(self.ratios),
            "pairs.csv": csv_bytes(self.pairs),
            "discounted.csv": csv_bytes(self.discounted.reset_index()),
            "comparison.json": json_bytes(self.described() | {"effects": self.effects, "ratios": self.ratios}),
        }
        return save_files(Path(parent), f"compare-{'-'.join(self.scenarios)}", self.digest(), content)

    def digest(self) -> str:
        """Return ten hexadecimal digits that name what was compared."""
        return short_digest(self.described())

    def described(self) -> dict[str, Any]:
        """Return what was compared as plain values."""
        return {
            "model_version": MODEL_VERSION,
            "base": self.base,
            "scenarios": {name: scenario.digest() for name, scenario in self.scenarios.items()},
            "seeds": list(self.seeds),
            "scale": self.scenarios[self.base].scale,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "economics": self.scenarios[self.base].economics.model_dump(mode="json"),
            "level": LEVEL,
        }

    def changes(self, arm: str) -> Changes:
        """Return the discounted differences of an arm from the base, one a seed, by consequence."""
        return _changes(self.discounted, arm, self.base)


def compare(
    scenarios: Mapping[str, Scenario],
    seeds: Iterable[int] = range(1, 11),
    keep: Path | str | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Comparison:
    """Run every scenario with every seed and compare each with the first, pair by pair.

    Args:
        scenarios: Two or more by name; the first is the base.
        seeds: Seeds of the pairs.
        keep: Folder in which finished runs are kept and found again; none keeps nothing.
        workers: Processes.
        progress: Called after every run with the runs done, all runs, and what was run.

    Raises:
        ExperimentError: There is nothing to compare, or the scenarios do not fit.
    """
    named, numbers = dict(scenarios), tuple(whole_seed(seed) for seed in seeds)
    _check(named, numbers, workers)
    base = next(iter(named))
    since = _since(named)
    until, reason = _horizon(named[base], since)
    tasks = [Task(arm, scenario, seed) for seed in numbers for arm, scenario in named.items()]
    days = run_all(tasks, Path(keep) if keep is not None else None, workers, progress)
    rate = named[base].economics.discount_rate or 0.0
    plain = {key: plain_figures(table, since, until) for key, table in days.items()}
    worth = {key: discounted_figures(table, since, until, rate) for key, table in days.items()}
    discounted = pd.DataFrame.from_dict(worth, orient="index").rename_axis(index=["arm", "seed"]).sort_index()
    pairs = _pairs(plain, base, tuple(named)[1:], numbers)
    effects = _effects(pairs, named[base].weight)
    worths = [
        ratios(arm, _changes(discounted, arm, base), refusal(base, named, arm) or reason, _few(effects, arm))
        for arm in tuple(named)[1:]
    ]
    return Comparison(
        base=base,
        scenarios=named,
        seeds=numbers,
        since=since,
        until=until,
        effects=effects,
        ratios=pd.concat(worths, ignore_index=True),
        pairs=pairs,
        discounted=discounted,
    )


def _check(scenarios: dict[str, Scenario], seeds: tuple[int, ...], workers: int) -> None:
    if len(scenarios) < 2:
        raise ExperimentError("A comparison wants two scenarios at least: a base, and another to compare with it.")
    if not seeds or len(set(seeds)) != len(seeds):
        raise ExperimentError("A comparison wants seeds that differ, one at least, as 1 to 10.")
    if workers < 1:
        raise ExperimentError(f"A comparison wants one worker at least, not {workers}.")
    base = next(iter(scenarios))
    for name, scenario in scenarios.items():
        for field in SAME:
            ours, theirs = getattr(scenario, field), getattr(scenarios[base], field)
            if ours != theirs:
                what = f"{name} has {field} {ours}, {base} has {theirs}"
                raise ExperimentError(f"These scenarios cannot be compared: {what}. Give both the same {field}.")


def _since(scenarios: dict[str, Scenario]) -> date:
    """Return the first day that counts: on which the first arm can differ from the base, burn-in left out."""
    base, *others = scenarios.values()
    found = [apart.since for other in others if (apart := difference(other, base)) is not None]
    return max(base.measures_from, min(found, default=base.start))


def _horizon(base: Scenario, since: date) -> tuple[date, str]:
    """Return the last day that counts, and why no ratio can be said for lack of days."""
    horizon = base.economics.horizon
    if isinstance(horizon, int):
        horizon = (pd.Timestamp(since) + pd.DateOffset(years=horizon)).date() - timedelta(days=1)
    if horizon is None:
        return base.end, ""
    if horizon < since:
        raise ExperimentError(f"The horizon {horizon} lies before {since}, the first day that counts. Move it.")
    if horizon > base.end:
        return base.end, f"not said: the runs end on {base.end}, before the horizon {horizon}"
    return horizon, ""


def _changes(discounted: pd.DataFrame, arm: str, base: str) -> Changes:
    ours, theirs = (discounted.xs(name, level="arm") for name in (arm, base))
    return {str(name): np.asarray(ours[name] - theirs[name], np.float64) for name in discounted.columns}


def _pairs(
    plain: dict[tuple[str, int], dict[str, float]], base: str, arms: tuple[str, ...], seeds: tuple[int, ...]
) -> pd.DataFrame:
    rows = [
        {
            "arm": arm,
            "seed": seed,
            "domain": column.domain.value,
            "consequence": column.name,
            "unit": column.unit,
            "base": plain[base, seed][column.name],
            "with_policy": plain[arm, seed][column.name],
        }
        for arm in arms
        for column in consequences()
        for seed in seeds
    ]
    table = pd.DataFrame(rows)
    table["change"] = table["with_policy"] - table["base"]
    return table


def _effects(pairs: pd.DataFrame, weight: int) -> pd.DataFrame:
    rows = []
    for (arm, domain, name, unit), held in pairs.groupby(["arm", "domain", "consequence", "unit"], sort=False):
        change, base = mean_of_pairs(held["change"].to_numpy(np.float64)), float(held["base"].mean())
        rows.append(
            {
                "arm": arm,
                "domain": domain,
                "consequence": name,
                "unit": unit,
                "base": base,
                "change": change.mean,
                "low": change.low,
                "high": change.high,
                "share": change.mean / base if base else float("nan"),
                "n": len(held),
                "verdict": _verdict(change, held, str(domain), weight),
            }
        )
    return pd.DataFrame(rows)


def _verdict(change: Interval, pairs: pd.DataFrame, domain: str, weight: int) -> str:
    """Return what can be said; events of a handful of thinned agents tell nothing, however alike the pairs are."""
    if (pairs["change"] == 0.0).all():
        return NONE
    if not change.known:
        return ALONE
    if change.holds_zero:
        return UNCLEAR
    counted = max(pairs["base"].mean(), pairs["with_policy"].mean()) / weight
    return FEW if domain in (Domain.HEALTH, Domain.JUSTICE) and counted < FEWEST else CLEAR


def _few(effects: pd.DataFrame, arm: str) -> set[str]:
    """Return the consequences of an arm that are too rare in its runs for an interval to be trusted."""
    return set(effects[(effects["arm"] == arm) & (effects["verdict"] == FEW)]["consequence"])
