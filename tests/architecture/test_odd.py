"""`docs/odd.md` is true for what is built: every rule, kind and lever is in it, and nothing that is not."""

import re
from pathlib import Path

from marketsim.rules.rule import Rule
from marketsim.scenario.registry import intervention_kinds, parameter_sets
from marketsim.world.levers import Levers

ODD = (Path(__file__).parents[2] / "docs" / "odd.md").read_text("utf-8")


def test_every_rule_has_its_paragraph_and_every_paragraph_its_rule():
    rules = {name for name, parameters in parameter_sets().items() if issubclass(parameters, Rule)}
    described = re.findall(r"^\*\*`(\w+)`\*\*", ODD, re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) == rules


def test_every_kind_of_intervention_has_its_row_and_every_row_its_kind():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", ODD, re.MULTILINE)
    kinds = intervention_kinds()
    assert sorted(kind for kind, _, _ in rows) == sorted(kinds)
    for kind, settings, levers in rows:
        for setting in re.findall(r"`(\w+)`", settings):
            assert setting in kinds[kind].model_fields, f"{kind} has no {setting}"
        for lever in re.findall(r"`(\w+)`", levers):
            assert lever in Levers.__annotations__, f"there is no lever {lever}"


def test_every_lever_is_named():
    assert [lever for lever in Levers.__annotations__ if f"`{lever}`" not in ODD] == []
