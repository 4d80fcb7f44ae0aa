"""Functions whose sensitivities are known, and a design to try them on."""

from collections.abc import Callable, Mapping
from math import pi

import numpy as np

from marketsim.experiments.designs import Design, Range
from marketsim.experiments.sensitivity.method import Floats, Method
from marketsim.scenario.scenario import Scenario

ISHIGAMI_FIRST = (0.3139, 0.4424, 0.0)
ISHIGAMI_TOTAL = (0.5576, 0.4424, 0.2437)
SLOPES = (4.0, -2.0, 0.5, 0.0)


def ishigami(shares: Floats) -> Floats:
    """Return Ishigami's function of points in the unit cube (Ishigami and Homma 1990; a 7, b 0.1)."""
    x, y, z = (2.0 * pi * shares - pi).T
    return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def linear(shares: Floats) -> Floats:
    """Return a sum with known slopes."""
    return shares @ np.array(SLOPES)


def at(method: Method, function: Callable[[Floats], Floats], seeds: int = 1) -> Floats:
    """Return a function at the points of a method, the same with each seed."""
    return np.repeat(function(method.shares())[:, None], seeds, axis=1)


KEYS = ("parameters.buyer_order.elasticity", "parameters.people.online", "parameters.buyer_collect.missing")


def design(seeds: tuple[int, ...] = (1, 2), **ranges: Range) -> Design:
    """Return a design of three parameters of an ordinary scenario."""
    spans = (Range(-2.0, -0.5), Range(0.2, 1.0), Range(0.0, 0.4))
    return Design(
        name="known",
        scenarios={"plain": Scenario()},
        dimensions=KEYS,
        points=[],
        seeds=seeds,
        ranges=dict(zip(KEYS, spans, strict=True)) | ranges,
    )


def model(values: Mapping[str, object], seed: int) -> dict[str, float]:
    """Return figures that rise with the first and fall with the second dimension, and one that never moves."""
    first, second, _ = (float(values[key]) for key in KEYS)  # type: ignore[arg-type]
    return {"sum": 10.0 * first - 5.0 * second + seed, "still": 3.0}
