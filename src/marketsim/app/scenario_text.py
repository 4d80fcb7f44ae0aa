"""A scenario as a file that stands alone: read again, it is the same scenario, to the digest."""

import io
from typing import Any

from ruamel.yaml import YAML

from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import loads
from marketsim.scenario.scenario import Scenario

WIDTH = 110
_USUAL = {"ramp": 0, "fade": 0, "intensity": 1.0}
"""What every policy has unless it says otherwise; other settings that are nothing are left out too."""


def scenario_text(scenario: Scenario, head: str) -> str:
    """Return a scenario as YAML.

    Args:
        scenario: The scenario.
        head: Comment above it.
    """
    comment = "".join(f"# {' '.join(line.split())}\n" for line in head.split("\n"))
    whole = scenario.resolved()
    text = comment + _yaml(_differing(whole))
    try:
        if loads(text).digest() == scenario.digest():
            return text
    except ScenarioError:
        pass
    return comment + _yaml(whole)


def _differing(whole: dict[str, Any]) -> dict[str, Any]:
    """Return what is not as it is without a word, of parameters and of policies."""
    usual = Scenario.model_validate({}).resolved()
    kept = {key: value for key, value in whole.items() if value != usual.get(key)}
    if "parameters" in kept:
        kept["parameters"] = {
            name: {key: value for key, value in held.items() if value != usual["parameters"][name].get(key)}
            for name, held in whole["parameters"].items()
            if held != usual["parameters"][name]
        }
    kept["interventions"] = [
        {key: value for key, value in policy.items() if value != _USUAL.get(key) and value != []}
        for policy in whole["interventions"]
    ]
    return kept


def _yaml(plain: dict[str, Any]) -> str:
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.width, writer.allow_unicode = False, WIDTH, True
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = io.StringIO()
    writer.dump(plain, stream)
    return stream.getvalue()
