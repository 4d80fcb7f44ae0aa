"""Generations of particles that come closer to the reported figures (adaptive population Monte Carlo).

Particles live in the unit cube of prior shares (`Prior.values`), where every prior is uniform; new ones are drawn on
the line of normal scores, where it is normal and has no ends. What a particle is, and the seed that it runs with,
follow from its number and generation alone, so that they may run anywhere in any order.

New particles come from one wide normal law fitted to those kept, not from steps around single ones: with some thirty
parameters steps would leave a handful of particles with all the weight. Every particle is weighed against the mixture
of all laws that particles were drawn from, the prior among them, so that no weight exceeds one over the design's share.

Source: Lenormand, Jabot and Deffuant (2013), Adaptive approximate Bayesian computation for complex models, for
tolerance and end; Cornuet, Marin, Mira and Robert (2012), Adaptive multiple importance sampling, for laws and weights.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtr, ndtri

from marketsim.experiments.errors import ExperimentError

WIDER = 1.3
"""Covariance of new particles relative to that of those kept."""
EDGE = 1e-9
"""How near to the ends of the prior a share is taken to be."""
DIGITS = 12
"""Decimals of the shares of new particles: libraries of linear algebra differ in the last ones from processor to
processor, and the same particle has to be the same run on each."""


@dataclass(frozen=True, eq=False)
class Law:
    """A normal law of normal scores, from which particles were drawn."""

    mean: NDArray[np.float64]
    root: NDArray[np.float64]
    """Lower triangle whose square is the covariance."""
    count: int
    """Particles drawn."""

    def log_density(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log density at scores, shape (particle,), but for a constant that all laws share."""
        apart = np.linalg.solve(self.root, (scores - self.mean).T)
        return np.asarray(-0.5 * np.square(apart).sum(axis=0) - np.log(np.diag(self.root)).sum(), np.float64)


@dataclass(frozen=True, eq=False)
class Population:
    """The particles of one generation, nearest first."""

    generation: int
    shares: NDArray[np.float64]
    """Points of the unit cube, shape (particle, parameter)."""
    weights: NDArray[np.float64]
    """Prior density over the density of the mixture of all laws, shape (particle,)."""
    distance: NDArray[np.float64]
    """Distance from the reported figures, shape (particle,); infinite where the run failed."""
    numbers: NDArray[np.int64]
    """Number of each particle, counted over all generations, shape (particle,)."""
    tolerance: float
    """Largest distance of a particle that was kept."""
    acceptance: float
    """Share of this generation's new particles that came within the last tolerance."""
    laws: tuple[Law, ...]
    """What all particles so far were drawn from, the prior first."""

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
    parameters = shares.shape[1]
    prior = Law(np.zeros(parameters), np.eye(parameters), len(shares))
    return _kept(0, shares, distance, numbers, keep, acceptance=1.0, laws=(prior,))


def propose(population: Population, count: int, seed: int) -> NDArray[np.float64]:
    """Return new particles near those kept, shape (count, parameter)."""
    law = _fitted(population, count)
    return np.stack([_one(law, population.generation, seed, number) for number in range(count)])


def _one(law: Law, generation: int, seed: int, number: int) -> NDArray[np.float64]:
    generator = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, generation + 1, number]))
    scores = law.mean + law.root @ generator.standard_normal(len(law.mean))
    return np.asarray(np.clip(np.round(ndtr(scores), DIGITS), EDGE, 1.0 - EDGE), np.float64)


def next_generation(
    population: Population, shares: NDArray[np.float64], distance: NDArray[np.float64], numbers: NDArray[np.int64]
) -> Population:
    """Return the closest of those kept and of new particles, as many as before.

    Args:
        population: The generation before.
        shares: What `propose` gave, shape (particle, parameter).
        distance: Distance of each new particle, infinite where the run failed.
        numbers: Number of each new particle.

    Raises:
        ExperimentError: Too few runs came to an end.
    """
    return _kept(
        population.generation + 1,
        np.concatenate((population.shares, shares)),
        np.concatenate((population.distance, distance)),
        np.concatenate((population.numbers, numbers)),
        len(population.shares),
        acceptance=float((distance <= population.tolerance).mean()),
        laws=(*population.laws, _fitted(population, len(shares))),
    )


def _kept(
    generation: int,
    shares: NDArray[np.float64],
    distance: NDArray[np.float64],
    numbers: NDArray[np.int64],
    keep: int,
    acceptance: float,
    laws: tuple[Law, ...],
) -> Population:
    order = np.argsort(distance, kind="stable")[:keep]
    if len(order) < keep or not np.isfinite(distance[order[-1]]):
        raise ExperimentError(
            f"Only {int(np.isfinite(distance).sum())} of {len(distance)} runs came to an end, {keep} are needed."
        )
    return Population(
        generation=generation,
        shares=shares[order],
        weights=weights_of(shares[order], laws),
        distance=distance[order],
        numbers=numbers[order],
        tolerance=float(distance[order[-1]]),
        acceptance=acceptance,
        laws=laws,
    )


def _fitted(population: Population, count: int) -> Law:
    """Return the law of new particles: that of those kept, wider, and less correlated where they are few."""
    scores = _scores(population.shares)
    mean = population.probability @ scores
    covariance = np.atleast_2d(np.cov(scores, rowvar=False, aweights=population.probability))
    apart = min(1.0, len(covariance) / population.effective_size)
    covariance = (1.0 - apart) * covariance + apart * np.diag(np.diag(covariance))
    root = np.linalg.cholesky(WIDER * covariance + 1e-10 * np.eye(len(covariance)))
    return Law(mean, np.asarray(root, np.float64), count)


def weights_of(shares: NDArray[np.float64], laws: tuple[Law, ...]) -> NDArray[np.float64]:
    """Return prior density over that of the mixture of all laws, shape (particle,); 1 where all are of the prior."""
    scores = _scores(shares)
    log_prior = laws[0].log_density(scores)
    counts = np.array([law.count for law in laws], np.float64)
    densities = np.stack([law.log_density(scores) for law in laws])
    mixture = logsumexp(densities, axis=0, b=(counts / counts.sum())[:, None])
    return np.asarray(np.exp(log_prior - mixture), np.float64)


def _scores(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(ndtri(np.clip(shares, EDGE, 1.0 - EDGE)), np.float64)
