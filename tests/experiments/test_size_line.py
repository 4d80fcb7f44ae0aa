"""Lines of effects over market size, and how often their intervals hold the truth."""

import numpy as np
import pytest

from marketsim.experiments.size_line import line_of

CASES = 1_000
SIZES_SPREAD = 0.4


def test_a_line_without_chance_is_found() -> None:
    sizes = np.array([1.0, 2.0, 4.0, 8.0])
    line = line_of(sizes, 5.0 - 3.0 * np.log2(sizes))
    assert line.doubling == pytest.approx((-3.0, -3.0, -3.0))
    assert line.at(np.array([1.0, 16.0])) == pytest.approx(np.array([[5.0, -7.0]] * 3))


def test_an_interval_is_wider_away_from_the_middle() -> None:
    sizes = np.geomspace(1.0, 16.0, 30)
    _, low, high = line_of(sizes, np.random.default_rng(1).standard_normal(30)).at(np.array([1.0, 4.0, 16.0]))
    width = high - low
    assert width[1] < width[0] and width[1] < width[2]


@pytest.mark.parametrize("seeds", [12, 60])
@pytest.mark.parametrize("uneven", [False, True])
def test_intervals_hold_a_true_slope_nine_times_in_ten(seeds: int, uneven: bool) -> None:
    chance, hits = np.random.default_rng(seeds), 0
    for _ in range(CASES):
        sizes = np.exp(SIZES_SPREAD * chance.standard_normal(seeds))
        noise = chance.standard_normal(seeds) * (sizes**2 if uneven else 1.0)
        slope = line_of(sizes, 2.0 * np.log2(sizes) + noise).doubling
        hits += slope.low <= 2.0 <= slope.high
    # The law of large numbers alone leaves 0.97 points to either side; few seeds of uneven spread take some more.
    assert 0.86 <= hits / CASES <= 0.935


def test_size_before_the_policies_makes_no_slope_and_that_of_the_base_does() -> None:
    """Take a policy that does the same everywhere, and sales that vary by chance by a fifth."""
    chance, seeds, held = np.random.default_rng(3), 60, {"before": 0, "base": 0, "mean": 0}
    for _ in range(CASES):
        expected = np.exp(SIZES_SPREAD * chance.standard_normal(seeds))
        first, base, arm = 0.2 * chance.standard_normal((3, seeds))
        before = np.maximum(expected + first, 0.05)
        sold = np.maximum(expected + 0.7 * (first + base), 0.05)
        effect = np.maximum(expected + 0.7 * (first + arm), 0.05) - 0.1 + 0.1 * chance.standard_normal(seeds) - sold
        for name, sizes in (("before", before), ("base", sold), ("mean", np.maximum(sold + effect / 2.0, 0.05))):
            held[name] += line_of(sizes, effect).doubling.holds_zero
    assert 0.87 <= held["before"] / CASES <= 0.93
    assert held["base"] / CASES < 0.6
    assert held["mean"] < held["before"]
