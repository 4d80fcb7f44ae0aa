"""Low counts of a thinned market go by what is expected, all others as they are."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from marketsim.experiments.calibration.expecting import Expected, is_low, weight_of
from marketsim.experiments.calibration.observation import Error, Side, Target

HEADS = Target("heads", "detained", date(2023, 1, 1), date(2023, 12, 31), 8.0, "persons", Error.COUNT, Side.ABOUT, 0.1)
MANY = replace(HEADS, id="many", reported=500.0)


def test_counts_of_fewer_than_thirty_agents_are_low() -> None:
    assert is_low(HEADS, 10)
    assert not is_low(HEADS, 1)
    assert is_low(replace(HEADS, reported=299.0), 10)
    assert not is_low(MANY, 10)
    assert is_low(replace(HEADS, reported=59.0), 2) and not is_low(replace(HEADS, reported=60.0), 2)
    assert not is_low(replace(HEADS, error=Error.MASS), 10)


def test_what_an_agent_stands_for_is_seen_in_the_counts() -> None:
    assert weight_of(np.array([20.0, 30.0, 50.0]), 0.1) == 10
    assert weight_of(np.array([20.0, 6.0, 0.0]), 0.1) == 2
    assert weight_of(np.array([7.0, 3.0]), 0.1) == 1
    assert weight_of(np.array([0.0, 0.0]), 0.1) == 10
    assert weight_of(np.array([40.0, 80.0]), 0.1) == 10  # Few runs may share more than an agent stands for.
    assert weight_of(np.array([8.0, 4.0]), 1.0) == 1
    assert weight_of(np.array([2.5, 5.0]), 0.1) == 1


def test_expected_values_are_those_behind_chance() -> None:
    generator = np.random.default_rng(1)
    shares = generator.random((3_000, 6))
    behind = 8.0 * np.exp(1.2 * (shares[:, 0] - 0.5) - 0.8 * (shares[:, 1] - 0.5))
    truths = np.column_stack((10.0 * generator.poisson(behind / 10.0), generator.poisson(500.0, 3_000).astype(float)))
    truths[7] = np.nan
    found = Expected.learned((HEADS, MANY), truths, shares, 0.1)
    instead = found.instead(truths, shares)
    assert found.columns == (0,)
    whole = np.arange(3_000) != 7
    np.testing.assert_array_equal(instead[:, 1], truths[:, 1])
    assert np.isnan(instead[7]).all()
    assert np.corrcoef(instead[whole, 0], behind[whole])[0, 1] > 0.9
    assert instead[whole, 0].mean() == pytest.approx(8.0, rel=0.1)
    assert (instead[whole, 0] / behind[whole]).std() < 0.2


def test_what_never_happens_is_expected_hardly_ever() -> None:
    shares = np.random.default_rng(1).random((200, 3))
    found = Expected.learned((HEADS,), np.zeros((200, 1)), shares, 0.1)
    assert (found.instead(np.zeros((200, 1)), shares) < 0.1).all()
