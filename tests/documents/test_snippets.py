"""Every piece of Python in the documents runs as it is printed, on a smaller market and for a shorter time."""

import re
from collections.abc import Mapping
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
DAYS = 40
"""Days that are lived of each scenario, the last ones, at the smallest scale."""


def lesser(scenario: ms.Scenario) -> ms.Scenario:
    """Return the last days of a scenario at a small scale."""
    first = max(scenario.start, scenario.end - timedelta(days=DAYS))
    return scenario.with_(scale=0.02, start=first, measures_from=max(first, scenario.end - timedelta(days=DAYS // 2)))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Make whatever runs a scenario run its last days alone, in a folder of its own that has the scenarios."""
    real_run, real_compare = ms.run, ms.compare

    def run(scenario: ms.Scenario, *args: Any, **words: Any) -> ms.Run:
        return real_run(lesser(scenario), *args, **words)

    def compare(scenarios: Mapping[str, ms.Scenario], seeds: Any, **words: Any) -> Any:
        return real_compare({name: lesser(one) for name, one in scenarios.items()}, list(seeds)[:2], **words)

    monkeypatch.setattr(ms, "run", run)
    monkeypatch.setattr(ms, "compare", compare)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")


def test_the_documents_hold_python():
    assert len(SNIPPETS) >= 4


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("code", SNIPPETS)
def test_a_snippet_runs(code: str):
    exec(compile(code, "snippet", "exec"), {"__name__": "snippet"})
