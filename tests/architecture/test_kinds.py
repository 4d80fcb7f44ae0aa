"""Every kind of intervention has a test of its own and a scenario of its own, which sets it or strikes it out."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from marketsim.scenario.registry import intervention_kinds

ROOT = Path(__file__).parents[2]
KINDS = sorted(intervention_kinds())


def said(name: str) -> dict[str, Any]:
    """Return what a shipped file itself says."""
    return dict(YAML(typ="safe").load((ROOT / "scenarios" / f"{name}.yaml").read_text("utf-8")))


def kinds_by_name(name: str) -> dict[str, str]:
    """Return the kinds of the interventions that a shipped file states, by their names."""
    entries = said(name).get("interventions") or []
    return {entry.get("name", entry["kind"]): entry["kind"] for entry in entries}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_test_of_its_own(kind: str) -> None:
    assert (ROOT / "tests" / "interventions" / f"test_{kind}.py").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_scenario_that_sets_it_or_strikes_it_out(kind: str) -> None:
    struck = said(kind).get("remove") or []
    history = kinds_by_name("baseline")
    assert kind in set(kinds_by_name(kind).values()) | {history[name] for name in struck}
