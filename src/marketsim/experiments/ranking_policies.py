"""Policies ranked over draws of parameters and both readings of the rise in detentions from 2021 to 2023."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.comparing import Comparison, compare
from marketsim.experiments.effects_by_size import effects_by_size
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.market_size import SIZE, days_before, market_sizes
from marketsim.experiments.plan import Plan
from marketsim.experiments.ranked_plan import check_ranking, outcomes_of, under_readings
from marketsim.experiments.ranked_samples import (
    drawn_shares,
    first_day,
    pairs_between,
    parameters_of,
    samples_of,
    values_of,
)
from marketsim.experiments.ranked_standing import competing, not_ranked, standing_table
from marketsim.experiments.readings import BOTH, READINGS
from marketsim.experiments.robust import worth_of_knowing
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.experiments.stated_costs import cost_not_stated
from marketsim.scenario.posterior import Posterior
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION

FEWEST = 20
"""Seeds below which a ranking over parameters is rough."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """How policies stand, outcome by outcome."""

    scenarios: Mapping[str, Scenario]
    seeds: tuple[int, ...]
    since: date
    """First day that counts: outcomes are sums, of stocks means, from it on."""
    until: date
    """Last day that counts."""
    standing: pd.DataFrame
    """One row an outcome, reading (both, each, as drawn) and arm: mean, change, chance of being best, regret, and what
    can be said; see `standing_table`."""
    worth: pd.DataFrame
    """One row an outcome and parameter: what knowing it would be worth, and the most worthy one by chance, in the
    outcome's unit."""
    samples: pd.DataFrame
    """One row an outcome, reading, seed and arm."""
    sizes: pd.DataFrame
    """One row a seed: what its market sold before the policies began, t a year; none where there were no such days."""
    by_size: pd.DataFrame
    """One row an outcome, policy and reading: the effect by market size, and what can be said."""
    cost_not_stated: Mapping[str, tuple[str, ...]]
    """Policies that state no cost, by arm; such arms are not ranked by cost."""
    not_ranked: Mapping[str, str]
    """Why policies are not ranked in an outcome, by outcome."""
    drawn_share: Mapping[str, float] | None
    """Mean, least and largest share of the threshold in the draws; none where it is not drawn."""
    failed: pd.DataFrame
    provisional: bool
    """The calibration goes on."""

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the scenarios by arm."""
        return {name: scenario.title for name, scenario in self.scenarios.items()}

    def described(self) -> dict[str, Any]:
        """Return what was ranked as plain values."""
        base = next(iter(self.scenarios.values()))
        return {
            "model_version": MODEL_VERSION,
            "scenarios": {name: scenario.digest() for name, scenario in self.scenarios.items()},
            "titles": self.titles,
            "posterior": base.posterior.described() if base.posterior else None,
            "provisional": self.provisional,
            "readings": READINGS,
            "seeds": list(self.seeds),
            "scale": base.scale,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "cost_not_stated": {arm: list(names) for arm, names in self.cost_not_stated.items()},
            "not_ranked": dict(self.not_ranked),
            "drawn_share": None if self.drawn_share is None else dict(self.drawn_share),
            "outcomes": sorted(set(self.standing["outcome"])),
        }

    def save(self, parent: Path | str = "results") -> Path:
        """Write the tables to a folder of their own under `parent` and return it."""
        content = {
            "standing.csv": csv_bytes(self.standing),
            "worth_of_knowing.csv": csv_bytes(self.worth),
            "samples.csv": csv_bytes(self.samples),
            "sizes.csv": csv_bytes(self.sizes),
            "effects_by_size.csv": csv_bytes(self.by_size),
            "failed.csv": csv_bytes(self.failed),
            "rank.json": json_bytes(self.described()),
        }
        return save_files(Path(parent), f"rank-{'-'.join(self.scenarios)}", short_digest(self.described()), content)


def rank(
    scenarios: Mapping[str, Scenario],
    seeds: Sequence[int],
    keep: Path | str | None = None,
    workers: int = 1,
    metrics: Sequence[str] = (),
    scheduler: str | None = None,
    begun: Callable[[str, Plan], None] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Ranking:
    """Run every policy under both readings with the draw of each seed, and tell how they stand.

    Outcomes are sums over the days that count (stocks and shares: means over them): all days of a comparison, from the
    first on which scenarios can differ to the horizon or the end of the runs, unless others are asked for.

    Args:
        scenarios: Two or more by name; the first is doing nothing new.
        seeds: Seeds, each of which takes its draw.
        keep: Folder of results in which finished runs are kept and found again.
        workers: Processes of this machine.
        metrics: Outcomes: consequences of which less, or more, is better; the headline of each domain without it.
        scheduler: Address of a running Dask cluster, instead of processes of this machine.
        begun: Called with each reading and what is to be done.
        progress: Called after every new run.
        since: First day that counts.
        until: Last day that counts.

    Raises:
        WrongCallError: The scenarios draw no parameters, cannot be compared, an outcome has no better way, or days are
            not measured.
        ExperimentError: No seed has a finished run of every scenario.
    """
    outcomes = outcomes_of(metrics)
    posterior = check_ranking(scenarios, outcomes)
    first = first_day(scenarios, since, until)
    with _kept(keep) as folder:
        made = _compared(scenarios, seeds, folder, workers, outcomes, scheduler, begun, progress)
        common = tuple(seed for seed in made[next(iter(READINGS))].seeds if all(seed in c.seeds for c in made.values()))
        if not common:
            raise ExperimentError("No seed has a finished run of every scenario under both readings: see what failed.")
        bases = [next(iter(found.scenarios.values())) for found in made.values()]
        sizes = market_sizes(bases, common, folder, days_before(scenarios))
        days = first, until or max(first, next(iter(made.values())).until)
        samples = pd.concat([_samples(name, found, common, folder, days, outcomes) for name, found in made.items()])
    failed = pd.concat([found.failed.assign(reading=reading) for reading, found in made.items()], ignore_index=True)
    return _told(scenarios, common, days, samples.reset_index(drop=True), sizes, posterior, failed)


def _told(
    scenarios: Mapping[str, Scenario],
    seeds: tuple[int, ...],
    days: tuple[date, date],
    samples: pd.DataFrame,
    sizes: pd.DataFrame,
    posterior: Posterior,
    failed: pd.DataFrame,
) -> Ranking:
    """Return the ranking that samples tell."""
    names, weight = tuple(scenarios), next(iter(scenarios.values())).weight
    free, shares = cost_not_stated(scenarios), drawn_shares(posterior, seeds)
    known = {int(seed): float(size) for seed, size in zip(sizes["seed"], sizes[SIZE], strict=True)}
    span = (days[1] - days[0]).days + 1
    without = not_ranked(samples, names, free, weight, span)
    ranked = {str(name): competing(str(name), names, free) for name in samples["outcome"].unique()}
    return Ranking(
        scenarios=dict(scenarios),
        seeds=seeds,
        since=days[0],
        until=days[1],
        standing=standing_table(samples, names, free, weight, span, shares),
        worth=_worth(samples, {name: arms for name, arms in ranked.items() if name not in without}, posterior, seeds),
        samples=samples,
        sizes=sizes,
        by_size=effects_by_size(samples, names[0], known, weight, span),
        cost_not_stated=free,
        not_ranked=without,
        drawn_share=_share_in_numbers(shares),
        failed=failed,
        provisional=not posterior.finished,
    )


@contextmanager
def _kept(keep: Path | str | None) -> Iterator[Path]:
    """Yield the folder of results: runs are kept until all is told, even where they are not to be kept at all."""
    if keep is not None:
        yield Path(keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _compared(
    scenarios: Mapping[str, Scenario],
    seeds: Sequence[int],
    keep: Path,
    workers: int,
    outcomes: Sequence[str],
    scheduler: str | None,
    begun: Callable[[str, Plan], None] | None,
    progress: Callable[[int, int, str], None] | None,
) -> dict[str, Comparison]:
    """Return a comparison under each reading."""
    return {
        reading: compare(
            arms,
            seeds,
            keep,
            workers,
            progress,
            metrics=outcomes,
            scheduler=scheduler,
            started=partial(begun, reading) if begun is not None else None,
        )
        for reading, arms in under_readings(scenarios).items()
    }


def _samples(
    reading: str,
    found: Comparison,
    seeds: Sequence[int],
    keep: Path,
    days: tuple[date, date],
    outcomes: Sequence[str],
) -> pd.DataFrame:
    """Return the samples of a reading; runs are read again only where other days count than those of the comparison."""
    same = days == (found.since, found.until)
    pairs = found.pairs if same else pairs_between(found, seeds, keep, days, outcomes)
    return samples_of(reading, found.base, pairs, seeds)


def _worth(
    samples: pd.DataFrame, ranked: Mapping[str, Sequence[str]], posterior: Posterior, seeds: Sequence[int]
) -> pd.DataFrame:
    """Return what it is worth to know each parameter, by outcome, for a choice among the arms that are ranked in it."""
    parameters = parameters_of(posterior, seeds)
    draws = np.tile([posterior.number(seed) for seed in sorted(seeds)], len(READINGS))
    tables = [pd.DataFrame(columns=["outcome", "unit", "parameter", "worth", "by_chance"])]
    for outcome, arms in ranked.items():
        held = samples[samples["outcome"] == outcome]
        table = worth_of_knowing(values_of(held, outcome, arms, BOTH), parameters, draws)
        table.insert(0, "outcome", outcome)
        table.insert(1, "unit", held["unit"].iloc[0])
        tables.append(table)
    return pd.concat(tables[1:] or tables, ignore_index=True)


def _share_in_numbers(shares: NDArray[np.float64] | None) -> dict[str, float] | None:
    if shares is None:
        return None
    return {"mean": float(shares.mean()), "low": float(shares.min()), "high": float(shares.max())}
