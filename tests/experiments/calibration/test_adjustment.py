"""The regression adjustment keeps intervals as wide as they have to be."""

import numpy as np
import pytest

from marketsim.experiments.calibration.adjustment import adjusted
from marketsim.experiments.calibration.recovery import recovery


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
    found = recovery([str(i) for i in range(20)], shares, outputs, np.arange(40), 200)
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
