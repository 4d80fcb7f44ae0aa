"""A calibration from the first design over the prior to the last generation; each is kept as it comes.

How particles are run is not known here: `Simulate` gets parameters and seeds and returns what happened.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from marketsim.experiments.calibration.expecting import Expected
from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.particle_file import damaged, read_particles
from marketsim.experiments.calibration.population import (
    Population,
    first_generation,
    next_generation,
    propose,
)
from marketsim.experiments.calibration.prior import Prior, at
from marketsim.experiments.calibration.summaries import Summaries
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.parts import write_whole

Simulate = Callable[[NDArray[np.float64], NDArray[np.int64]], NDArray[np.float64]]
"""Called with values, shape (particle, parameter), and their seeds, shape (particle,); returns what happened, shape
(particle, target) with what is kept beside behind the targets, NaN in the row of a run that failed."""
SEEDS = 1_000_000
"""Seeds that each seed of a calibration has for its runs."""
LATER = "It was asked for after these runs were made: choose another folder with --out."
ALIKE = 0.01
"""Difference of shares of particles that are drawn alike: another machine may keep another one that is as near."""
Run = Callable[[NDArray[np.float64], int], NDArray[np.float64]]
"""Called with shares and the number of the first particle; returns what happened."""
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
    every_output: NDArray[np.float64]
    """`outputs` of every particle."""
    expected: Expected
    """What stands for low counts."""


class _Log:
    """Finished generations in a folder, one Parquet file each, written whole or not at all."""

    def __init__(
        self, folder: Path | None, priors: Sequence[Prior], targets: Sequence[Target], beside: Sequence[str]
    ) -> None:
        self._folder = folder
        self.shares = [f"share:{prior.name}" for prior in priors]
        self._asked = [f"truth:{target.id}" for target in targets]
        self.truths = [*self._asked, *(f"truth:{name}" for name in beside)]
        self.found: list[pd.DataFrame] = []

    def generation(self, number: int, shares: NDArray[np.float64], run: Run) -> pd.DataFrame:
        """Return a generation's particles, from its file or made and written.

        Args:
            number: Of the generation.
            shares: Where its particles are drawn, shape (particle, parameter).
            run: Makes them.
        """
        file = self._folder / f"generation-{number:02d}.parquet" if self._folder else None
        before = sum(len(earlier) for earlier in self.found)
        if file is not None and file.exists():
            table = self._read(file)
            if table["number"].tolist() != list(range(before, before + len(table))):
                raise damaged(file, f"its runs are not numbered from {before} on")
            _check_drawn(file, table[self.shares].to_numpy(np.float64), shares)
        else:
            truths = run(shares, before)
            table = pd.DataFrame(np.column_stack((shares, truths)), columns=self.shares + self.truths)
            table.insert(0, "number", np.arange(before, before + len(table)))
            if file is not None:
                buffer = io.BytesIO()
                table.to_parquet(buffer, compression="zstd")
                write_whole(file, buffer.getvalue())
        self.found.append(table)
        return table

    def _read(self, file: Path) -> pd.DataFrame:
        """Return a generation's particles, NaN for figures beside that came into the evidence after it."""
        table = read_particles(file, self.shares)
        if lacking := [name.removeprefix("truth:") for name in self._asked if name not in table]:
            raise ExperimentError(f"{file} says nothing of {lacking[0]}. {LATER}")
        return table.reindex(columns=["number", *self.shares, *self.truths])


def calibrate(
    priors: Sequence[Prior],
    targets: Sequence[Target],
    simulate: Simulate,
    plan: Plan,
    folder: Path | None = None,
    told: Told | None = None,
    beside: Sequence[str] = (),
    scale: float = 1.0,
) -> Calibration:
    """Run the design and generation after generation, until hardly any new one comes closer or all are made.

    Args:
        priors: Parameters to learn.
        targets: Reported figures to learn from.
        simulate: Runs particles.
        plan: How many.
        folder: Where generations are kept and found again; none keeps nothing.
        told: Called after every generation.
        beside: Ids of figures that are kept of every run and not learned from.
        scale: Share of the market that is run: low counts of a part of it go by their expected values.

    Raises:
        ExperimentError: Too many runs failed.
    """
    log = _Log(folder, priors, targets, beside)

    def run(shares: NDArray[np.float64], first: int) -> NDArray[np.float64]:
        return simulate(at(priors, shares), plan.seed * SEEDS + np.arange(first, first + len(shares)))

    reference = log.generation(0, design_of(len(priors), plan), run)
    first = from_reference(targets, reference, plan, scale)
    population, path, every_output = first.path[0], list(first.path), [first.outputs]
    for generation in range(1, plan.most + 1):
        if told is not None:
            told(population)
        table = log.generation(generation, propose(population, plan.new, plan.seed), run)
        every_output.append(_outputs(targets, table, plan.seed, first.expected))
        distance = first.learned.distance(every_output[-1], first.observed)
        new = table[log.shares].to_numpy(np.float64), distance, table["number"].to_numpy(np.int64)
        population = next_generation(population, *new)
        path.append(population)
        if generation >= plan.least and population.acceptance < plan.least_acceptance:
            break
    if told is not None:
        told(population)
    return replace(
        first,
        path=tuple(path),
        particles=pd.concat(log.found, ignore_index=True),
        every_output=np.concatenate(every_output),
    )


def from_reference(targets: Sequence[Target], reference: pd.DataFrame, plan: Plan, scale: float = 1.0) -> Calibration:
    """Return what the runs over the prior alone tell; they need not be all of the design.

    Raises:
        ExperimentError: Too few runs came to an end.
    """
    observed, shares, truths = _observed(targets), _shares(reference), _truths(targets, reference)
    known = np.isfinite(truths).any(axis=0)
    if known.any() and not known.all():
        raise ExperimentError(f"No run says anything of {targets[int(known.argmin())].id}. {LATER}")
    expected = Expected.learned(targets, truths, shares, scale)
    outputs = _outputs(targets, reference, plan.seed, expected)
    whole = np.isfinite(outputs).all(axis=1)
    if not whole.any():
        raise ExperimentError(f"None of {len(outputs)} runs has all of the reported figures: narrow the priors.")
    learned = Summaries.learned(outputs[whole], shares[whole])
    numbers = reference["number"].to_numpy(np.int64)
    population = first_generation(shares, learned.distance(outputs, observed), plan.keep, numbers)
    return Calibration(reference, outputs, observed, learned, (population,), reference, outputs, expected)


def _shares(particles: pd.DataFrame) -> NDArray[np.float64]:
    return particles[[name for name in particles if str(name).startswith("share:")]].to_numpy(np.float64)


def _truths(targets: Sequence[Target], particles: pd.DataFrame) -> NDArray[np.float64]:
    return particles[[f"truth:{target.id}" for target in targets]].to_numpy(np.float64)


def _check_drawn(file: Path, found: NDArray[np.float64], now: NDArray[np.float64]) -> None:
    """Refuse particles that would not be drawn now: they would be weighed by a law that is not theirs.

    Raises:
        ExperimentError: They would not.
    """
    if found.shape == now.shape and np.abs(found - now).max() <= ALIKE:
        return
    what = f"{file} holds runs that would not be drawn now: targets, their errors or priors were others"
    raise ExperimentError(f"{what}. Remove it and what was made after it, or choose another folder with --out.")


def design_of(parameters: int, plan: Plan) -> NDArray[np.float64]:
    """Return the design over the prior: points of the unit cube, shape (run, parameter)."""
    return np.asarray(qmc.Sobol(parameters, seed=plan.seed).random(plan.design), np.float64).clip(1e-9, 1.0 - 1e-9)


def _observed(targets: Sequence[Target]) -> NDArray[np.float64]:
    return np.array([float(target.output(np.array(target.reported))) for target in targets])


def _outputs(targets: Sequence[Target], particles: pd.DataFrame, seed: int, expected: Expected) -> NDArray[np.float64]:
    """Return what would be reported of particles, each with an error that follows from its number alone.

    What happened in a run holds its own chance; low counts, of which expected values stand, get that of a whole market.
    """
    truths = expected.instead(_truths(targets, particles), _shares(particles))
    outputs = np.full(truths.shape, np.nan)
    for row, number in enumerate(particles["number"].to_numpy(np.int64)):
        if np.isfinite(truths[row]).all():
            generator = np.random.Generator(np.random.Philox(key=seed, counter=[1, 0, 0, int(number)]))
            outputs[row] = [
                float(target.output(target.report(truths[row, i : i + 1], generator, i in expected.columns))[0])
                for i, target in enumerate(targets)
            ]
    return outputs
