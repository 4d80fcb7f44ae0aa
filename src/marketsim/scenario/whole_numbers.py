"""Whole numbers as people give them, from Python or NumPy; seeds among them."""

import operator
from typing import SupportsIndex

from marketsim.scenario.faults import shorten

LARGEST_SEED = 2**64 - 1


def whole_seed(seed: object) -> int:
    """Return a seed of Python or NumPy as one of Python.

    Raises:
        TypeError: It is no whole number.
        ValueError: It is not from 0 to 2**64 - 1.
    """
    number = whole_number(seed, "seed")
    if not 0 <= number <= LARGEST_SEED:
        raise ValueError(f"The seed {number} is no whole number from 0 to {LARGEST_SEED}.")
    return number


def whole_number(value: object, name: str) -> int:
    """Return a whole number of Python or NumPy as one of Python.

    Raises:
        TypeError: It is none.
    """
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise TypeError(f"{name} wants a whole number, not {shorten(repr(value))} ({type(value).__name__}).")
    return operator.index(value)
