"""From a design and a method to points."""

from dataclasses import replace
from datetime import date

import pytest

from marketsim.experiments.designs import Range
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.sensitivity.planning import METHODS, base_value, method_of, planned
from marketsim.experiments.sensitivity.prcc import Prcc
from marketsim.scenario.scenario import Scenario
from tests.experiments.sensitivity.known import KEYS, design

COUNTS = {"morris": 20 * 4, "sobol": 256 * 5, "tornado": 7, "prcc": 200}


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_points_within_the_ranges(name: str):
    plan = planned(design(), method_of(name, 3))
    assert plan.name == f"known-{name}"
    assert plan.kind == name
    assert len(plan.points) == COUNTS[name]
    for place, key in enumerate(KEYS):
        values = [float(point[place]) for point in plan.points]  # type: ignore[arg-type]
        span = plan.ranges[key]
        assert float(span.low) <= min(values) and max(values) <= float(span.high)  # type: ignore[arg-type]


def test_a_tornado_begins_at_the_values_of_the_scenario():
    plan = planned(design(), method_of("tornado", 3))
    base = tuple(base_value(Scenario(), key) for key in KEYS)
    assert plan.points[0] == base
    assert plan.points[1] == (-2.0, *base[1:])
    assert plan.points[6] == (*base[:2], 0.4)


def test_days_and_whole_numbers_are_found_too():
    scenario = Scenario().with_(interventions={"p": {"kind": "lockdown", "start": "2020-03-16", "mobility": 0.5}})
    assert base_value(scenario, "interventions.p.start") == date(2020, 3, 16)
    assert base_value(scenario, "parameters.drop_loss.longest") == 21
    for key in ("interventions.p.end", "interventions.q.start", "parameters.people", "nothing"):
        with pytest.raises(WrongCallError, match=f"{key} has no base value"):
            base_value(scenario, key)


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("soboll", {}, "no method 'soboll'. Did you mean 'sobol'"),
        ("tornado", {"count": 8}, "The method tornado has no count; leave it out, or take morris or sobol or prcc"),
        ("prcc", {"levels": 4}, "The method prcc has no levels"),
        ("prcc", {"resamples": 5}, "wants 100 resamples at least"),
    ],
)
def test_wrong_calls_are_told(name: str, settings: dict[str, int], said: str):
    with pytest.raises(WrongCallError, match=said):
        method_of(name, 3, **settings)


def test_designs_that_do_not_fit_are_told():
    method = method_of("tornado", 3)
    with pytest.raises(WrongCallError, match="is of one scenario, not of plain, other"):
        planned(replace(design(), scenarios={"plain": Scenario(), "other": Scenario()}), method)
    with pytest.raises(WrongCallError, match=f"{KEYS[0]} has none"):
        planned(replace(design(), ranges={KEYS[1]: Range(0, 1), KEYS[2]: Range(0, 1)}), method)
    with pytest.raises(WrongCallError, match=f"The range of {KEYS[1]} is empty"):
        planned(design(**{KEYS[1]: Range(0.5, 0.5)}), method)
    with pytest.raises(WrongCallError, match="the design has none"):
        planned(replace(design(), dimensions=()), method)


def test_more_than_a_million_runs_want_a_yes():
    many = design(seeds=tuple(range(2_001)))
    with pytest.raises(WrongCallError, match=r"1,000,500 runs, more than 1,000,000"):
        planned(many, Prcc(3, count=500))
    assert planned(many, Prcc(3, count=500), yes=True).runs == 1_000_500
