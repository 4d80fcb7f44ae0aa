"""A calibration from the first design over the prior to the last generation; each is kept as it comes.

How particles are run is not known here: `Simulate` gets parameters and seeds and returns what happened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.population import (
    Population,
    first_generation,
    next_generation,
    propose,
)
from marketsim.experiments.calibration.prior import Prior, at
from marketsim.experiments.calibration.summaries import Summaries

Simulate = Callable[[NDArray[np.float64], NDArray[np.int64]], NDArray[np.float64]]
"""Called with values, shape (particle, parameter), and their seeds, shape (particle,); returns what happened, shape
(particle, target) with what is kept beside behind the targets, NaN in the row of a run that failed."""
SEEDS = 1_000_000
"""Seeds that each seed of a calibration has for its runs."""
Run = Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]
Told = Callable[[Population], None]
"""Called after every generation."""


@dataclass(frozen=True)
class Plan:
    """How much a calibration computes."""

    design: int
    """Runs over the prior; a power of two."""
    keep: int
    """Particles of a population."""
    new: int
    """Particles that every generation after the first adds."""
    most: int
    """Generations after the first."""
    least: int = 0
    """Generations after the first that are made in any case."""
    least_acceptance: float = 0.05
    """Share of new particles that must come within the last tolerance, or it is enough (Lenormand et al. 2013)."""
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Calibration:
    """All that was run, and the last population."""

    reference: pd.DataFrame
    """The design: one row a particle, columns `number`, `share:` a parameter, `truth:` a target."""
    outputs: NDArray[np.float64]
    """What would be reported in the design's runs, on the scale of comparison, shape (run, target)."""
    observed: NDArray[np.float64]
    """What was reported, on the same scale, shape (target,)."""
    learned: Summaries
    path: tuple[Population, ...]
    """The generations in order."""
    particles: pd.DataFrame
    """Every particle that was ever run, as `reference`."""


class _Log:
    """Finished generations in a folder, one Parquet file each, written whole or not at all."""

    def __init__(self, folder: Path | None, priors: Sequence[Prior], kept: Sequence[str]) -> None:
        self._folder = folder
        self.shares = [f"share:{prior.name}" for prior in priors]
        self.truths = [f"truth:{name}" for name in kept]
        self.found: list[pd.DataFrame] = []

    def generation(
        self, number: int, make: Callable[[], tuple[NDArray[np.float64], NDArray[np.float64]]]
    ) -> pd.DataFrame:
        """Return a generation's particles, from its file or made and written."""
        file = self._folder / f"generation-{number:02d}.parquet" if self._folder else None
        if file is not None and file.exists():
            table = pd.read_parquet(file)
        else:
            shares, truths = make()
            first = sum(len(earlier) for earlier in self.found)
            table = pd.DataFrame(np.column_stack((shares, truths)), columns=self.shares + self.truths)
            table.insert(0, "number", np.arange(first, first + len(table)))
            if file is not None:
                unfinished = file.with_suffix(".partial")
                table.to_parquet(unfinished, compression="zstd")
                unfinished.replace(file)
        self.found.append(table)
        return table


def calibrate(
    priors: Sequence[Prior],
    targets: Sequence[Target],
    simulate: Simulate,
    plan: Plan,
    folder: Path | None = None,
    told: Told | None = None,
    beside: Sequence[str] = (),
) -> Calibration:
    """Run the design and generation after generation, until hardly any new particle comes closer.

    Args:
        priors: Parameters to learn.
        targets: Reported figures to learn from.
        simulate: Runs particles.
        plan: How many.
        folder: Where generations are kept and found again; none keeps nothing.
        told: Called after every generation.
        beside: Ids of figures that are kept of every run and not learned from.

    Raises:
        ExperimentError: Too many runs failed.
    """
    log, observed = _Log(folder, priors, [*(target.id for target in targets), *beside]), _observed(targets)

    def run(shares: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        first = sum(len(earlier) for earlier in log.found)
        return shares, simulate(at(priors, shares), plan.seed * SEEDS + np.arange(first, first + len(shares)))

    reference = log.generation(0, lambda: run(_design(len(priors), plan)))
    outputs = _outputs(targets, reference, plan.seed)
    shares = reference[log.shares].to_numpy(np.float64)
    whole = np.isfinite(outputs).all(axis=1)
    learned = Summaries.learned(outputs[whole], shares[whole])
    population = first_generation(
        shares, learned.distance(outputs, observed), plan.keep, reference["number"].to_numpy(np.int64)
    )
    path = [population]
    for generation in range(1, plan.most + 1):
        if told is not None:
            told(population)
        table = log.generation(generation, partial(_run_near, run, population, plan))
        distance = learned.distance(_outputs(targets, table, plan.seed), observed)
        new = table[log.shares].to_numpy(np.float64), distance, table["number"].to_numpy(np.int64)
        population = next_generation(population, *new)
        path.append(population)
        if generation >= plan.least and population.acceptance < plan.least_acceptance:
            break
    if told is not None:
        told(population)
    return Calibration(reference, outputs, observed, learned, tuple(path), pd.concat(log.found, ignore_index=True))


def _run_near(run: Run, population: Population, plan: Plan) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return run(propose(population, plan.new, plan.seed))


def _design(parameters: int, plan: Plan) -> NDArray[np.float64]:
    return np.asarray(qmc.Sobol(parameters, seed=plan.seed).random(plan.design), np.float64).clip(1e-9, 1.0 - 1e-9)


def _observed(targets: Sequence[Target]) -> NDArray[np.float64]:
    return np.array([float(target.output(np.array(target.reported))) for target in targets])


def _outputs(targets: Sequence[Target], particles: pd.DataFrame, seed: int) -> NDArray[np.float64]:
    """Return what would be reported of particles, each with an error that follows from its number alone."""
    truths = particles[[f"truth:{target.id}" for target in targets]].to_numpy(np.float64)
    outputs = np.full(truths.shape, np.nan)
    for row, number in enumerate(particles["number"].to_numpy(np.int64)):
        if np.isfinite(truths[row]).all():
            generator = np.random.Generator(np.random.Philox(key=seed, counter=[1, 0, 0, int(number)]))
            outputs[row] = [
                float(target.output(target.report(truths[row, i : i + 1], generator))[0])
                for i, target in enumerate(targets)
            ]
    return outputs
