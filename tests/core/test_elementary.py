"""Exponentials, logarithms and powers are those of the C library to the last bit."""

import math

import numpy as np
import pytest

from marketsim.core.elementary import exp, log, power

NUMBERS = np.random.default_rng(7).uniform(1e-3, 9.0, 20_000)


@pytest.mark.parametrize(
    ("ours", "of_one"), [(exp, math.exp), (log, math.log), (lambda x: power(x, -1.3), lambda x: x**-1.3)]
)
def test_an_array_has_the_bits_of_single_numbers(ours, of_one):
    assert ours(NUMBERS).tolist() == [of_one(x) for x in NUMBERS.tolist()]


def test_arrays_broadcast_and_numbers_are_numbers():
    table = NUMBERS[:12].reshape(3, 4)
    exponents = np.array([[0.5], [-2.0], [0.0]])
    assert power(table, exponents).tolist() == [
        [x**e for x in row] for row, (e,) in zip(table.tolist(), exponents.tolist(), strict=True)
    ]
    assert (log(0.0), exp(-math.inf), power(2.0, 3.0)) == (-math.inf, 0.0, 8.0)
