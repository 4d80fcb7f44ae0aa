"""One short run of one city, shared by the tests of results, and a cheap copy with figures made by hand."""

import pytest

from marketsim.results.run import Run
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario


@pytest.fixture(scope="session")
def tiny() -> Scenario:
    """A scenario of 40 days of three cities, measured from its eleventh day on."""
    return Scenario(
        title="Tiny",
        scale=0.02,
        start="2017-12-10",
        end="2018-01-18",
        measures_from="2017-12-20",
        space={"city_side": 4, "regions": ["almaty_city", "astana", "shymkent"]},
    )


@pytest.fixture(scope="session")
def done(tiny: Scenario) -> Run:
    """The run of the tiny scenario."""
    return run(tiny, seed=3, audit=True, events=True)
