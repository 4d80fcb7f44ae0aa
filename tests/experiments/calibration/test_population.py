"""Population Monte Carlo against exact posteriors; what a particle is does not depend on who runs it."""

import numpy as np
import pytest
from scipy import stats

from marketsim.experiments.calibration.adjustment import adjusted, kernel
from marketsim.experiments.calibration.population import Population, first_generation, next_generation, propose
from marketsim.experiments.calibration.summaries import Summaries
from marketsim.experiments.errors import ExperimentError
from tests.experiments.calibration.toy import ERROR, observe

OBSERVED = np.array([0.3, 0.97, 0.0])
"""The second lies near the end of its prior, where steps leave the cube."""


def first(keep: int = 200) -> tuple[Population, Summaries]:
    """Return the closest of 1,000 particles of the prior."""
    shares = np.random.default_rng(1).random((1_000, 2))
    outputs = observe(shares, 2)
    learned = Summaries.learned(outputs, shares)
    distance = learned.distance(outputs, OBSERVED)
    return first_generation(shares, distance, keep, np.arange(1_000)), learned


@pytest.fixture(scope="module")
def generations() -> list[Population]:
    population, learned = first()
    found = [population]
    for generation in range(8):
        shares = propose(population, 200, seed=3)
        distance = learned.distance(observe(shares, 100 + generation), OBSERVED)
        population = next_generation(population, shares, distance, np.arange(200) + 1_000 + 200 * generation)
        found.append(population)
    return found


def test_generations_come_closer(generations: list[Population]) -> None:
    tolerances = [population.tolerance for population in generations]
    assert (np.diff(tolerances) < 0).all()
    assert tolerances[-1] < tolerances[0] / 3
    assert all(population.acceptance <= 1.0 for population in generations)


def test_the_posterior_is_the_exact_one(generations: list[Population]) -> None:
    last = generations[-1]
    assert last.effective_size > 60
    for i in range(2):
        ends = (0.0 - OBSERVED[i]) / ERROR, (1.0 - OBSERVED[i]) / ERROR
        exact = stats.truncnorm(*ends, loc=OBSERVED[i], scale=ERROR)
        mean = last.probability @ last.shares[:, i]
        spread = np.sqrt(last.probability @ np.square(last.shares[:, i] - mean))
        assert abs(mean - exact.mean()) < 5 * exact.std() / np.sqrt(last.effective_size)
        assert spread == pytest.approx(exact.std(), rel=5 / np.sqrt(2 * last.effective_size))


def test_a_particle_depends_on_its_number_alone() -> None:
    population, _ = first()
    np.testing.assert_array_equal(propose(population, 5, seed=3), propose(population, 50, seed=3)[:5])
    assert (propose(population, 5, seed=3) != propose(population, 5, seed=4)).all()


def test_thirty_parameters_leave_no_particle_with_all_the_weight() -> None:
    shares = np.random.default_rng(1).random((2_000, 30))
    population = first_generation(shares, np.abs(shares - 0.6).sum(axis=1), 600, np.arange(2_000))
    for generation in range(3):
        new = propose(population, 500, seed=3)
        assert ((new > 0.0) & (new < 1.0)).all()
        numbers = np.arange(500) + 2_000 + 500 * generation
        population = next_generation(population, new, np.abs(new - 0.6).sum(axis=1), numbers)
        assert population.acceptance > 0.2
    assert population.effective_size > 150
    assert population.weights.max() <= 3_500 / 2_000


def test_failed_runs_are_never_kept_and_too_many_are_told() -> None:
    shares, distance = np.random.default_rng(1).random((10, 2)), np.full(10, np.inf)
    distance[:6] = 1.0
    kept = first_generation(shares, distance, 6, np.arange(10))
    np.testing.assert_array_equal(kept.numbers, np.arange(6))
    with pytest.raises(ExperimentError, match="Only 6 of 10 runs"):
        first_generation(shares, distance, 7, np.arange(10))


def test_the_regression_takes_away_what_a_wide_tolerance_adds() -> None:
    shares = np.random.default_rng(1).random((4_000, 1))
    outputs = observe(shares, 2)
    learned, observed = Summaries.learned(outputs, shares), np.array([0.4, 0.0])
    distance = learned.distance(outputs, observed)
    near = np.argsort(distance)[:1_500]
    plain = shares[near, 0]
    moved = adjusted(
        shares[near], np.full(1_500, 1 / 1_500), learned.of(outputs[near]), learned.of(observed), distance[near]
    )[:, 0]
    weights = kernel(distance[near]) / kernel(distance[near]).sum()
    mean = weights @ moved
    spread = np.sqrt(weights @ np.square(moved - mean))
    assert plain.std() > 1.3 * ERROR
    assert mean == pytest.approx(0.4, abs=0.01)
    assert spread == pytest.approx(ERROR, rel=0.12)


def test_a_regression_on_few_particles_gives_no_narrower_spread_than_there_is() -> None:
    """Summaries of pure noise: whatever the regression takes away has to be put back."""
    generator = np.random.default_rng(2)
    spreads = []
    for _ in range(60):
        shares = generator.random((60, 8))
        moved = adjusted(shares, np.full(60, 1 / 60), generator.standard_normal((60, 8)), np.zeros(8), np.ones(60))
        spreads.append(moved.std())
    assert np.mean(spreads) == pytest.approx(np.sqrt(1 / 12), rel=0.12)
    shares = generator.random((12, 8))
    few = adjusted(shares, np.full(12, 1 / 12), generator.standard_normal((12, 8)), np.zeros(8), np.ones(12))
    np.testing.assert_array_equal(few, shares)


def test_where_a_parameter_leaves_no_trace_its_summary_says_nothing() -> None:
    shares = np.random.default_rng(1).random((500, 2))
    outputs = observe(shares, 2)[:, [0, 2]]
    learned = Summaries.learned(outputs, shares)
    assert learned.explained[0] > 0.8
    assert abs(learned.explained[1]) < 0.05
    missing = outputs.copy()
    missing[3, 1] = np.nan
    assert np.flatnonzero(~np.isfinite(learned.distance(missing, outputs[0]))).tolist() == [3]
