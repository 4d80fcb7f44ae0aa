"""Parameters: out of range is refused, and each says what it is and where it comes from."""

import importlib
import pkgutil

import numpy as np
import pytest
from pydantic import ValidationError

import marketsim
from marketsim.core.parameters import Grade, ParameterSet, param


class Sample(ParameterSet):
    """Parameters of every shape."""

    share: float = param(0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a guess")
    """A number."""
    sizes: tuple[float, ...] = param((1.0, 2.0), unit="g", low=0, high=5, grade=Grade.ASSUMED, source="a guess")
    """Numbers."""
    table: tuple[tuple[float, ...], ...] = param(((1.0,),), unit="g", high=5, grade=Grade.ASSUMED, source="a guess")
    """Rows of numbers."""


def all_parameter_sets() -> list[type[ParameterSet]]:
    """Return every set of the package, found by importing all of its modules."""
    for module in pkgutil.walk_packages(marketsim.__path__, "marketsim."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, ahead = [], [ParameterSet]
    while ahead:
        ahead.extend(children := ahead.pop().__subclasses__())
        found.extend(child for child in children if child.__module__.startswith("marketsim."))
    return sorted(set(found), key=lambda each: each.__name__)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("share", 1.5),
        ("share", -0.1),
        ("share", float("nan")),
        ("share", float("inf")),
        ("share", "many"),
        ("sizes", [1, 6]),
        ("sizes", [-1, 1]),
        ("sizes", [1, float("nan")]),
        ("sizes", [1, float("inf")]),
        ("table", [[2, 6]]),
        ("shares", 0.5),
    ],
)
def test_a_value_out_of_range_or_without_a_field_is_refused_by_name(name, value):
    with pytest.raises(ValidationError) as caught:
        Sample(**{name: value})
    assert caught.value.errors()[0]["loc"][0] == name


@pytest.mark.parametrize("values", [{"share": 0}, {"share": 1}, {"sizes": [0, 5]}, {"table": [[-9, 5]]}])
def test_the_ends_of_a_range_belong_to_it(values):
    assert Sample(**values)


def test_the_message_names_the_entry_and_the_range():
    with pytest.raises(ValidationError, match=r"entry 1 is 6\.0; entries lie between 0 and 5"):
        Sample(sizes=[1, 6])


def test_a_default_out_of_range_is_refused_too():
    class Wrong(ParameterSet):
        """A set that breaks its own rule."""

        sizes: tuple[float, ...] = param((9.0,), unit="g", high=5, grade=Grade.ASSUMED, source="a guess")
        """Numbers."""

    with pytest.raises(ValidationError):
        Wrong()


def test_a_set_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        Sample().share = 0.1


def test_the_schema_carries_the_facts():
    facts = Sample.model_json_schema()["properties"]["sizes"]
    assert (facts["unit"], facts["grade"], facts["source"], facts["low"], facts["high"]) == (
        "g",
        "assumed",
        "a guess",
        0,
        5,
    )
    assert facts["description"] == "Numbers."


@pytest.mark.parametrize("kind", all_parameter_sets(), ids=lambda kind: kind.__name__)
def test_every_parameter_of_the_package_says_what_it_is_and_where_from(kind):
    for name, field in kind.model_fields.items():
        facts = field.json_schema_extra
        if facts is None:
            assert field.annotation not in (int, float), f"{kind.__name__}.{name} is a number without param()"
            continue
        assert facts["unit"].strip(), f"{kind.__name__}.{name} has no unit"
        assert facts["source"].strip(), f"{kind.__name__}.{name} has no source"
        assert facts["grade"] in set(Grade), f"{kind.__name__}.{name} has no grade"


@pytest.mark.parametrize("kind", all_parameter_sets(), ids=lambda kind: kind.__name__)
def test_every_default_of_the_package_is_within_its_own_range(kind):
    needed = [name for name, field in kind.model_fields.items() if field.is_required()]
    if not needed:
        assert kind()
    for name, field in kind.model_fields.items():
        facts = field.json_schema_extra
        if name in needed or not isinstance(facts, dict) or field.default is None or isinstance(field.default, str):
            continue
        for number in np.ravel(np.asarray(field.default, np.float64)):
            assert facts.get("low", -np.inf) <= number <= facts.get("high", np.inf), f"{kind.__name__}.{name}"


def test_a_list_keeps_its_length():
    class Week(ParameterSet):
        factors: tuple[float, ...] = param((1.0, 2.0), unit="factor", low=0, grade=Grade.ASSUMED, source="a test")

    assert Week(factors=(3.0, 4.0)).factors == (3.0, 4.0)
    with pytest.raises(ValueError, match="3 entries; it wants 2"):
        Week(factors=(1.0, 1.0, 1.0))


class Ranged(ParameterSet):
    """A range that may be left out."""

    years: tuple[float, float] | None = param(
        None, unit="years", low=0, high=25, grade=Grade.ASSUMED, source="a guess", ordered=True
    )
    """From the least to the most."""


@pytest.mark.parametrize("years", [None, (1.0, 5.0), (5.0, 5.0)])
def test_a_range_from_low_to_high_is_good(years: tuple[float, float] | None):
    assert Ranged(years=years).years == years


@pytest.mark.parametrize(
    ("years", "complaint"),
    [((5.0, 1.0), "it runs down from 5 to 1; write the lower end first"), ((1.0, 26.0), "entry 1 is 26.0")],
)
def test_a_range_written_backwards_or_too_wide_is_refused(years: tuple[float, float], complaint: str):
    with pytest.raises(ValidationError, match=complaint):
        Ranged(years=years)
