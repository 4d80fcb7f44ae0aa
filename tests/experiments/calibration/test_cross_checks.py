"""The sampler against an exact conjugate posterior and against pyABC; the mode against differential evolution."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from marketsim.experiments.calibration.adjustment import adjusted
from marketsim.experiments.calibration.generations import calibrate
from marketsim.experiments.calibration.mode import mode
from marketsim.experiments.calibration.observation import Error, Side
from marketsim.experiments.calibration.population import Population, first_generation, next_generation, propose
from marketsim.experiments.calibration.predictive import quantiles
from marketsim.experiments.calibration.prior import at
from tests.experiments.calibration.test_generations import PLAN, PRIORS, TARGETS, simulate

TRIALS, HITS = 60, 21
"""Of a coin whose chance has a uniform prior: the posterior is Beta(22, 40), exactly."""
EXACT = stats.beta(HITS + 1, TRIALS - HITS + 1)


def toss(shares: NDArray[np.float64], first: int) -> NDArray[np.float64]:
    """Return how far the share of hits of each particle is from what was seen, shape (particle,)."""
    hits = [
        np.random.Generator(np.random.Philox(key=9, counter=[first + i, 0, 0, 0])).binomial(TRIALS, share)
        for i, share in enumerate(shares[:, 0])
    ]
    return np.abs(np.array(hits, np.float64) - HITS)


def sampled(keep: int = 600, new: int = 600, generations: int = 7) -> Population:
    """Return the last generation of the coin."""
    shares = (np.arange(2.0 * keep)[:, None] + 0.5) / (2.0 * keep)
    population = first_generation(shares, toss(shares, 0), keep, np.arange(2 * keep))
    first = 2 * keep
    for _ in range(generations):
        shares = propose(population, new, 5)
        population = next_generation(population, shares, toss(shares, first), np.arange(first, first + new))
        first += new
    return population


def test_the_posterior_of_a_coin_is_the_exact_beta() -> None:
    last = sampled()
    assert last.tolerance <= 1.0
    held, weights = last.shares[:, 0], last.probability
    mean = weights @ held
    assert mean == pytest.approx(EXACT.mean(), abs=4.0 * EXACT.std() / np.sqrt(last.effective_size))
    assert np.sqrt(weights @ np.square(held - mean)) == pytest.approx(EXACT.std(), rel=0.15)
    np.testing.assert_allclose(quantiles(held, weights, [0.05, 0.5, 0.95]), EXACT.ppf([0.05, 0.5, 0.95]), atol=0.03)


def test_the_regression_keeps_an_exact_posterior_exact() -> None:
    """Normal data, a normal posterior far from the ends of the prior: conjugate, and linear as the regression is."""
    generator = np.random.default_rng(3)
    shares = generator.random((20_000, 1))
    seen = shares + 0.05 * generator.standard_normal(shares.shape)
    distance = np.abs(seen[:, 0] - 0.5)
    near = np.argsort(distance)[:4_000]  # A tolerance of a tenth: without regression twice as wide as it should be.
    moved = adjusted(shares[near], np.full(4_000, 1 / 4_000), seen[near], np.array([0.5]), distance[near])
    assert moved.mean() == pytest.approx(0.5, abs=0.005)
    assert moved.std() == pytest.approx(0.05, rel=0.08)
    assert shares[near].std() > 1.3 * moved.std()


@pytest.mark.slow
def test_pyabc_finds_the_same(tmp_path: Path) -> None:
    pyabc = pytest.importorskip("pyabc", reason="make verify installs it")
    generator = np.random.default_rng(4)
    np.random.seed(4)  # noqa: NPY002  pyABC draws from NumPy's global state.

    def model(parameter: dict[str, float]) -> dict[str, float]:
        return {"hits": float(generator.binomial(TRIALS, min(max(parameter["share"], 0.0), 1.0)))}

    other = pyabc.ABCSMC(
        model,
        pyabc.Distribution(share=pyabc.RV("uniform", 0.0, 1.0)),
        lambda a, b: abs(a["hits"] - b["hits"]),
        population_size=600,
        sampler=pyabc.sampler.SingleCoreSampler(),
    )
    other.new(f"sqlite:///{tmp_path / 'other.db'}", {"hits": float(HITS)})
    history = other.run(minimum_epsilon=1.0, max_nr_populations=8)
    frame, theirs_weights = history.get_distribution()
    theirs, ours = frame["share"].to_numpy(), sampled()
    ends = [0.05, 0.25, 0.5, 0.75, 0.95]
    found = quantiles(theirs, np.asarray(theirs_weights), ends), quantiles(ours.shares[:, 0], ours.probability, ends)
    print(f"pyABC {found[0].round(3)}, ours {found[1].round(3)}, exact {EXACT.ppf(ends).round(3)}")
    np.testing.assert_allclose(found[0], found[1], atol=0.03)
    np.testing.assert_allclose(found[1], EXACT.ppf(ends), atol=0.03)


def test_differential_evolution_finds_the_mode_where_the_posterior_is() -> None:
    learned = calibrate(PRIORS, TARGETS, simulate, PLAN)
    shares = learned.reference[[f"share:{prior.name}" for prior in PRIORS]].to_numpy()
    truths = learned.reference[[f"truth:{target.id}" for target in TARGETS]].to_numpy()
    found = at(PRIORS, mode(TARGETS, shares, truths, 1.0)[None, :])[0]
    np.testing.assert_allclose(found, [10_000.0, 0.05], rtol=0.2)
    last = learned.path[-1]
    for i in range(len(PRIORS)):
        low, high = quantiles(at(PRIORS, last.shares)[:, i], last.probability, [0.02, 0.98])
        assert low <= found[i] <= high
    np.testing.assert_array_equal(mode(TARGETS, shares, truths, 1.0), mode(TARGETS, shares, truths, 1.0))


def test_runs_in_which_nothing_is_counted_do_not_move_the_likeliest_point() -> None:
    generator = np.random.default_rng(1)
    shares = generator.random((2_000, 1))
    truths = generator.poisson(np.exp(4.0 * shares - 3.0)).astype(np.float64)  # None in three runs of five.
    target = replace(TARGETS[0], reported=1.0, error=Error.COUNT, side=Side.ABOUT)
    assert mode([target], shares, truths, 1.0)[0] == pytest.approx(0.75, abs=0.03)
