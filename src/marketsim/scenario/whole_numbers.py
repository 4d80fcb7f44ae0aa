"""Whole numbers as people give them, from Python or NumPy; seeds among them."""

import operator
from collections.abc import Iterable
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


def spans(numbers: Iterable[int]) -> str:
    """Return whole numbers as the command line takes them: `1-10`, or `1,2,7-9`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ",".join(f"{row[0]}-{row[-1]}" if len(row) > 1 else str(row[0]) for row in found)


def whole_number(value: object, name: str) -> int:
    """Return a whole number of Python or NumPy as one of Python.

    Raises:
        TypeError: It is none.
    """
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise TypeError(f"{name} wants a whole number, not {shorten(repr(value))} ({type(value).__name__}).")
    return operator.index(value)
