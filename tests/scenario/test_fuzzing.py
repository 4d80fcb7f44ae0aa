"""Whatever a file holds, only `ScenarioError` comes out, and nothing is written or executed."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load, loads
from marketsim.scenario.scenario import Scenario

VALID = """\
title: Fuzz
scale: 1/10
start: 2018-01-01
measures_from: 2018-06-01
space: {city_side: 8, regions: [almaty_city, shymkent]}
products: {novel: {family: other, packs: [0.1, 0.2, 0.3, 0.4]}}
parameters:
  first_day: &levels {shops: 50, user_states: [0.5, 0.25, 0.25]}
  people: {online: 0.9}
interventions:
  - {name: quiet, kind: lockdown, mobility: 0.5, start: 2020-03-30, end: 2020-05-11}
  - {kind: weight_thresholds, start: 2021-10-01, large: 1, products: [novel]}
"""
KEYS = ["title", "scale", "start", "space", "products", "parameters", "interventions", "remove", "people", "first_day"]
KEYS += ["kind", "name", "regions", "online", "shops", "alpha_pvp", "price", "packs", "end", "0", "extends"]
WORDS = [
    "lockdown",
    "1/3",
    "2019-01-01",
    "almaty_city",
    "novel",
    "a.yaml",
    ".",
    "\ud800",
    "\x85",
    "{",
    "!!x",
    "*a",
    "&a",
]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(WORDS),
)
keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=8))
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=5)),
    max_leaves=25,
)


def holds(text: str, *changes: str) -> None:
    """Check that a text gives a scenario or faults that print on one line each."""
    try:
        assert isinstance(loads(text, "fuzz.yaml", changes), Scenario)
    except ScenarioError as error:
        assert error.faults
        for fault in error.faults:
            assert len(str(fault).splitlines()) == 1
            str(fault).encode()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "fuzz.yaml"


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=300))
def test_bytes(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    try:
        load(file)
    except ScenarioError as error:
        assert str(error)
    assert [other.name for other in file.parent.iterdir()] == ["fuzz.yaml"]


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("abc:{}[]-&*!|>'\"#%@`?, \n\t\u2028\ufeff\x7f019.~<"), max_size=60))
def test_text(text: str) -> None:
    holds(text)


@settings(max_examples=400, deadline=None)
@given(tree=st.dictionaries(st.sampled_from(KEYS), trees, max_size=6))
def test_structures(tree: dict[str, object]) -> None:
    holds(json.dumps(tree))


@settings(max_examples=300, deadline=None)
@given(
    start=st.integers(0, len(VALID)),
    length=st.integers(0, 30),
    put=st.one_of(st.text(max_size=10), st.sampled_from([*KEYS, *WORDS])),
)
def test_mutations(start: int, length: int, put: str) -> None:
    holds(VALID[:start] + put + VALID[start + length :])


@settings(max_examples=200, deadline=None)
@given(
    path=st.one_of(keys, st.lists(keys, max_size=4).map(".".join)),
    value=st.one_of(trees.map(json.dumps), st.text(max_size=9)),
)
def test_set(path: str, value: str) -> None:
    holds(VALID, f"{path}={value}")


@settings(max_examples=200, deadline=None)
@given(
    changes=st.dictionaries(keys, st.one_of(trees, st.dates(), st.complex_numbers(), st.binary(max_size=3)), max_size=3)
)
def test_with(changes: dict[str, object]) -> None:
    try:
        Scenario().with_(changes)
    except ScenarioError as error:
        assert str(error)


def test_what_is_mutated_is_valid() -> None:
    assert loads(VALID).weight == 10


def test_nothing_is_executed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    for tag in ("python/object/apply:os.system", "python/object/new:os.system", "python/name:os.system"):
        holds(f"title: !!{tag} ['touch {mark}']\nquestion: !<tag:yaml.org,2002:{tag}> ['touch {mark}']\n")
    assert not mark.exists()
