"""The regression adjustment keeps intervals as wide as they have to be."""

import numpy as np
import pytest
from scipy import stats

from marketsim.experiments.calibration.adjustment import adjusted, kernel
from marketsim.experiments.calibration.predictive import quantiles
from marketsim.experiments.calibration.recovery import of_prior, recovery
from marketsim.experiments.calibration.summaries import Summaries


def test_too_few_particles_are_not_moved_to_one_point() -> None:
    generator = np.random.default_rng(1)
    shares, summaries = generator.random((30, 20)), generator.standard_normal((30, 20))
    moved = adjusted(shares, np.full(30, 1 / 30), summaries, np.zeros(20), generator.random(30))
    np.testing.assert_array_equal(moved, shares)


def test_many_summaries_do_not_make_intervals_narrow() -> None:
    """Twenty numbers, of which the figures tell one half well: intervals hold known truths as often as they say."""
    generator = np.random.default_rng(2)
    shares = generator.random((1_500, 20))
    mixing = np.eye(20)[:, :10] + 0.2 * generator.standard_normal((20, 10))
    outputs = (shares - 0.5) @ mixing + 0.15 * generator.standard_normal((1_500, 10))
    found = recovery([str(i) for i in range(20)], of_prior(shares, outputs), np.arange(40), 200)
    assert 0.84 <= found["covered"].mean() <= 0.95
    contraction = found.groupby("parameter")["contraction"].mean()
    assert contraction[[str(i) for i in range(10)]].mean() > 0.3
    assert contraction[[str(i) for i in range(10, 20)]].mean() < contraction[[str(i) for i in range(10)]].mean()


@pytest.mark.parametrize("spread", [0.02, 0.2])
def test_a_number_that_is_seen_is_as_wide_as_its_error(spread: float) -> None:
    generator = np.random.default_rng(3)
    shares = generator.random((6_000, 1))
    seen = shares + spread * generator.standard_normal(shares.shape)
    distance = np.abs(seen[:, 0] - 0.5)
    near = np.argsort(distance)[:800]
    moved = adjusted(shares[near], np.full(800, 1 / 800), seen[near], np.array([0.5]), distance[near])
    assert moved.std() == pytest.approx(spread, rel=0.12)


@pytest.mark.parametrize("seen", [0.5, 0.97, 1.0])
def test_an_interval_is_as_wide_as_it_has_to_be_near_an_end_of_the_prior_too(seen: float) -> None:
    """Eight numbers, each seen with a normal error: the exact posterior of one is that normal, cut off at the prior."""
    generator = np.random.default_rng(3)
    shares = generator.random((8_000, 8))
    outputs = shares + 0.06 * generator.standard_normal(shares.shape)
    learned, observed = Summaries.learned(outputs, shares), np.append(seen, np.full(7, 0.5))
    distance = learned.distance(outputs, observed)
    near = np.argsort(distance)[:1_500]
    given = (np.full(1_500, 1 / 1_500), learned.of(outputs[near]), learned.of(observed), distance[near])
    moved = adjusted(shares[near], *given)[:, 0]
    exact = stats.truncnorm(-seen / 0.06, (1.0 - seen) / 0.06, loc=seen, scale=0.06)
    low, middle, high = quantiles(moved, kernel(distance[near]), [0.05, 0.5, 0.95])
    assert exact.cdf(high) - exact.cdf(low) == pytest.approx(0.91, abs=0.03)
    assert exact.cdf(middle) == pytest.approx(0.5, abs=0.06)


def test_a_spread_that_differs_is_that_of_where_the_figures_were_met() -> None:
    """What is seen of a number is the less exact the larger it is: the spread there counts, not that of all around."""
    generator = np.random.default_rng(4)
    shares = generator.random((8_000, 1))
    error = 0.02 + 0.1 * shares
    seen = shares + error * generator.standard_normal(shares.shape)
    for place in (0.3, 0.7):
        distance = np.abs(seen[:, 0] - place)
        near = np.argsort(distance)[:3_000]
        given = (np.full(3_000, 1 / 3_000), seen[near], np.array([place]), distance[near])
        moved, weights = adjusted(shares[near], *given)[:, 0], kernel(distance[near])
        grid = np.linspace(0.0005, 0.9995, 1_000)
        density = stats.norm(grid, 0.02 + 0.1 * grid).pdf(place)
        exact = quantiles(grid, density, [0.05, 0.95])
        found = quantiles(moved, weights, [0.05, 0.95])
        assert found[1] - found[0] == pytest.approx(exact[1] - exact[0], rel=0.12)
