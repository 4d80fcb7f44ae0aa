"""A scenario with other values at some dotted keys, made fast: a design has thousands of points.

`Scenario.with_` builds everything anew, which takes about 50 ms. Here only the parts that change are made and checked;
whatever is not simply one field of one part goes the long way, and so does every value that is refused, for its words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ValidationError

from marketsim.interventions.intervention import Intervention
from marketsim.scenario.scenario import Scenario

Value = bool | int | float | str | date
"""A value of a dimension."""
KEYS = 3
"""Steps of a key that leads to one field of one part: `parameters.people.online`."""


def substituted(scenario: Scenario, values: Mapping[str, Value]) -> Scenario:
    """Return a scenario with values at dotted keys: the very one that `with_` would make.

    Raises:
        ScenarioError: There is no such key, or a value is not valid.
    """
    if not values:
        return scenario
    parts: dict[tuple[str, str], dict[str, Value]] = {}
    for path, value in values.items():
        steps = path.split(".")
        if len(steps) != KEYS or steps[0] not in ("parameters", "interventions"):
            return scenario.with_(dict(values))
        parts.setdefault((steps[0], steps[1]), {})[steps[2]] = value
    try:
        return _with_parts(scenario, parts)
    except (ValidationError, _NotSimpleError):
        return scenario.with_(dict(values))


class _NotSimpleError(Exception):
    """This wants the long way."""


def _with_parts(scenario: Scenario, parts: Mapping[tuple[str, str], Mapping[str, Value]]) -> Scenario:
    parameters, policies = dict(scenario.parameters), scenario.policies
    for (section, name), fields in parts.items():
        held: dict[str, BaseModel] = parameters if section == "parameters" else policies  # type: ignore[assignment]
        if name not in held:
            raise _NotSimpleError
        held[name] = _with_fields(held[name], fields)
        if section == "interventions" and _starts_with_another(policies, name):
            raise _NotSimpleError  # They may contradict each other.
        if section == "interventions" and fields.keys() & {"cost_per_year", "cost_total"}:
            raise _NotSimpleError  # It wants a currency.
    changes: dict[str, object] = {"parameters": parameters, "interventions": tuple(policies.values())}
    if scenario.posterior is not None:
        said = [f"{section}.{name}.{field}" for (section, name), fields in parts.items() for field in fields]
        changes["posterior"] = scenario.posterior.without(said)
    return scenario.model_copy(update=changes)


def _with_fields(part: BaseModel, fields: Mapping[str, Value]) -> BaseModel:
    """Return a part with other values, as strict as files are."""
    said = {field: value.isoformat() if isinstance(value, date) else value for field, value in fields.items()}
    plain = part.model_dump(mode="json") | said
    return type(part).model_validate_json(json.dumps(plain), strict=True)


def _starts_with_another(policies: Mapping[str, Intervention], name: str) -> bool:
    starts = [policy.start for policy in policies.values()]
    return starts.count(policies[name].start) > 1
