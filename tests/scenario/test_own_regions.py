"""A scenario may bring a country of its own: every fault has its place, and what is good becomes a map."""

import json

import pytest

from marketsim.results.tables import regional_table
from marketsim.scenario.data import load_regions
from marketsim.scenario.loading import loads
from marketsim.scenario.schema import json_schema
from marketsim.view.market_model import MarketModel
from tests.scenario.conftest import Faults

OWN = """
title: Two towns
scale: 0.02
end: 2017-01-20
measures_from: 2017-01-01
space:
  country: Nowhere
  city_side: 8
  regions:
    upper: {population: 900000, x: 4, y: 3, metropolitan: true, gateway_post: 0.7}
    lower_town: {label: The Lower Town, population: 100000, x: 5, y: 3}
parameters: {first_day: {at_risk: 20000, users: 3000}}
"""


def test_own_regions_become_the_map() -> None:
    scenario = loads(OWN)
    regions = load_regions(scenario.space.regions)
    assert (scenario.space.country, regions.names) == ("Nowhere", ("lower_town", "upper"))
    assert regions.labels == ("The Lower Town", "Upper")
    assert (regions.tile_x.tolist(), regions.tile_y.tolist()) == ([1, 0], [0, 0])
    assert (regions.population.tolist(), regions.metropolitan.tolist()) == ([100_000, 900_000], [False, True])
    assert regions.gateway_post.tolist() == [0.0, 0.7]
    assert regions.gateway_road.tolist() == [1.0, 1.0]


def test_they_travel_through_text_copies_and_changes() -> None:
    scenario = loads(OWN)
    assert loads(json.dumps(scenario.resolved())) == scenario == scenario.with_()
    assert scenario.with_({"space.regions.upper.population": 5_000}).space.regions["upper"].population == 5_000
    lines = OWN.splitlines()
    swapped = "\n".join([*lines[:9], lines[10], lines[9], *lines[11:]])
    assert loads(swapped).digest() == scenario.digest()
    assert load_regions(loads(swapped).space.regions).names == load_regions(scenario.space.regions).names


def test_tables_and_the_grid_are_theirs() -> None:
    model = MarketModel(loads(OWN), seed=1)
    for _ in range(20):
        model.step()
    assert (model.grid.width, model.grid.height) == (16, 8)
    assert set(regional_table(model.simulation.record)["region"]) == {"upper", "lower_town"}


@pytest.mark.parametrize(
    ("regions", "fault"),
    [
        ("{a: {populaton: 5000, x: 0, y: 0}}", "a.yaml:1:23  space.regions.a.populaton: there is no 'populaton' here."),
        ("{a: {population: 5, x: 0, y: 0}}", "a.yaml:1:35  space.regions.a.population: 5 is out of range."),
        ("{a: {population: 5000, x: 0}}", "a.yaml:1:22  space.regions.a.y: it is missing."),
        ("{a: 5}", "a.yaml:1:22  space.regions.a: wants a mapping of names to values, not the number 5."),
        ("{Big: {population: 5000, x: 0, y: 0}}", "a.yaml:1:19  space.regions.Big: 'Big' is no name of a region."),
        ("{}", "a.yaml:1:18  space.regions: there are 0 regions."),
        (
            "{a: {population: 5000, x: 0, y: 0}, b: {population: 5000, x: 0, y: 0}}",
            "a.yaml:1:57  space.regions.b: it lies on the tile of 'a'.",
        ),
    ],
)
def test_a_fault_tells_its_place(regions: str, fault: str, faults: Faults) -> None:
    found = faults(f"space: {{regions: {regions}}}\n")
    assert any(each.startswith(fault) for each in found), found


def test_all_faults_are_told_at_once(faults: Faults) -> None:
    text = "space: {regions: {a: {x: 0, y: 0}, B: {population: 5000, x: 1, y: 0}}}\nscael: 1\n"
    assert len(faults(text)) == 3


def test_the_schema_takes_them() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(loads(OWN).resolved(), json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"space": {"regions": {"a": {"population": 5_000, "x": 0}}}}, json_schema())
