"""What fields are, in words, read where they are asked for."""

import sys
from types import ModuleType

import pytest
from pydantic import BaseModel, Field

from marketsim.core.descriptions import description
from marketsim.scenario.registry import intervention_kinds, parameter_sets


class Plain(BaseModel):
    """Fields with words of three kinds."""

    under: int = 1
    """Words under
    the field."""
    beside: int = Field(1, description="Words beside the field.")
    """Words under it."""
    silent: int = 1
    _none: int = 1
    """Not of `silent`."""


class Heir(Plain):
    """A class that says one field anew."""

    beside: int = 2
    """Other words."""


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        (Plain, "under", "Words under\nthe field."),
        (Plain, "beside", "Words beside the field."),
        (Plain, "silent", ""),
        (Heir, "under", "Words under\nthe field."),
        (Heir, "beside", "Other words."),
        (Heir, "silent", ""),
    ],
)
def test_words_are_those_beside_or_under_the_field_of_the_class_or_of_its_bases(kind, field, words):
    assert description(kind, field) == words


def test_classes_within_functions_have_words_too():
    class Local(BaseModel):
        x: int = 1
        """Of a local class."""

    assert description(Local, "x") == "Of a local class."


def test_where_there_is_no_source_there_are_no_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "typed_in", ModuleType("typed_in"))
    typed = type("Typed", (BaseModel,), {"__module__": "typed_in", "__annotations__": {"x": int}, "x": 1})
    assert description(typed, "x") == ""


@pytest.mark.parametrize("kind", [*parameter_sets().values(), *intervention_kinds().values()], ids=lambda k: k.__name__)
def test_every_parameter_and_setting_of_the_package_has_words(kind):
    assert [name for name in kind.model_fields if not description(kind, name)] == []
