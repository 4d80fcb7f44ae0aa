"""Policies compared: runs of two or more scenarios over the same seeds, differences pair by pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from marketsim.experiments.compared_in_words import rests_on
from marketsim.experiments.compared_runs import Damaged, Made, Progress, Started, figures_of_all
from marketsim.experiments.cost_effectiveness import Changes, ratios, refusal
from marketsim.experiments.dominance import dominance_table
from marketsim.experiments.effects import PRECISION, effects_table, few, pairs_table
from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.figures_of_run import asked, consequences
from marketsim.experiments.intervals import LEVEL
from marketsim.experiments.made_with import FILE, made_with
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.experiments.stated_costs import costs_not_stated
from marketsim.scenario.difference import difference
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.whole_numbers import whole_seed
from marketsim.version import MODEL_VERSION

SAME = ("start", "end", "measures_from", "scale", "space")
"""What scenarios must have in common to be compared."""


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
            "comparison.json": json_bytes(self.described() | tables),
        }
        beside = {FILE: json_bytes(made_with(self.scenarios, self.base, call).model_dump(mode="json"))}
        return save_files(Path(parent), f"compare-{'-'.join(self.scenarios)}", self.digest(), content, beside)

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
        return costs_not_stated(self.scenarios[arm], self.scenarios[self.base])

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
    damaged: Damaged | None = None,
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
        started: Called once before the first run with the runs found and the runs to be made.
        damaged: Called before it with parts of the kept runs that could not be read and were put aside, if there are.

    Raises:
        WrongCallError: There is nothing to compare, or the scenarios do not fit.
        ExperimentError: No seed has a finished run of every scenario, or the cluster does not answer.
    """
    named, numbers = dict(scenarios), tuple(whole_seed(seed) for seed in seeds)
    _check(named, numbers, workers, precision)
    base = next(iter(named))
    columns = asked(metrics)
    since = _since(named)
    until, reason = _horizon(named[base], since)
    if since > until:
        what = f"Nothing differs before {since}, and the runs end on {until}"
        raise WrongCallError(f"{what}. Let what differs begin sooner, or move the end.")
    made = figures_of_all(
        named, numbers, (since, until, columns), keep, (workers, scheduler), started or _nothing, progress or _nothing,
        damaged,
    )  # fmt: skip
    numbers = tuple(seed for seed in numbers if all((arm, seed) in made.plain for arm in named))
    if not numbers:
        first = made.failed.iloc[0]
        raise ExperimentError(f"No seed has a run of every scenario. {first['arm']}: {first['error']}")
    return _told(made, named, numbers, (since, until, reason), tuple(metrics), precision)


def _told(
    made: Made,
    named: dict[str, Scenario],
    seeds: tuple[int, ...],
    period: tuple[date, date, str],
    metrics: tuple[str, ...],
    precision: float,
) -> Comparison:
    """Return the tables of a comparison; `period` is its first and last day, and why no ratio can be said."""
    since, until, reason = period
    base, *arms = named
    worth = {key: held for key, held in made.discounted.items() if key[1] in seeds}
    discounted = pd.DataFrame.from_dict(worth, orient="index").rename_axis(index=["arm", "seed"]).sort_index()
    weight, days = named[base].weight, (until - since).days + 1
    uncosted = {frozenset(pair): costs_not_stated(*(named[arm] for arm in pair)) for pair in combinations(named, 2)}
    silent = {arm: uncosted[frozenset((base, arm))] for arm in arms}
    ledger = effects_table(pairs_table(made.plain, consequences(), base, arms, seeds), weight, days=days)
    worths = []
    for arm in arms:
        refused = refusal(base, named, arm) or reason
        worths.append(ratios(arm, _changes(discounted, arm, base), refused, few(ledger, arm), silent[arm]))
    pairs = pairs_table(made.plain, asked(metrics) or consequences(), base, arms, seeds)
    unlike = {pair for pair, names in uncosted.items() if names}
    return Comparison(
        base=base,
        scenarios=named,
        seeds=seeds,
        since=since,
        until=until,
        effects=effects_table(pairs, weight, precision, days=days, uncosted=[arm for arm in arms if silent[arm]]),
        ratios=pd.concat(worths, ignore_index=True),
        pairs=pairs,
        discounted=discounted,
        dominance=dominance_table(made.plain, tuple(named), seeds, weight, days=days, uncosted=unlike),
        failed=made.failed,
        metrics=metrics,
        precision=precision,
    )


def _nothing(*_: object) -> None:
    """Tell nobody."""


def _check(scenarios: dict[str, Scenario], seeds: tuple[int, ...], workers: int, precision: float) -> None:
    if len(scenarios) < 2:
        raise WrongCallError("A comparison wants two scenarios at least: a base, and another to compare with it.")
    if not seeds or len(set(seeds)) != len(seeds):
        raise WrongCallError("A comparison wants seeds that differ, one at least, as 1 to 10.")
    if workers < 1:
        raise WrongCallError(f"A comparison wants one worker at least, not {workers}.")
    if not 0.0 < precision <= 1.0:
        raise WrongCallError(f"A precision is a share of the base above 0 and up to 1, not {precision:g}.")
    base = next(iter(scenarios))
    for name, scenario in scenarios.items():
        for part in SAME:
            ours, theirs = getattr(scenario, part), getattr(scenarios[base], part)
            if ours != theirs:
                what = _differs(name, base, part, ours, theirs)
                raise WrongCallError(f"These scenarios cannot be compared: {what}. Give both the same {part}.")

    drawn = {name: held.posterior.sha256 if held.posterior else "" for name, held in scenarios.items()}
    if len(set(drawn.values())) > 1:
        lacks = next(name for name, digest in drawn.items() if digest != drawn[base])
        what = f"{lacks} and {base} draw parameters from different posteriors, or only one of them does"
        raise WrongCallError(f"These scenarios cannot be compared: {what}. Give all the same with --posterior.")


def _differs(name: str, base: str, part: str, ours: Any, theirs: Any) -> str:
    """Return in words in what two scenarios do not fit."""
    if part != "space":
        return f"{name} has {part} {ours}, {base} has {theirs}"
    if ours.country != theirs.country:
        return f"{name} is about {ours.country}, {base} about {theirs.country}"
    if ours.city_side != theirs.city_side:
        return f"{name} has cities of {ours.city_side} cells a side, {base} of {theirs.city_side}"
    only = [region for region in ours.regions if region not in theirs.regions]
    lack = [region for region in theirs.regions if region not in ours.regions]
    words = [f"{name} has {_few_names(only)}, which {base} has not"] if only else []
    words += [f"{name} lacks {_few_names(lack)} of {base}"] if lack else []
    return " and ".join(words) or f"{name} and {base} define their regions differently"


def _few_names(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more regions" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


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
        raise WrongCallError(f"The horizon {horizon} lies before {since}, the first day that counts. Move it.")
    if horizon > base.end:
        return base.end, f"not said: the runs end on {base.end}, before the horizon {horizon}"
    return horizon, ""


def _changes(discounted: pd.DataFrame, arm: str, base: str) -> Changes:
    ours, theirs = (discounted.xs(name, level="arm") for name in (arm, base))
    return {str(name): np.asarray(ours[name] - theirs[name], np.float64) for name in discounted.columns}
