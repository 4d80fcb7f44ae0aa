"""Folders of a few short runs and of a comparison, shared by the tests of the report."""

from dataclasses import replace
from pathlib import Path

import pytest

from marketsim.experiments.comparing import compare
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario
from tests.experiments.made import ECONOMICS

HOSTILE = "=<script>alert(1)</script>\"'><img src=x onerror=alert(2)> & {{ 7 * 7 }} " + "x" * 80
SCENARIO = Scenario.model_validate(
    {
        "title": "Two cities", "question": "What happens in two cities?", "start": "2017-12-01", "end": "2019-01-10",
        "measures_from": "2018-01-01", "scale": 0.02, "space": {"city_side": 4, "regions": ["astana", "shymkent"]},
        "economics": ECONOMICS | {"horizon": "2019-01-10"},
    }
)  # fmt: skip


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two runs of a scenario, and one of a scenario that nobody should have named so."""
    parent = tmp_path_factory.mktemp("results")
    made = [run(SCENARIO, seed=seed) for seed in (1, 2)]
    named = run(SCENARIO.with_(title=HOSTILE, question=HOSTILE, end="2018-02-10"), seed=1)
    return [done.save(parent) for done in (*made, replace(named))]


@pytest.fixture(scope="session")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison whose policy has a name that nobody should have given it."""
    short = SCENARIO.with_(end="2018-02-10", economics=ECONOMICS | {"horizon": "2018-02-10"})
    arms = {"base": short, "<b>policy": short.with_(title="The same")}
    return compare(arms, (1, 2)).save(tmp_path_factory.mktemp("compared"))
