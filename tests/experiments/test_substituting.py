"""The fast way to another value makes the very scenario that the long way makes, and refuses what that refuses."""

from datetime import date
from pathlib import Path

import pytest

import marketsim as ms
from marketsim.experiments.substituting import Value, substituted

BLOCKING = ms.load(Path(__file__).parents[2] / "scenarios" / "site_blocking.yaml")


@pytest.mark.parametrize(
    "values",
    [
        {"parameters.courier_arrest.detection": 2e-5},
        {"parameters.people.online": 1},
        {"parameters.people.online": 0.5, "parameters.people.injects": 0.3, "interventions.fast_blocking.delay": 3},
        {"interventions.fast_blocking.start": date(2020, 3, 1)},
        {"interventions.fast_blocking.start": "2020-03-01", "interventions.fast_blocking.end": date(2021, 1, 1)},
        {"interventions.fast_blocking.cost_per_year": 1e9},
        {"interventions.fast_blocking.start": BLOCKING.interventions[0].start},
        {"products.mephedrone.potency": 1.1} if hasattr(BLOCKING.products[0], "potency") else {"scale": 0.5},
        {"scale": 0.1, "end": date(2020, 1, 1)},
    ],
)
def test_both_ways_make_the_same_scenario(values: dict[str, Value]):
    made = substituted(BLOCKING, values)
    assert made == BLOCKING.with_(values)
    assert made.digest() == BLOCKING.with_(values).digest() != BLOCKING.digest()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("parameters.people.online", 2.0),
        ("parameters.people.online", "0.5"),
        ("parameters.people.online", True),
        ("parameters.nobody.online", 1),
        ("parameters.people.nothing", 1),
        ("interventions.fast_blocking.end", date(2019, 1, 1)),
        ("interventions.fast_blocking.start", 3),
        ("interventions.fast_blocking.kind", "sentencing"),
        ("interventions.fast_blocking.name", "x"),
    ],
)
def test_both_ways_refuse_the_same(key: str, value: Value):
    with pytest.raises(ms.ScenarioError):
        BLOCKING.with_({key: value})
    with pytest.raises(ms.ScenarioError):
        substituted(BLOCKING, {key: value})


def test_two_policies_that_contradict_each_other_are_refused():
    scenario = BLOCKING.with_(
        interventions=[{"name": "slow", "kind": "site_blocking", "start": "2021-01-02", "delay": 30.0}]
    )
    substituted(scenario, {"interventions.slow.start": date(2021, 1, 3)})
    with pytest.raises(ms.ScenarioError, match="it sets delay to"):
        substituted(scenario, {"interventions.slow.start": date(2021, 1, 1)})
