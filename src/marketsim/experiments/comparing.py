"""Policies compared: runs of two or more scenarios over the same seeds, differences pair by pair."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from marketsim.experiments.comparable import Period, days_that_count
from marketsim.experiments.compared_in_words import rests_on
from marketsim.experiments.compared_runs import Made, Progress, Started, figures_of_all, plan_of
from marketsim.experiments.cost_effectiveness import Changes, ratios, refusal
from marketsim.experiments.dominance import dominance_table
from marketsim.experiments.effects import PRECISION, effects_table, few, pairs_table
from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.figures_of_run import asked, consequences
from marketsim.experiments.intervals import LEVEL
from marketsim.experiments.made_with import FILE, made_with
from marketsim.experiments.plan import Plan
from marketsim.experiments.saved_comparison import DESCRIPTION, FILES
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.experiments.stated_costs import cost_not_stated_between
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.whole_numbers import whole_seed
from marketsim.version import MODEL_VERSION


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
    dominance: pd.DataFrame = field(default_factory=pd.DataFrame)
    """One row an ordered pair of arms: the chance that the one is no worse in any domain and better in one."""
    failed: pd.DataFrame = field(default_factory=pd.DataFrame)
    """One row a run that failed, with its traceback; its seed is left out of all arms."""
    metrics: tuple[str, ...] = ()
    """What was asked for by name; empty where the whole ledger is told."""
    precision: float = PRECISION
    """Precision for which `pairs_needed` in `effects` is: half of the 90 % interval, as a share of the base."""

    def save(self, parent: Path | str = "results", call: Sequence[str] = ()) -> Path:
        """Write the tables to a folder of their own under `parent` and return it; nothing is ever overwritten.

        Args:
            parent: Where the folder is to be.
            call: Words of the command that makes it again, if there is one.
        """
        names = ("effects", "ratios", "dominance", "failed")
        tables = {name: getattr(self, name) for name in names}
        content = {
            "effects.csv": csv_bytes(self.effects),
            "ratios.csv": csv_bytes(self.ratios),
            "pairs.csv": csv_bytes(self.pairs),
            "discounted.csv": csv_bytes(self.discounted.reset_index()),
            "dominance.csv": csv_bytes(self.dominance),
        }
        sums = {file: hashlib.sha256(data).hexdigest() for file, data in content.items()}
        more = {"titles": self.titles, FILES: sums}
        content[DESCRIPTION] = json_bytes(self.described() | more | tables)
        beside = {FILE: json_bytes(made_with(self.scenarios, self.base, call).model_dump(mode="json"))}
        return save_files(Path(parent), f"compare-{'-'.join(self.scenarios)}", self.digest(), content, beside)

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the scenarios by arm."""
        return {name: scenario.title for name, scenario in self.scenarios.items()}

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
            "precision": self.precision,
            "metrics": list(self.metrics),
            **rests_on(self.scenarios, self.until),
        }

    def cost_not_stated(self, arm: str) -> tuple[str, ...]:
        """Return the policies, by name, that set an arm apart from the base and count as free."""
        return cost_not_stated_between(self.scenarios[arm], self.scenarios[self.base])

    def changes(self, arm: str) -> Changes:
        """Return the discounted differences of an arm from the base, one a seed, by consequence."""
        return _changes(self.discounted, arm, self.base)


def compare(
    scenarios: Mapping[str, Scenario],
    seeds: Iterable[int] = range(1, 11),
    keep: Path | str | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    *,
    metrics: Sequence[str] = (),
    precision: float = PRECISION,
    scheduler: str | None = None,
    started: Started | None = None,
) -> Comparison:
    """Run every scenario with every seed and compare each with the first, pair by pair.

    Args:
        scenarios: Two or more by name; the first is the base.
        seeds: Seeds of the pairs.
        keep: Folder of results in which finished runs are kept and found again; none keeps nothing.
        workers: Processes of this machine; 1 runs here.
        progress: Called after every new run with the new runs done, all new runs, and what was run.
        metrics: Consequences, or measures beside the ledger, that are told; none means the whole ledger.
        precision: For how many pairs is asked: half of the 90 % interval, as a share of the base.
        scheduler: Address of a running Dask cluster, instead of processes of this machine.
        started: Called once before the first run with what is to be done.

    Raises:
        WrongCallError: There is nothing to compare, or the scenarios do not fit.
        ExperimentError: No seed has a finished run of every scenario, or the cluster does not answer.
    """
    if not isinstance(scenarios, Mapping):
        raise WrongCallError("A comparison wants scenarios by name, the base first: {'history': base, 'mine': other}.")
    named, numbers = dict(scenarios), tuple(whole_seed(seed) for seed in seeds)
    if workers < 1:
        raise WrongCallError(f"A comparison wants one worker at least, not {workers}.")
    period = _checked(named, numbers, precision)
    counted = period.since, period.until, asked(metrics)
    made = figures_of_all(
        named, numbers, counted, keep, (workers, scheduler), started or _nothing, progress or _nothing
    )
    numbers = tuple(seed for seed in numbers if all((arm, seed) in made.plain for arm in named))
    if not numbers:
        first = made.failed.iloc[0]
        raise ExperimentError(f"No seed has a run of every scenario. {first['arm']}: {first['error']}")
    return _told(made, named, numbers, period, tuple(metrics), precision)


def plan_comparison(
    scenarios: Mapping[str, Scenario],
    seeds: Sequence[int],
    keep: Path | str,
    metrics: Sequence[str] = (),
    precision: float = PRECISION,
) -> tuple[Plan, Period]:
    """Look at the runs that are kept and return what `compare` would do with the same arguments; nothing is written.

    Raises:
        WrongCallError: As `compare` does.
        OtherVersionError: The folder holds runs of another version of the model.
    """
    period = _checked(scenarios, seeds, precision)
    asked(metrics)
    return plan_of(scenarios, seeds, keep), period


def _checked(scenarios: Mapping[str, Scenario], seeds: Sequence[int], precision: float) -> Period:
    """Return the days that count in a comparison that can be made."""
    if not 0.0 < precision <= 1.0:
        raise WrongCallError(f"A precision is a share of the base above 0 and up to 1, not {precision:g}.")
    return days_that_count(scenarios, seeds)


def _told(
    made: Made,
    named: dict[str, Scenario],
    seeds: tuple[int, ...],
    period: Period,
    metrics: tuple[str, ...],
    precision: float,
) -> Comparison:
    """Return the tables of a comparison."""
    since, until, reason = period
    base, *arms = named
    worth = {key: held for key, held in made.discounted.items() if key[1] in seeds}
    discounted = pd.DataFrame.from_dict(worth, orient="index").rename_axis(index=["arm", "seed"]).sort_index()
    weight, days = named[base].weight, (until - since).days + 1
    not_stated = {
        frozenset((one, other)): cost_not_stated_between(named[one], named[other])
        for one, other in combinations(named, 2)
    }
    by_arm = {arm: not_stated[frozenset((base, arm))] for arm in arms}
    ledger = effects_table(pairs_table(made.plain, consequences(), base, arms, seeds), weight, days=days)
    worths = []
    for arm in arms:
        refused = refusal(base, named, arm) or reason
        worths.append(ratios(arm, _changes(discounted, arm, base), refused, few(ledger, arm), by_arm[arm]))
    pairs = pairs_table(made.plain, asked(metrics) or consequences(), base, arms, seeds)
    pairs_apart = {pair for pair, names in not_stated.items() if names}
    arms_apart = [arm for arm in arms if by_arm[arm]]
    return Comparison(
        base=base,
        scenarios=named,
        seeds=seeds,
        since=since,
        until=until,
        effects=effects_table(pairs, weight, precision, days=days, cost_not_stated=arms_apart),
        ratios=pd.concat(worths, ignore_index=True),
        pairs=pairs,
        discounted=discounted,
        dominance=dominance_table(made.plain, tuple(named), seeds, weight, days=days, cost_not_stated=pairs_apart),
        failed=made.failed,
        metrics=metrics,
        precision=precision,
    )


def _nothing(*_: object) -> None:
    """Tell nobody."""


def _changes(discounted: pd.DataFrame, arm: str, base: str) -> Changes:
    ours, theirs = (discounted.xs(name, level="arm") for name in (arm, base))
    return {str(name): np.asarray(ours[name] - theirs[name], np.float64) for name in discounted.columns}
