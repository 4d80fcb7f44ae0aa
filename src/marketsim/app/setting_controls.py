"""One control for each setting of a policy, after the kind of its value."""

from collections.abc import Iterator
from dataclasses import dataclass
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
SAID = ("days", "places", "years")
"""Units that the labels of single numbers say themselves."""
LARGEST_SLIDER = 1.0
"""Upper end of a range up to which a slider is shown, and not a field for a number."""
LONGEST_SENTENCE = 25.0
"""Years."""
TARGETS = ("regions", "products", "roles")


@dataclass(frozen=True)
class Controls:
    """The controls of one policy."""

    policy: Intervention
    base: Scenario
    key: str
    """Beginning of the names under which Streamlit keeps the values."""
    words: Words
    disabled: bool

    def show(self) -> Iterator[tuple[str, Any]]:
        """Show all controls and yield each field with its value."""
        policy, words = self.policy, self.words
        one, two = st.columns(2)
        dates: dict[str, Any] = {"min_value": FIRST_DATE, "max_value": LAST_DATE}
        yield "start", one.date_input(words("policies.start"), policy.start, **dates, **self._named("start"))
        yield "end", two.date_input(words("policies.end"), policy.end, **dates, **self._named("end"))
        for name, field in type(policy).model_fields.items():
            if name not in Intervention.model_fields:
                yield name, self._setting(name, field)
        share = self._named("intensity")
        yield "intensity", st.slider(words("policies.intensity"), 0.0, 1.0, policy.intensity, 0.05, **share)
        one, two = st.columns(2)
        yield "ramp", one.number_input(words("policies.ramp"), 0, 3650, policy.ramp, **self._named("ramp"))
        account = "cost_per_year" if policy.cost_total is None else "cost_total"
        stated: float | None = getattr(policy, account)
        cost = (stated or 0.0) / MILLION
        millions = two.number_input(words(f"policies.{account}"), 0.0, None, cost, **self._named("cost"))
        yield account, stated if millions == cost else millions * MILLION

    def _named(self, field: str) -> dict[str, Any]:
        return {"key": f"{self.key}-{field}", "disabled": self.disabled}

    def _setting(self, name: str, field: FieldInfo) -> Any:
        """Show the control of one setting and return its value; one that no control fits stays as it is."""
        value, kinds = getattr(self.policy, name), _kinds(field.annotation)
        label = self.words.name("setting", f"{self.policy.kind}.{name}")
        choices = [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]
        if choices or bool in kinds:
            return self._choice(label, name, choices or [True, False], value)
        if name in TARGETS and isinstance(value, tuple):
            return self._targets(label, name, value)
        facts = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        unit = str(facts.get("unit", ""))
        is_said = unit in SAID and not isinstance(value, tuple)
        said = f"{label}, {self.words.name('unit', unit)}" if unit and not is_said else label
        if isinstance(value, float) or (value is None and float in kinds):
            return self._number(said, name, value, facts)
        if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, float) for end in value):
            return st.slider(said, 0.0, max(LONGEST_SENTENCE, *value), value, 0.5, **self._named(name))
        return value

    def _choice(self, label: str, name: str, choices: list[Any], value: Any) -> Any:
        choices = choices if value is not None else [None, *choices]
        return st.selectbox(label, choices, choices.index(value), format_func=self._spoken, **self._named(name))

    def _spoken(self, choice: str | bool | None) -> str:
        if choice is None:
            return self.words("policies.unset")
        spelt = ("yes" if choice else "no") if isinstance(choice, bool) else choice
        return self.words.name("choice", spelt)

    def _targets(self, label: str, name: str, value: tuple[str, ...]) -> tuple[str, ...]:
        names = {
            "regions": list(self.base.space.regions),
            "products": [product.name for product in self.base.products],
            "roles": [role.name.lower() for role in Role],
        }[name]
        names += [one for one in value if one not in names]  # What the scenario lacks is told when it is made.
        group = "region" if name == "regions" else name
        chosen = st.multiselect(
            label, names, list(value), format_func=lambda one: self.words.name(group, one), **self._named(name)
        )
        return tuple(chosen)

    def _number(self, label: str, name: str, value: float | None, facts: dict[str, Any]) -> float | None:
        low, high = (None if facts.get(end) is None else float(facts[end]) for end in ("low", "high"))
        if value is not None and low is not None and high is not None and high <= LARGEST_SLIDER:
            return float(st.slider(label, low, high, value, 0.01, **self._named(name)))
        step = 1.0 if facts.get("unit") in WHOLE else 0.1
        more: dict[str, Any] = {"placeholder": self.words("policies.unset"), **self._named(name)}
        given: float | None = st.number_input(label, low, high, value, step, **more)
        return given


def _kinds(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
