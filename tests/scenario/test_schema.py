"""The JSON Schema for editors knows every set, kind, unit and range, and accepts what the loader accepts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from marketsim.scenario.loading import load
from marketsim.scenario.registry import intervention_kinds, parameter_sets
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.schema import json_schema

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def validate() -> Callable[[Any], None]:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json_schema())
    return jsonschema.Draft202012Validator(json_schema()).validate  # type: ignore[no-any-return]


def test_it_names_every_set_and_kind() -> None:
    schema = json_schema()
    policies = schema["properties"]["interventions"]["anyOf"][0]["items"]["anyOf"]
    assert set(schema["properties"]["parameters"]["properties"]) == set(parameter_sets())
    assert {policy["properties"]["kind"]["const"] for policy in policies} == set(intervention_kinds())


def test_it_tells_meaning_unit_and_range() -> None:
    online = json_schema()["$defs"]["People"]["properties"]["online"]
    assert (online["unit"], online["minimum"], online["maximum"]) == ("share", 0, 1)
    assert online["description"].startswith("Share of users")


def test_it_is_json() -> None:
    assert json.loads(json.dumps(json_schema(), allow_nan=False)) == json_schema()


def test_it_accepts_a_resolved_scenario(validate) -> None:
    validate(Scenario().resolved())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_it_accepts_the_shipped_scenarios(path: Path, validate) -> None:
    assert load(path)
    written = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    validate(json.loads(json.dumps(written, default=str)))
