"""Parameters that say where they come from: value, unit, range, grade of the evidence and source."""

from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, ValidationInfo, field_validator
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from marketsim.core.descriptions import description


class Grade(StrEnum):
    """How well a number is known."""

    MEASURED = "measured"
    """Taken from a source about this market; `source` names the evidence row."""
    BORROWED = "borrowed"
    """Measured in another market or by another study; `source` names it."""
    CALIBRATED = "to be calibrated"
    """Free within its range, for now set by hand; to be fitted to the figures that `source` names."""
    ASSUMED = "assumed"
    """Nobody measured it; `source` gives the reasoning in a few words."""


class ParameterSet(BaseModel):
    """A frozen set of parameters; the docstring under each field is its description (`core.descriptions`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core_schema))
        for name, facts in schema.get("properties", {}).items():
            if text := description(cls, name):
                facts["description"] = text
        return schema

    @field_validator("*")
    @classmethod
    def _elements_are_in_range(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[info.field_name or ""]
        facts = field.json_schema_extra
        if isinstance(value, tuple) and isinstance(facts, dict):
            if isinstance(field.default, tuple) and len(value) != len(field.default):
                raise ValueError(f"it has {len(value)} entries; it wants {len(field.default)}")
            _check_elements(value, facts.get("low", -inf), facts.get("high", inf))
            if facts.get("ordered"):
                _check_order(value)
        return value


def _check_elements(values: tuple[Any, ...], low: Any, high: Any) -> None:
    for place, value in enumerate(values):
        if isinstance(value, tuple):
            _check_elements(value, low, high)
        elif not low <= value <= high:
            raise ValueError(f"entry {place} is {value}; entries lie between {low} and {high}")


def _check_order(values: tuple[Any, ...]) -> None:
    for lower, higher in pairwise(values):
        if lower > higher:
            raise ValueError(f"it runs down from {lower:g} to {higher:g}; write the lower end first")


def param(
    default: Any,
    *,
    unit: str,
    grade: Grade,
    source: str,
    low: float | None = None,
    high: float | None = None,
    ordered: bool = False,
) -> Any:
    """Declare one parameter of a `ParameterSet`.

    Args:
        default: The value unless a scenario says otherwise.
        unit: Unit in words, as in `"1 / (drop * patrol-hour)"`; `"share"` and `"factor"` for pure numbers.
        grade: How well the number is known.
        source: Ids of evidence rows, a reference, or for `ASSUMED` the reasoning.
        low: Smallest allowed value; for a tuple it holds for each element (checked by the set).
        high: Largest allowed value.
        ordered: A tuple such as (low, high), whose elements must not fall; the set checks it.

    Returns:
        A pydantic field.
    """
    facts: JsonDict = {"unit": unit, "grade": grade.value, "source": source}
    facts |= {name: bound for name, bound in (("low", low), ("high", high)) if bound is not None}
    if ordered:
        facts["ordered"] = True
    if ordered or isinstance(default, tuple):
        return Field(default, json_schema_extra=facts)
    return Field(default, ge=low, le=high, json_schema_extra=facts)
