"""Policies ranked over draws of parameters and both readings of the rise in detentions from 2021 to 2023."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.comparing import Comparison, compare
from marketsim.experiments.effects_by_size import effects_by_size
from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.market_size import SIZE, days_before, market_sizes
from marketsim.experiments.readings import BOTH, READINGS, SHARE
from marketsim.experiments.robust import standing, worth_of_knowing
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.results.consequences import BETTER, HEADLINES, Better
from marketsim.scenario.faults import guess
from marketsim.scenario.posterior import Posterior
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION

FEWEST = 20
"""Seeds below which a ranking over parameters is rough."""
READING = "threshold or capacity"
"""Name of the reading among the parameters."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """How policies stand, outcome by outcome."""

    scenarios: Mapping[str, Scenario]
    seeds: tuple[int, ...]
    standing: pd.DataFrame
    """One row an outcome, reading (and both) and arm: mean, change, chance of being best, regret."""
    worth: pd.DataFrame
    """One row an outcome and parameter: what knowing it would be worth, and the most worthy one by chance, in the
    outcome's unit."""
    samples: pd.DataFrame
    """One row an outcome, reading, seed and arm."""
    sizes: pd.DataFrame
    """One row a seed: what its market sold before the policies began, t a year; none where there were no such days."""
    by_size: pd.DataFrame
    """One row an outcome, policy and reading: the effect by market size, and what can be said."""
    failed: pd.DataFrame
    provisional: bool
    """The calibration goes on."""

    def described(self) -> dict[str, Any]:
        """Return what was ranked as plain values."""
        base = next(iter(self.scenarios.values()))
        return {
            "model_version": MODEL_VERSION,
            "scenarios": {name: scenario.digest() for name, scenario in self.scenarios.items()},
            "titles": {name: scenario.title for name, scenario in self.scenarios.items()},
            "posterior": base.posterior.described() if base.posterior else None,
            "provisional": self.provisional,
            "readings": READINGS,
            "seeds": list(self.seeds),
            "scale": base.scale,
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
    begun: Callable[[str, int, int], None] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Ranking:
    """Run every policy under both readings with the draw of each seed, and tell how they stand.

    Args:
        scenarios: Two or more by name; the first is doing nothing new.
        seeds: Seeds, each of which takes its draw.
        keep: Folder of results in which finished runs are kept and found again.
        workers: Processes of this machine.
        metrics: Outcomes: consequences of which less, or more, is better; the headline of each domain without it.
        scheduler: Address of a running Dask cluster, instead of processes of this machine.
        begun: Called with each reading, runs found and runs to be made.
        progress: Called after every new run.

    Raises:
        WrongCallError: The scenarios draw no parameters, cannot be compared, or an outcome has no better way.
        ExperimentError: No seed has a finished run of every scenario.
    """
    outcomes = tuple(metrics) or tuple(HEADLINES.values())
    posterior = _checked(scenarios, outcomes)
    with _kept(keep) as folder:
        made = _compared(scenarios, seeds, folder, workers, outcomes, scheduler, begun, progress)
        common = tuple(seed for seed in made[next(iter(READINGS))].seeds if all(seed in c.seeds for c in made.values()))
        if not common:
            raise ExperimentError("No seed has a finished run of every scenario under both readings: see what failed.")
        bases = [next(iter(found.scenarios.values())) for found in made.values()]
        sizes = market_sizes(bases, common, folder, days_before(scenarios))
    samples = pd.concat([_samples(reading, found, common) for reading, found in made.items()], ignore_index=True)
    known = {int(seed): float(size) for seed, size in zip(sizes["seed"], sizes[SIZE], strict=True)}
    return Ranking(
        scenarios=dict(scenarios),
        seeds=common,
        standing=_standing(samples, outcomes, tuple(scenarios), len(common)),
        worth=_worth(samples, outcomes, tuple(scenarios), posterior, common),
        samples=samples,
        sizes=sizes,
        by_size=effects_by_size(samples, next(iter(scenarios)), known, next(iter(scenarios.values())).weight),
        failed=pd.concat([found.failed.assign(reading=reading) for reading, found in made.items()], ignore_index=True),
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
    begun: Callable[[str, int, int], None] | None,
    progress: Callable[[int, int, str], None] | None,
) -> dict[str, Comparison]:
    """Return a comparison under each reading."""
    return {
        reading: compare(
            {name: scenario.with_({SHARE: share}) for name, scenario in scenarios.items()},
            seeds,
            keep,
            workers,
            progress,
            metrics=outcomes,
            scheduler=scheduler,
            started=partial(begun, reading) if begun is not None else None,
        )
        for reading, share in READINGS.items()
    }


def _standing(samples: pd.DataFrame, outcomes: Sequence[str], names: Sequence[str], seeds: int) -> pd.DataFrame:
    """Return how arms stand in each outcome, over both readings and under each."""
    tables = []
    for outcome in outcomes:
        held = samples[samples["outcome"] == outcome]
        for reading in (BOTH, *READINGS):
            table = standing(_values(held, outcome, names, reading), names)
            tables.append(_named(table, outcome, held["unit"].iloc[0], reading, seeds))
    return pd.concat(tables, ignore_index=True)


def _worth(
    samples: pd.DataFrame,
    outcomes: Sequence[str],
    names: Sequence[str],
    posterior: Posterior,
    seeds: Sequence[int],
) -> pd.DataFrame:
    """Return what it is worth in each outcome to know each parameter."""
    parameters = _parameters(posterior, seeds)
    draws = np.tile([posterior.number(seed) for seed in sorted(seeds)], len(READINGS))
    tables = []
    for outcome in outcomes:
        held = samples[samples["outcome"] == outcome]
        table = worth_of_knowing(_values(held, outcome, names, BOTH), parameters, draws)
        table.insert(0, "outcome", outcome)
        table.insert(1, "unit", held["unit"].iloc[0])
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _checked(scenarios: Mapping[str, Scenario], outcomes: Sequence[str]) -> Posterior:
    base = next(iter(scenarios.values()))
    if len(scenarios) < 2:
        raise WrongCallError("A ranking wants two scenarios at least, the first of which is doing nothing new.")
    if base.posterior is None or not base.posterior.keys:
        raise WrongCallError(
            "A ranking without the uncertainty of parameters is none: name a calibration with --posterior, or "
            "scenarios that say one. What one set of parameters gives, marketsim compare tells."
        )
    for name in outcomes:
        if BETTER.get(name, Better.NEITHER) is Better.NEITHER:
            known = [one for one, way in BETTER.items() if way is not Better.NEITHER]
            raise WrongCallError(f"Of '{name}' neither more nor less is better. {guess(name, known)}")
    return base.posterior


def _samples(reading: str, found: Comparison, seeds: Sequence[int]) -> pd.DataFrame:
    """Return one row an outcome, seed and arm, the base among them."""
    pairs = found.pairs[found.pairs["seed"].isin(seeds)].rename(columns={"consequence": "outcome"})
    first = pairs[pairs["arm"] == pairs["arm"].iloc[0]]
    base = first.assign(arm=found.base, value=first["base"])
    whole = pd.concat((base, pairs.assign(value=pairs["with_policy"])), ignore_index=True)
    return whole.assign(reading=reading)[["outcome", "unit", "reading", "seed", "arm", "value"]]


def _values(held: pd.DataFrame, outcome: str, arms: Sequence[str], reading: str) -> NDArray[np.float64]:
    """Return what arms are worth, more is better, shape (arm, sample)."""
    sign = -1.0 if BETTER[outcome] is Better.LOWER else 1.0
    rows = held if reading == BOTH else held[held["reading"] == reading]
    order = [name for name in READINGS if name in set(rows["reading"])]
    table = rows.pivot_table(index="arm", columns=["reading", "seed"], values="value")
    seeds = sorted(set(rows["seed"]))
    columns = [(name, seed) for name in order for seed in seeds]
    return sign * table.reindex(index=list(arms), columns=columns).to_numpy(np.float64)


def _parameters(posterior: Posterior, seeds: Sequence[int]) -> dict[str, NDArray[np.float64]]:
    """Return values of each parameter, shape (sample,), in the order of samples: by reading, then by seed."""
    draws = [posterior.at(posterior.number(seed)) for seed in sorted(seeds)]
    found = {READING: np.repeat(list(READINGS.values()), len(draws))}
    for key in posterior.keys:
        if key == SHARE:
            continue
        numbers = [next(_numbers(draw[key]), float("nan")) for draw in draws]
        if np.isfinite(numbers).all():
            found[key] = np.tile(np.array(numbers), len(READINGS))
    return found


def _numbers(value: Any) -> Iterator[float]:
    """Yield the numbers above zero in a value; entries of a list move together, so that the first stands for all."""
    if isinstance(value, list):
        for entry in value:
            yield from (number for number in _numbers(entry) if number)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def _named(table: pd.DataFrame, outcome: str, unit: str, reading: str, seeds: int) -> pd.DataFrame:
    sign = -1.0 if BETTER[outcome] is Better.LOWER else 1.0
    ends = table[["low_90", "high_90"]] if sign > 0 else -table[["high_90", "low_90"]].to_numpy()
    turned = table.assign(mean=sign * table["mean"], better=str(BETTER[outcome]), seeds=seeds)
    turned[["low_90", "high_90"]] = np.asarray(ends) + 0.0  # No change is no negative zero.
    turned.insert(0, "outcome", outcome)
    turned.insert(1, "unit", unit)
    turned.insert(2, "reading", reading)
    return turned
