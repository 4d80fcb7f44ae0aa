"""A market of forty days of two cities, a scenario that adds a policy to it, and a pool without processes."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("streamlit")

from marketsim.experiments.branching import live
from marketsim.results.run import Run
from marketsim.scenario.loading import load
from marketsim.scenario.scenario import Scenario

TINY = """\
title: Tiny
question: Does this work?
start: 2017-12-10
end: 2018-02-28
measures_from: 2017-12-20
scale: 0.02
space: {city_side: 4, regions: [almaty_city, astana]}
interventions:
  - {name: early, kind: border_screening, start: 2017-12-15, officers: 1.5}
  - {name: patrols, kind: investigation_capacity, start: 2018-01-10, patrol: 3}
"""
MORE = """\
extends: baseline.yaml
title: More blocking
interventions:
  - {name: fast, kind: site_blocking, start: 2018-01-01, officers: 50, delay: 0, platform_cooperation: 0.5}
"""
HOSTILE = """\
extends: baseline.yaml
title: "<script>document.title='owned'</script> ![x](http://example.org/x.png) ../../etc/passwd"
question: "<img src=http://example.org/y.png onerror=alert(1)> [link](http://example.org) **bold**"
"""


@pytest.fixture(autouse=True)
def main_as_it_was() -> Iterator[None]:
    """Take back the page that Streamlit's tester leaves as the main module: workers of later tests would run it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    """A folder with three scenarios and a file that is none."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for name, text in {"baseline": TINY, "more": MORE, "hostile": HOSTILE, "bad": "title: [\n"}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def tiny(scenarios: Path) -> Scenario:
    """The scenario to start from."""
    return load(scenarios / "baseline.yaml")


@pytest.fixture
def more(scenarios: Path) -> Scenario:
    """The one with a policy more."""
    return load(scenarios / "more.yaml")


class Inline:
    """A pool that runs here and now, and counts."""

    workers = 1

    def __init__(self, folder: Path) -> None:
        self.folder, self.made = folder, []

    def has(self, scenario: Scenario, seed: int, until: date) -> bool:
        return False

    def later(self, scenario: Scenario, seeds: Sequence[int], until: date) -> None:
        pass

    def run(self, scenario: Scenario, seed: int, until: date, keep: bool) -> Future[Run]:
        future: Future[Run] = Future()
        future.set_result(live(scenario, seed, self.folder, until, keep))
        self.made.append((scenario.title, seed, until))
        return future


@pytest.fixture
def pool(tmp_path: Path) -> Inline:
    """The pool without processes."""
    folder = tmp_path / "evenings"
    folder.mkdir()
    return Inline(folder)
