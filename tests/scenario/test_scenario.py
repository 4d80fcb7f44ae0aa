"""A scenario holds every value, changes only in copies, and is known by its digest."""

import json
import pickle
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from pydantic import ValidationError

from marketsim.scenario.data import load_regions, region_names
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import loads
from marketsim.scenario.scenario import Scenario
from marketsim.world.first_day import FirstDay
from marketsim.world.products import DEFAULT_PRODUCTS

SMALL = """
title: Small
scale: 1/10
space: {city_side: 8, regions: [shymkent, almaty_city]}
interventions:
  - {name: quiet, kind: lockdown, mobility: 0.5, start: 2020-03-30}
"""


@pytest.fixture
def small() -> Scenario:
    return loads(SMALL, "small.yaml")


def test_a_title_is_enough() -> None:
    scenario = loads("title: a\n")
    assert scenario == Scenario(title="a")
    assert (scenario.start, scenario.measures_from, scenario.end) == (
        date(2017, 1, 1),
        date(2017, 7, 1),
        date(2024, 4, 30),
    )
    assert (scenario.weight, scenario.products, len(scenario.space.regions)) == (1, DEFAULT_PRODUCTS, 20)


@pytest.mark.parametrize(
    ("written", "weight"), [("1/3", 3), ("0.333", 3), ("0.02", 50), ("1", 1), ("1.0", 1), ("0.1", 10)]
)
def test_scales_are_whole_fractions(written: str, weight: int) -> None:
    scenario = loads(f"scale: {written}\n")
    assert (scenario.weight, scenario.scale) == (weight, 1 / weight)


def test_regions_stand_in_the_order_of_the_table(small: Scenario) -> None:
    assert small.space.regions == ("almaty_city", "shymkent")
    assert loads(SMALL.replace("[shymkent, almaty_city]", "[almaty_city, shymkent]")).digest() == small.digest()


def test_nothing_frozen_can_be_set(small: Scenario) -> None:
    with pytest.raises(ValidationError):
        small.scale = 1.0
    with pytest.raises(ValidationError):
        small.parameters["first_day"].shops = 5


def test_a_copy_leaves_the_original_alone(small: Scenario) -> None:
    before = small.digest()
    changed = small.with_({"parameters.first_day.shops": 7, "interventions.quiet.end": date(2021, 1, 1)}, scale=0.5)
    assert small.digest() == before != changed.digest()
    assert (changed.settings(FirstDay).shops, changed.weight) == (7, 2)
    assert changed.policies["quiet"].end == date(2021, 1, 1)


def test_a_copy_without_changes_is_equal(small: Scenario) -> None:
    assert small.with_() == small
    assert small.with_().digest() == small.digest()


def test_a_copy_takes_numbers_of_numpy_and_tuples(small: Scenario) -> None:
    changed = small.with_(
        {"parameters.people.online": np.float64(0.5), "scale": Fraction(1, 4), "space.regions": ("abai",)}
    )
    assert (changed.parameters["people"].online, changed.weight, changed.space.regions) == (0.5, 4, ("abai",))


def test_a_copy_can_lose_and_gain_policies(small: Scenario) -> None:
    entry = {"kind": "site_blocking", "start": date(2019, 1, 1), "delay": 3}
    assert small.with_(remove=["quiet"], interventions=[entry]).intervention_names == ("site_blocking",)


def test_a_wrong_copy_tells_all_faults(small: Scenario) -> None:
    with pytest.raises(ScenarioError) as caught:
        small.with_({"parameters.people.online": 2, "scael": 1, "title": object()})
    assert [str(fault) for fault in caught.value.faults] == [
        "with_  title: a object is no value of a scenario. Give a number, text, date or list.",
        "with_  scael: there is no 'scael' here. Did you mean 'scale'?",
        "with_  parameters.people.online: 2 is out of range. Give a value from 0 to 1 (share).",
    ]


def test_the_resolved_content_is_a_scenario_again(small: Scenario) -> None:
    assert loads(json.dumps(small.resolved()), "resolved.json") == small


def test_a_scenario_travels_to_other_processes(small: Scenario) -> None:
    assert pickle.loads(pickle.dumps(small)) == small


def test_a_product_is_changed_and_another_added() -> None:
    scenario = loads("products: {alpha_pvp: {price: 15000}, novel: {family: other, listed: false}}\n")
    by_name = {product.name: product for product in scenario.products}
    assert list(by_name) == ["alpha_pvp", "mephedrone", "cannabinoid", "novel"]
    assert by_name["alpha_pvp"] == DEFAULT_PRODUCTS[0].model_copy(update={"price": 15000.0})
    assert not by_name["novel"].listed


def test_a_short_run_has_days_that_count() -> None:
    short = Scenario().shortened(30)
    assert (short.end, short.measures_from) == (date(2017, 1, 30), date(2017, 1, 1))
    assert Scenario().shortened(100_000) == Scenario()


def test_regions_are_read_with_their_people() -> None:
    regions = load_regions()
    assert regions.names == region_names()
    assert len(regions) == 20
    assert regions.population.sum() > 19_000_000


def test_one_city_fills_its_own_map() -> None:
    city = load_regions(["almaty_city"])
    assert (city.labels, int(city.tile_x[0]), int(city.tile_y[0])) == (("Almaty city",), 0, 0)
    with pytest.raises(KeyError, match="no region"):
        load_regions(["atlantis"])


def test_a_region_without_a_gateway_receives_all_by_itself() -> None:
    assert load_regions(["ulytau"]).gateway_road.tolist() == [1.0]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [({5: 1}, "the key 5 is no text"), ({"scale": 10**400}, "too large"), ({"title": [10**5000]}, "too large")],
)
def test_a_change_that_no_file_could_say_is_a_fault(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(ScenarioError, match=fault):
        Scenario().with_(changes)


def test_products_that_nobody_wants_make_no_scenario() -> None:
    unwanted = tuple(product.model_copy(update={"share": 0.0}) for product in DEFAULT_PRODUCTS)
    with pytest.raises(ValueError, match="share is 0 for every product"):
        Scenario(products=unwanted)
