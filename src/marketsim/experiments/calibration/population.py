"""Generations of particles that come closer to the reported figures (adaptive population Monte Carlo).

Particles live in the unit cube of prior shares (`Prior.values`), where every prior is uniform. What a particle is, and
the seed that it runs with, follow from its number and generation alone, so that they may run anywhere in any order.

Source: Lenormand, Jabot and Deffuant (2013), Adaptive approximate Bayesian computation for complex models.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from marketsim.experiments.errors import ExperimentError

TRIES = 10_000
"""Proposals of one particle that may leave the cube before it is said that the population is degenerate."""


@dataclass(frozen=True, eq=False)
class Population:
    """The particles of one generation, those kept from earlier ones first."""

    generation: int
    shares: NDArray[np.float64]
    """Points of the unit cube, shape (particle, parameter)."""
    weights: NDArray[np.float64]
    """Prior density over the density that a particle was drawn from, shape (particle,)."""
    distance: NDArray[np.float64]
    """Distance from the reported figures, shape (particle,); infinite where the run failed."""
    numbers: NDArray[np.int64]
    """Number of each particle, counted over all generations, shape (particle,)."""
    tolerance: float
    """Largest distance of a particle that was kept."""
    acceptance: float
    """Share of this generation's new particles that came within the last tolerance."""

    @property
    def probability(self) -> NDArray[np.float64]:
        """Return what each particle stands for in the posterior, shape (particle,)."""
        return self.weights / self.weights.sum()

    @property
    def effective_size(self) -> float:
        """Return the effective sample size of the weights (Kish 1965)."""
        return float(1.0 / np.square(self.probability).sum())


def first_generation(
    shares: NDArray[np.float64], distance: NDArray[np.float64], keep: int, numbers: NDArray[np.int64]
) -> Population:
    """Return the `keep` closest of particles drawn from the prior, with equal weights.

    Raises:
        ExperimentError: Fewer than `keep` runs came to an end.
    """
    return _kept(0, shares, np.full(len(shares), 1.0), distance, numbers, keep, acceptance=1.0)


def propose(population: Population, count: int, seed: int) -> NDArray[np.float64]:
    """Return new particles near those kept, shape (count, parameter).

    Each is an ancestor drawn by weight and a normal step with twice the weighted covariance; both are drawn again until
    the particle lies in the cube, so that its density is the mixture over all ancestors but for a constant.

    Raises:
        ExperimentError: No step stays in the cube.
    """
    root = _root(population)
    return np.stack([_one(population, root, seed, number) for number in range(count)])


def _one(population: Population, root: NDArray[np.float64], seed: int, number: int) -> NDArray[np.float64]:
    generator = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, population.generation + 1, number]))
    running = np.cumsum(population.probability)
    for _ in range(TRIES):
        ancestor = int(np.searchsorted(running, generator.random() * running[-1], side="right"))
        point: NDArray[np.float64] = population.shares[ancestor] + root @ generator.standard_normal(len(root))
        if (point > 0.0).all() and (point < 1.0).all():
            return point
    raise ExperimentError("The particles lie so near the ends of their priors that no step stays within: widen them.")


def next_generation(
    population: Population, shares: NDArray[np.float64], distance: NDArray[np.float64], numbers: NDArray[np.int64]
) -> Population:
    """Return the closest of those kept and of new particles, as many as before.

    Args:
        population: The generation before.
        shares: What `propose` gave, shape (particle, parameter).
        distance: Distance of each new particle, infinite where the run failed.
        numbers: Number of each new particle.
    """
    new = 1.0 / _density(population, shares)  # The prior is uniform in the cube.
    return _kept(
        population.generation + 1,
        np.concatenate((population.shares, shares)),
        np.concatenate((population.weights, new)),
        np.concatenate((population.distance, distance)),
        np.concatenate((population.numbers, numbers)),
        len(population.shares),
        acceptance=float((distance <= population.tolerance).mean()),
    )


def _kept(
    generation: int,
    shares: NDArray[np.float64],
    weights: NDArray[np.float64],
    distance: NDArray[np.float64],
    numbers: NDArray[np.int64],
    keep: int,
    acceptance: float,
) -> Population:
    order = np.argsort(distance, kind="stable")[:keep]
    if len(order) < keep or not np.isfinite(distance[order[-1]]):
        raise ExperimentError(
            f"Only {int(np.isfinite(distance).sum())} of {len(distance)} runs came to an end, {keep} are needed."
        )
    return Population(
        generation=generation,
        shares=shares[order],
        weights=weights[order],
        distance=distance[order],
        numbers=numbers[order],
        tolerance=float(distance[order[-1]]),
        acceptance=acceptance,
    )


def _covariance(population: Population) -> NDArray[np.float64]:
    """Return twice the weighted covariance of the particles (Beaumont et al. 2009), never quite singular."""
    covariance = np.atleast_2d(np.cov(population.shares, rowvar=False, aweights=population.probability))
    return 2.0 * covariance + 1e-10 * np.eye(len(covariance))


def _root(population: Population) -> NDArray[np.float64]:
    return np.asarray(np.linalg.cholesky(_covariance(population)), np.float64)


def _density(population: Population, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the density of proposals at points of the cube, not normalised for steps that leave it.

    The missing constant is the chance to stay in the cube. It is estimated from the population itself, so that the
    weights of kept and new particles are comparable.
    """
    kernel = stats.multivariate_normal(np.zeros(shares.shape[1]), _covariance(population))
    density = np.array([population.probability @ kernel.pdf(point - population.shares) for point in shares])
    return np.maximum(density / _stays(population), np.finfo(float).tiny)


def _stays(population: Population) -> float:
    """Return the chance of a proposal to stay in the cube, from a fixed set of steps."""
    root = _root(population)
    steps = np.random.Generator(np.random.Philox(key=1)).standard_normal((200, len(root))) @ root.T
    points = population.shares[:, None, :] + steps[None, :, :]
    inside = ((points > 0.0) & (points < 1.0)).all(axis=2).mean(axis=1)
    return float(population.probability @ inside)
