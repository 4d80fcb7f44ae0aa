"""Pydantic's errors become faults in plain words, at the place where the offending value was written."""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from marketsim.core.descriptions import description
from marketsim.scenario.faults import Fault, guess, shorten
from marketsim.scenario.node import Node
from marketsim.scenario.scalars import resolve

_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "bool": "true or false",
    "string": "text",
    "date": "a date such as 2017-12-31",
    "tuple": "a list",
    "list": "a list",
    "set": "a list",
    "frozen": "a list",
    "dict": "a mapping of names to values",
    "model": "a mapping of names to values",
    "none": "nothing (null)",
}
_RAISED = "Value error, "
"""What pydantic writes before the message of a check."""
_PERCENT = re.compile(r"(100|\d{1,2}(?:\.\d+)?) ?%")
_BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
_LENGTHS = ("too_short", "too_long", "string_too_short", "string_too_long")


def translate(error: ValidationError, model: type[BaseModel], node: Node, path: str, known: set[str]) -> list[Fault]:
    """Return the faults of an error.

    Args:
        error: What pydantic found.
        model: The model that was validated.
        node: What was written.
        path: Where that stands in the scenario.
        known: Keys that may stand there beside the fields of the model.
    """
    return [_fault(details, model, node, path, known) for details in error.errors(include_url=False)]


def join(path: str, *steps: int | str) -> str:
    """Return a path with further steps, as `interventions[0].kind`."""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{shorten(step)}" if path else shorten(step)
    return path


def first_word(message: str) -> str:
    """Return the word with which a message of a check begins."""
    return message.removeprefix(_RAISED).split(" ")[0]


def described(value: object) -> str:
    """Return a written value in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text '{shorten(value)}'"
    if isinstance(value, int | float):
        return f"the number {shorten(str(value))}"
    return "a mapping" if isinstance(value, dict) else "a list"


def _span(field: FieldInfo | None) -> str:
    """Return the range and unit of a field, as `from 0 to 1 share`, or nothing."""
    if field is None:
        return ""
    facts = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    low, high = facts.get("low"), facts.get("high")
    for bound in field.metadata:
        low = getattr(bound, "ge", low)
        high = getattr(bound, "le", high)
    unit = f" ({facts['unit']})" if facts.get("unit") else ""
    if low is not None and high is not None:
        return f"from {low} to {high}{unit}"
    return f"of {low} or more{unit}" if low is not None else f"of at most {high}{unit}" if high is not None else ""


def _fault(details: ErrorDetails, model: type[BaseModel], node: Node, path: str, known: set[str]) -> Fault:
    kind, steps = details["type"], list(details["loc"])
    message = details["msg"].removeprefix(_RAISED)
    if not steps and (about := first_word(message)) in model.model_fields:
        steps = [about]  # A check of the whole that begins with a field's name is about that field.
    field = _field(model, steps)
    depth = next((depth for depth in range(len(steps), 0, -1) if node.at(steps[:depth])), 0)
    reached = node.at(steps[:depth]) or node
    steps = steps if kind in ("missing", "value_error") else steps[:depth]
    if kind == "extra_forbidden":
        names = set(_owner(model, steps[:-1]).model_fields) | (known if len(steps) == 1 else set())
        what, mend = f"there is no '{shorten(str(steps[-1]))}' here", guess(str(steps[-1]), names)
        return Fault(reached.key or reached.place, join(path, *steps), what, mend)
    if kind == "missing":
        mend = f"Add it: {_meaning(model, steps) or 'it has no default.'}"
        return Fault(reached.place, join(path, *steps), "it is missing", mend)
    what, mend = _words(details, message, field, reached.plain())
    return Fault(reached.place, join(path, *steps), what, mend)


def _words(details: ErrorDetails, message: str, field: FieldInfo | None, value: Any) -> tuple[str, str]:
    """Return what is wrong and how to mend it."""
    kind, facts = details["type"], details.get("ctx", {})
    if kind in _BOUNDS:
        return f"{value} is out of range", f"Give a value {_span(field) or _edge(kind, facts)}."
    if kind in _LENGTHS:
        edge = "at least" if "short" in kind else "at most"
        number = facts.get("min_length", facts.get("max_length"))
        return f"it is too {'short' if 'short' in kind else 'long'}", f"Give {edge} {number} entries or letters."
    if kind in ("literal_error", "enum"):
        names = str(facts.get("expected", "")).replace(" or ", ", ").split(",")
        return f"{described(value)} is not possible", guess(str(value), [name.strip(" '") for name in names])
    if kind in ("value_error", "assertion_error"):
        what, _, mend = message.rpartition("; ")
        mend = mend[:1].upper() + mend[1:] + ("" if mend.endswith(("?", ".")) else ".")
        return (what, mend) if what else (message, "Change it accordingly.")
    if kind.split("_")[0] in _WANTED:
        return _wrong_type(kind.split("_")[0], field, value, str(facts.get("error", "")))
    return shorten(message[:1].lower() + message[1:], 200), "Change it accordingly."


def _wrong_type(group: str, field: FieldInfo | None, value: Any, reason: str) -> tuple[str, str]:
    wanted = _WANTED[group]
    what = f"wants {wanted}, not {described(value)}"
    if group in ("int", "float", "bool") and isinstance(value, str) and _is_quoted(value):
        return what, "Write it without quotes."
    if group == "date":
        return what, f"Write year, month and day{f': {reason}' if reason else ''}."
    share = _as_share(field, value) if group == "float" and isinstance(value, str) else None
    if share is not None:
        return what, f"Write it as {share:.10g}."
    limits = _span(field) if group in ("int", "float", "finite") else ""
    return what, f"Give {wanted}{' ' if limits else ''}{limits}."


def _as_share(field: FieldInfo | None, text: str) -> float | None:
    """Return a percentage as the share that a field wants, None if the text is none or the field wants no share."""
    facts = field.json_schema_extra if field is not None else None
    percent = _PERCENT.fullmatch(text) if isinstance(facts, dict) and facts.get("unit") == "share" else None
    return float(percent[1]) / 100.0 if percent else None


def _edge(kind: str, facts: dict[str, Any]) -> str:
    """Return a bound that only pydantic knows of."""
    return f"{kind.replace('_', ' ')} {next(iter(facts.values()), '')}"


def _is_quoted(text: str) -> bool:
    """Say whether a text would be a number or a yes or no if it stood without quotes."""
    return text.lower() in ("true", "false") or not isinstance(resolve(text), str | None)


def _owner(model: type[BaseModel], steps: list[int | str]) -> type[BaseModel]:
    """Return the model that holds the keys at some steps, as far as fields are models, or mappings of models."""
    held: Any = model
    for step in steps:
        entries = get_args(held) if get_origin(held) is dict else ()
        field = model.model_fields.get(str(step))
        held = entries[-1] if entries else field.annotation if field else None
        if isinstance(held, type) and issubclass(held, BaseModel):
            model = held
    return model


def _field(model: type[BaseModel], steps: list[int | str]) -> FieldInfo | None:
    """Return the field at some steps; an element of a list has the field of the list."""
    return next((owner.model_fields[name] for owner, name in _declared(model, steps)), None)


def _meaning(model: type[BaseModel], steps: list[int | str]) -> str:
    """Return what the field at some steps is, in words."""
    return next((description(owner, name) for owner, name in _declared(model, steps)), "")


def _declared(model: type[BaseModel], steps: list[int | str]) -> Iterator[tuple[type[BaseModel], str]]:
    """Return the fields on the way to some steps, each with its model and the innermost first."""
    names = [step for step in steps if isinstance(step, str)]
    for depth in range(len(names), 0, -1):
        owner = _owner(model, list(names[: depth - 1]))
        if names[depth - 1] in owner.model_fields:
            yield owner, names[depth - 1]
