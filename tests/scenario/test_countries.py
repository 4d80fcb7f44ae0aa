"""The country profiles stand by themselves, say how little is known, and run with balanced books."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from marketsim.core.units import day_number
from marketsim.scenario.loading import load
from marketsim.scenario.schema import json_schema
from tests.whole_model.running import simulate

FOLDER = Path(__file__).parents[2] / "scenarios"
FILES = sorted((FOLDER / "countries").glob("*.yaml"))
PENETRATION = {"kyrgyzstan": 0.9, "tajikistan": 0.57, "turkmenistan": 0.213, "uzbekistan": 0.833}
"""Rows kg-net, tj-net, tm-net and uz-net."""

each_country = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_there_are_four() -> None:
    assert [path.stem for path in FILES] == sorted(PENETRATION)


@each_country
def test_it_asks_and_warns(path: Path) -> None:
    scenario, text = load(path), path.read_text("utf-8")
    assert scenario.question.endswith("?")
    assert scenario.space.country.lower() == path.stem
    assert "weakly informed" in scenario.title
    assert "Use it to" in text
    assert "read figures from it" in text.replace("\n# ", " ")


@each_country
def test_it_inherits_nothing_of_the_history_of_kazakhstan(path: Path) -> None:
    scenario, history = load(path), load(FOLDER / "baseline.yaml")
    assert "extends" not in path.read_text("utf-8")
    shared = scenario.policies.keys() & history.policies.keys()
    assert all(scenario.policies[name] != history.policies[name] for name in shared)


@each_country
def test_access_is_what_is_known_of_the_internet_and_fewer_shops_are_reached(path: Path) -> None:
    scenario, history = load(path), load(FOLDER / "baseline.yaml")
    known = PENETRATION[path.stem]
    assert scenario.parameters["people"].online == known
    for name, field in (("buyer_initiation", "exposure"), ("shop_opening", "rate")):
        there, here = (getattr(one.parameters[name], field) for one in (scenario, history))
        assert there / here == pytest.approx(known / 0.923, rel=0.06)


@each_country
def test_every_size_has_a_source_or_is_assumed(path: Path) -> None:
    lines = path.read_text("utf-8").partition("interventions:")[2].splitlines()
    sizes = [line for line in lines if line.startswith("    ") and line.split(":")[0].strip() not in PLAIN]
    assert sizes
    assert all("assumed" in line or "-" in line.partition("#")[2] for line in sizes)


PLAIN = {"kind", "start", "end", "ramp", "fade"}


@each_country
def test_the_schema_takes_it(path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    written = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    jsonschema.validate(json.loads(json.dumps(written, default=str)), json_schema())


@each_country
def test_it_runs_with_balanced_books(path: Path) -> None:
    scenario = load(path).with_(scale=0.02).shortened(90)
    record = simulate(scenario, audit=True).record
    assert record.size == 90
    assert record.days[0] == day_number(scenario.start)
    assert record.sold_mg.sum() > 0


@pytest.mark.slow
@each_country
def test_it_runs_to_its_end_with_balanced_books(path: Path) -> None:
    scenario = load(path).with_(scale=0.02)
    assert simulate(scenario, audit=True).record.size == scenario.days
