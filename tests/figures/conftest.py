"""Three runs of three cities over fifteen months, and one of twelve days, shared by the tests of figures."""

from dataclasses import replace
from typing import Any

import pytest

from marketsim.results.run import Run
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario

HOSTILE = "<script>alert('$x_{')</script>\n\\frac{$ \x1b[31m 文字 " + "long" * 40
"""A title that would break mathematics, markup, terminals, fonts and lines."""


def scenario(**changes: Any) -> Scenario:
    """Return a scenario of three cities from December 2017 to March 2019."""
    facts: dict[str, Any] = {
        "title": "Three cities",
        "scale": 0.02,
        "start": "2017-12-01",
        "end": "2019-03-31",
        "measures_from": "2018-01-01",
        "space": {"city_side": 4, "regions": ["almaty_city", "astana", "shymkent"]},
    }
    return Scenario(**(facts | changes))


@pytest.fixture(scope="session")
def runs() -> list[Run]:
    """Replicates."""
    return [run(scenario(), seed=seed) for seed in (1, 2, 3)]


@pytest.fixture(scope="session")
def short() -> Run:
    """A run of a few days, not one whole month."""
    return run(scenario(start="2018-01-05", end="2018-01-16", measures_from="2018-01-10"), seed=1)


@pytest.fixture(scope="session")
def hostile(runs: list[Run]) -> Run:
    """A run with a title that nobody should have chosen."""
    held = runs[0].manifest
    return replace(runs[0], manifest=held | {"scenario": held["scenario"] | {"title": HOSTILE}})
