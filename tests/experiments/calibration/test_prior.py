"""Priors: shares and values are each other's inverse, and nothing lies where the model accepts nothing."""

import numpy as np
import pytest

from marketsim.experiments.calibration.prior import Prior, Shape, at
from marketsim.experiments.errors import ExperimentError

SHARES = np.linspace(0.001, 0.999, 999)


@pytest.mark.parametrize("shape", list(Shape))
def test_values_and_shares_are_inverse_and_grow(shape: Shape) -> None:
    prior = Prior("a.b", 0.2, 5.0, shape, least=0.1, most=6.0)
    values = prior.values(SHARES)
    assert (np.diff(values) > 0).all()
    assert values.min() >= 0.1
    assert values.max() <= 6.0
    np.testing.assert_allclose(prior.shares(values), SHARES, atol=1e-9)


def test_uniform_priors_end_at_their_ends_and_normal_ones_hold_a_tenth_beyond() -> None:
    np.testing.assert_allclose(Prior("a", 2.0, 4.0).values(np.array([0.0, 0.5, 1.0])), [2.0, 3.0, 4.0])
    np.testing.assert_allclose(Prior("a", 1.0, 100.0, Shape.LOG_UNIFORM).values(np.array([0.5])), [10.0])
    np.testing.assert_allclose(Prior("a", 2.0, 4.0, Shape.NORMAL).shares(np.array([2.0, 3.0, 4.0])), [0.05, 0.5, 0.95])
    np.testing.assert_allclose(Prior("a", 1.0, 100.0, Shape.LOG_NORMAL).values(np.array([0.05, 0.5])), [1.0, 10.0])


def test_points_of_the_cube_become_values_column_by_column() -> None:
    points = np.array([[0.0, 1.0], [0.5, 0.5]])
    np.testing.assert_allclose(at([Prior("a", 0.0, 2.0), Prior("b", 1.0, 3.0)], points), [[0.0, 3.0], [1.0, 2.0]])


@pytest.mark.parametrize(
    ("low", "high", "shape", "least", "message"),
    [
        (2.0, 1.0, Shape.UNIFORM, 0.0, "ends in order"),
        (np.nan, 1.0, Shape.UNIFORM, 0.0, "ends in order"),
        (-1.0, 1.0, Shape.UNIFORM, 0.0, "reaches beyond"),
        (0.0, 1.0, Shape.LOG_UNIFORM, 0.0, "above zero"),
    ],
)
def test_a_prior_that_is_none_is_refused(low: float, high: float, shape: Shape, least: float, message: str) -> None:
    with pytest.raises(ExperimentError, match=message):
        Prior("a", low, high, shape, least)
