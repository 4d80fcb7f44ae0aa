"""Every piece of Python in the documents runs as it is printed, on a smaller market and for a shorter time."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import marketsim as ms

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "notebooks" / "README.md"]
SNIPPETS = [
    pytest.param(code, id=f"{file.relative_to(ROOT).as_posix()}-{number}")
    for file in FILES
    for number, code in enumerate(re.findall(r"^```python\n(.*?)^```", file.read_text("utf-8"), re.M | re.S), start=1)
]
NOT_RUN = ("SLURMCluster", "ms.sensitivity(", "ms.calibrate(")
"""What stands in snippets that only have to compile: they want a cluster, or many runs of whole years."""
DAYS = 40
"""Days that are lived of each scenario, the last ones, at the smallest scale."""


def lesser(scenario: ms.Scenario) -> ms.Scenario:
    """Return the last days of a scenario at a small scale."""
    first = max(scenario.start, scenario.end - timedelta(days=DAYS))
    return scenario.with_(scale=0.02, start=first, measures_from=max(first, scenario.end - timedelta(days=DAYS // 2)))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Make whatever runs a scenario run its last days alone, in a folder of its own that has the scenarios."""
    real_run, real_compare, real_sweep = ms.run, ms.compare, ms.sweep

    def run(scenario: ms.Scenario, *args: Any, **words: Any) -> ms.Run:
        return real_run(lesser(scenario), *args, **words)

    def compare(scenarios: Mapping[str, ms.Scenario], seeds: Any, **words: Any) -> Any:
        return real_compare({name: lesser(one) for name, one in scenarios.items()}, list(seeds)[:2], **words)

    def quick_design(design: Any) -> ms.Design:
        whole = design if isinstance(design, ms.Design) else ms.load_design(design)
        scenarios = {name: lesser(one) for name, one in whole.scenarios.items()}
        return replace(whole, scenarios=scenarios, reference={}, points=whole.points[:2], seeds=whole.seeds[:1])

    def sweep(design: Any, out: Path | str = "results", **words: Any) -> Any:
        return real_sweep(quick_design(design), out)

    monkeypatch.setattr(ms, "run", run)
    monkeypatch.setattr(ms, "compare", compare)
    monkeypatch.setattr(ms, "sweep", sweep)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")


def test_the_documents_hold_python():
    assert len(SNIPPETS) >= 4


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("code", SNIPPETS)
def test_a_snippet_runs(code: str):
    compiled = compile(code, "snippet", "exec")
    if not any(name in code for name in NOT_RUN):
        exec(compiled, {"__name__": "snippet"})
