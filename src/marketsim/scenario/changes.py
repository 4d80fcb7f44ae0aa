"""What a scenario does otherwise than another one, setting by setting, in words for people."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from marketsim.core.descriptions import description
from marketsim.interventions.intervention import Intervention
from marketsim.scenario.difference import difference
from marketsim.scenario.faults import one_line, shorten
from marketsim.scenario.scenario import Scenario

LETTERS = 160
UNSAID = ("start", "end")
"""Settings of a policy that are told as its days."""


class Change(BaseModel):
    """One setting that differs."""

    model_config = ConfigDict(frozen=True)

    name: str
    """Name of the policy, or of the rule as `parameters.rule`, or part of the scenario."""
    days: str = ""
    setting: str = ""
    meaning: str = ""
    known: str = ""
    """How well the number is known: grade and source of the setting."""


def changes(scenario: Scenario, other: Scenario) -> list[Change]:
    """Return what a scenario does otherwise than another one; nothing if both are the same market."""
    apart = difference(scenario, other)
    found: list[Change] = []
    for name in apart.names if apart is not None else ():
        if name.startswith("parameters."):
            ours, theirs = (held.parameters.get(name.removeprefix("parameters.")) for held in (scenario, other))
            found += _settings(name, "", ours, theirs)
        elif name in scenario.policies or name in other.policies:
            found += _of_policy(name, scenario.policies.get(name), other.policies.get(name))
        else:
            found.append(Change(name=name, setting="another value: see the scenario"))
    return found


def _of_policy(name: str, ours: Intervention | None, theirs: Intervention | None) -> list[Change]:
    if ours is None:
        return [Change(name=name, setting="taken away")]
    days = f"{ours.start} to {ours.end or 'the end'}"
    if theirs is not None and (theirs.start, theirs.end) != (ours.start, ours.end):
        days += f" instead of {theirs.start} to {theirs.end or 'the end'}"
    like = theirs if type(theirs) is type(ours) else None
    alone = "as usual for its kind" if like is None else "other settings alike"
    return list(_settings(name, days, ours, like)) or [Change(name=name, days=days, setting=alone)]


def _settings(name: str, days: str, ours: BaseModel | None, theirs: BaseModel | None) -> Iterator[Change]:
    """Return the settings of one set that differ from the other's or, where there is none, from their defaults."""
    if ours is None:
        return
    for field, facts in type(ours).model_fields.items():
        value = getattr(ours, field)
        usual = facts.get_default(call_default_factory=True) if theirs is None else getattr(theirs, field, None)
        if field in UNSAID or value == usual:
            continue
        extra = facts.json_schema_extra if isinstance(facts.json_schema_extra, dict) else {}
        said = f"{field.replace('_', ' ')}: {_with_unit(value, str(extra.get('unit', '')))}"
        said += f" instead of {_words(usual)}" if theirs is not None else ""
        # The source of what every kind has speaks of its default alone.
        source = "" if field in Intervention.model_fields else one_line(str(extra.get("source", "")))
        known = ": ".join(part for part in (str(extra.get("grade", "")), source) if part)
        meaning = one_line(" ".join(description(type(ours), field).split()))
        yield Change(name=name, days=days, setting=said, meaning=meaning, known=known)


def _with_unit(value: Any, unit: str) -> str:
    words = _words(value)
    if unit == "factor" and isinstance(value, int | float):
        return f"{words} times"
    if unit in ("", "share", "factor", "elasticity") or value is None or isinstance(value, bool):
        return words
    return f"{words} {unit.removesuffix('s') if value == 1 else unit}"


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, tuple | list):
        return shorten(", ".join(_words(item) for item in value) or "all", LETTERS)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:,.0f}" if abs(value) >= 1000 and value == int(value) else f"{value:.6g}"
    return shorten(one_line(str(value)), LETTERS)
