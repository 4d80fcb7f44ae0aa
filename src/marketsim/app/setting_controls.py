"""One control for each setting of a policy, after the kind of its value."""

from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import streamlit as st
from pydantic.fields import FieldInfo

from marketsim.app.catalogue import Words
from marketsim.interventions.intervention import Intervention
from marketsim.scenario.scenario import FIRST_DATE, LAST_DATE, Scenario
from marketsim.world.states import Role

MILLION = 1e6
WHOLE = ("days", "places", "years", "channels / day", "laboratories / year")
"""Units in which a step is a whole one."""
LARGEST_SLIDER = 1.0
"""Upper end of a range up to which a slider is shown, and not a field for a number."""


def show(policy: Intervention, base: Scenario, key: str, words: Words, disabled: bool) -> Iterator[tuple[str, Any]]:
    """Show the controls of a policy and yield each field with its value."""
    one, two = st.columns(2)
    start = one.date_input(words("policies.start"), policy.start, FIRST_DATE, LAST_DATE, **_named(key, "start", disabled))
    yield "start", start
    yield "end", two.date_input(words("policies.end"), policy.end, FIRST_DATE, LAST_DATE, **_named(key, "end", disabled))
    for name, field in type(policy).model_fields.items():
        if name in Intervention.model_fields:
            continue
        label = words.name("setting", f"{policy.kind}.{name}")
        yield name, _setting(label, name, field, policy, base, key, words, disabled)
    words_of = {name: words(f"policies.{name}") for name in ("intensity", "ramp", "cost_per_year")}
    yield "intensity", st.slider(words_of["intensity"], 0.0, 1.0, policy.intensity, 0.05, **_named(key, "intensity", disabled))
    one, two = st.columns(2)
    yield "ramp", one.number_input(words_of["ramp"], 0, 3650, policy.ramp, **_named(key, "ramp", disabled))
    cost = policy.cost_per_year / MILLION
    millions = two.number_input(words_of["cost_per_year"], 0.0, None, cost, **_named(key, "cost", disabled))
    yield "cost_per_year", policy.cost_per_year if millions == cost else millions * MILLION


def _named(key: str, field: str, disabled: bool) -> dict[str, Any]:
    return {"key": f"{key}-{field}", "disabled": disabled}


def _setting(
    label: str, name: str, field: FieldInfo, policy: Intervention, base: Scenario, key: str, words: Words, disabled: bool
) -> Any:
    """Show the control of one setting and return its value; one that no control fits stays as it is."""
    value, more = getattr(policy, name), _named(key, name, disabled)
    kinds = _kinds(field.annotation)
    facts = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    unit = str(facts.get("unit", ""))
    said = f"{label}, {words.name('unit', unit)}" if unit and bool not in kinds and float in kinds else label
    if bool in kinds:
        names = {None: words("policies.unset"), True: words("choice.yes"), False: words("choice.no")}
        choices = [True, False] if value is not None else [None, True, False]
        return st.selectbox(said, choices, choices.index(value), format_func=names.__getitem__, **more)
    if choices := [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]:
        choices = choices if value is not None else [None, *choices]
        return st.selectbox(said, choices, choices.index(value), format_func=lambda one: _spoken(one, words), **more)
    if name in ("regions", "products", "roles") and isinstance(value, tuple):
        return tuple(st.multiselect(said, _names(name, base), list(value), format_func=_spoken_of(name, words), **more))
    if isinstance(value, float) or (value is None and float in kinds):
        return _number(said, value, facts, more, words)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, float) for end in value):
        most = max(25.0, *value)
        return st.slider(f"{label}, {words.name('unit', unit)}", 0.0, most, value, 0.5, **more)
    return value


def _number(label: str, value: float | None, facts: dict[str, Any], more: dict[str, Any], words: Words) -> float | None:
    low, high = facts.get("low"), facts.get("high")
    if value is not None and low is not None and high is not None and high <= LARGEST_SLIDER:
        return st.slider(label, float(low), float(high), value, 0.01, **more)
    ends = {"min_value": float(low) if low is not None else None, "max_value": float(high) if high is not None else None}
    step = 1.0 if facts.get("unit") in WHOLE else 0.1
    return st.number_input(label, value=value, step=step, placeholder=words("policies.unset"), **ends, **more)


def _kinds(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _names(field: str, base: Scenario) -> list[str]:
    if field == "regions":
        return list(base.space.regions)
    return [product.name for product in base.products] if field == "products" else [role.name.lower() for role in Role]


def _spoken_of(field: str, words: Words) -> Any:
    return lambda name: words.name("region" if field == "regions" else field, name)


def _spoken(choice: str | None, words: Words) -> str:
    return words("policies.unset") if choice is None else words.name("choice", choice)
