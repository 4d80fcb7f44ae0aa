"""What results were made with."""

import pytest

from marketsim.results.making import making_of_run, making_of_scenario, unlike

POLICY = {"name": "p.q", "kind": "lockdown", "start": "2020-01-01"}


def test_settings_have_dotted_names():
    made = making_of_scenario({"scale": 1.0, "space": {"regions": ["a", "b"]}})
    assert made == {("scenario", "scale"): 1.0, ("scenario", "space.regions"): ["a", "b"]}


def test_a_part_that_only_one_has_is_left_out():
    run, scenario = making_of_run({"seed": 1, "scenario": {"scale": 1.0}}), making_of_scenario({"scale": 0.5})
    assert unlike(run, scenario)["name"].tolist() == ["scale"]


def test_a_changed_policy_is_told_setting_by_setting():
    policy = POLICY | {"name": "p"}
    one, other = ({"interventions": [policy | {"start": day}]} for day in ("2020-01-01", "2021-01-01"))
    table = unlike(making_of_scenario(one), making_of_scenario(other))
    assert table.to_dict("records") == [
        {"part": "scenario", "name": "interventions.p.start", "a": "2020-01-01", "b": "2021-01-01"}
    ]


@pytest.mark.parametrize("odd", [{}, {"scenario": [1]}, {"scenario": {"interventions": ["x"]}}, {"versions": 3}])
def test_odd_manifests_are_no_trouble(odd: dict[str, object]):
    unlike(making_of_run(odd), making_of_run({"seed": 1, "scenario": {"interventions": [POLICY]}}))
