"""What is valid and hardly meant is told with its place, and stops nothing."""

from pathlib import Path

import pytest

from marketsim.scenario.loading import load_closely

HEAD = "start: 2018-01-01\nend: 2018-12-31\nmeasures_from: 2018-01-01\ninterventions:\n"


@pytest.mark.parametrize(
    ("days", "caution"),
    [
        (
            "start: 2019-01-01",
            ":5:30  interventions.p.start: it starts on 2019-01-01, after the run ends on 2018-12-31. "
            "It changes nothing in this run.",
        ),
        (
            "start: 2016-01-01, end: 2017-12-31",
            ":5:47  interventions.p.end: it ends on 2017-12-31, before the run starts on 2018-01-01. "
            "It changes nothing in this run.",
        ),
        ("start: 2018-12-31", None),
        ("start: 2016-01-01, end: 2018-01-01", None),
        ("start: 2016-01-01", None),
    ],
)
def test_a_policy_outside_the_run_is_told(tmp_path: Path, days: str, caution: str | None) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{HEAD}  p: {{kind: lockdown, {days}, mobility: 0.5}}\n")
    assert [str(found) for found in load_closely(path).cautions] == ([f"{path}{caution}"] if caution else [])


@pytest.mark.parametrize(
    ("policy", "caution"),
    [
        ("kind: lockdown, start: 2018-02-01, mobility: 0.5, ramp: 334", None),
        (
            "kind: lockdown, start: 2018-02-01, mobility: 0.5, ramp: 335",
            "ramp: 335 days of ramp are more than the 334 until the run ends. It never reaches full strength.",
        ),
        (
            "kind: lockdown, start: 2018-02-01, end: 2018-02-10, mobility: 0.5, ramp: 11",
            "ramp: 11 days of ramp are more than the 10 until the policy ends. It never reaches full strength.",
        ),
        ("kind: site_blocking, start: 2018-02-01, delay: 365", None),
        (
            "kind: site_blocking, start: 2018-02-01, delay: 365, ramp: 365",
            "ramp: 365 days of ramp are more than the 334 until the run ends. It never reaches full strength.",
        ),
        ("kind: emergency_listing, start: 2018-02-01, delay: 365", None),
        (
            "kind: emergency_listing, start: 2018-02-01, delay: 366",
            "delay: 366 days are more than the 365 of the whole run. What waits for them never comes in this run.",
        ),
        (
            "kind: lockdown, start: 2018-02-01, mobility: 0.5, intensity: 0, cost_per_year: 5",
            "intensity: its intensity is 0, and it has a cost of 5 KZT a year. "
            "It changes nothing and costs nothing in this run.",
        ),
        ("kind: treatment_places, start: 2018-02-01, places: 20, cost_per_year: 1e6", None),
        (
            "kind: treatment_places, start: 2018-02-01, places: 540, cost_per_year: 1e9",
            "places: it is a factor: 540 times as much as there is. A count is divided by what there is.",
        ),
        (
            "kind: treatment_places, start: 2018-02-01, places: 2, cost_per_year: 3.3",
            "cost_per_year: 3.3 KZT is less than a million. It counts in tenge: a billion is written 1e9.",
        ),
        (
            "kind: lockdown, start: 2018-02-01, mobility: 0.5, intensity: 0",
            "intensity: its intensity is 0. It changes nothing in this run.",
        ),
        (
            "kind: lockdown, start: 2019-02-01, mobility: 0.5, intensity: 0, cost_per_year: 5, ramp: 999",
            "start: it starts on 2019-02-01, after the run ends on 2018-12-31. It changes nothing in this run.",
        ),
    ],
)
def test_an_odd_policy_is_told_once_at_its_place_and_runs(tmp_path: Path, policy: str, caution: str | None) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"economics: {{currency: KZT}}\n{HEAD}  p: {{{policy}}}\n")
    told = [str(found) for found in load_closely(path).cautions]
    if caution is None:
        assert told == []
        return
    column = 7 + policy.index(f"{caution.split(':')[0]}:") + len(caution.split(":")[0]) + 2
    assert told == [f"{path}:6:{column}  interventions.p.{caution}"]


def told(path: Path, text: str) -> list[str]:
    path.write_text(text)
    return [str(caution).removeprefix(f"{path}:") for caution in load_closely(path).cautions]


def test_a_cost_after_the_horizon_is_told(tmp_path: Path) -> None:
    text = (
        "economics: {currency: KZT, horizon: %s}\n"
        + HEAD
        + "  p: {kind: lockdown, start: 2018-02-01, mobility: 0.5%s}\n"
    )
    assert told(tmp_path / "a.yaml", text % ("2018-01-31", ", cost_per_year: 5e9")) == [
        "6:30  interventions.p.start: it starts on 2018-02-01 and has a cost, after the horizon of economics, "
        "2018-01-31. Neither its cost nor what it does counts in a comparison."
    ]
    for horizon, cost in (("2018-02-01", ", cost_per_year: 5e9"), ("2018-01-31", ""), ("3", ", cost_per_year: 5e9")):
        assert told(tmp_path / "a.yaml", text % (horizon, cost)) == []


def test_a_name_removed_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "below.yaml").write_text(HEAD + "  p: {kind: lockdown, start: 2018-02-01, mobility: 0.5}\n")
    text = "extends: below.yaml\nremove: [p, p]\n"
    assert told(tmp_path / "a.yaml", text) == ["2:13  remove[1]: 'p' is written twice. Once is enough."]


def test_a_country_of_ones_own_without_gateways_is_told(tmp_path: Path) -> None:
    one, other = "a: {population: 100000, x: 0, y: 0%s}", "b: {population: 100000, x: 1, y: 0}"
    text = f"space:\n  regions: {{{one}, {other}}}\n"
    post = "2:3  space.regions: no region has a gateway_post above 0. Foreign parcels arrive in all regions alike."
    road = "2:3  space.regions: no region has a gateway_road above 0. Foreign road loads arrive in all regions alike."
    assert told(tmp_path / "a.yaml", text % "") == [post, road]
    assert told(tmp_path / "a.yaml", text % ", gateway_post: 1") == [road]
    assert told(tmp_path / "a.yaml", text % ", gateway_post: 1, gateway_road: 1") == []


def test_a_run_cut_short_is_no_reason_to_tell_of_the_policies_that_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "below.yaml").write_text(HEAD + "  p: {kind: lockdown, start: 2018-06-01, mobility: 0.5}\n")
    own = "  q: {kind: lockdown, start: 2018-07-01, mobility: 0.5}\n"
    text = f"extends: below.yaml\nend: 2018-03-01\ninterventions:\n{own}"
    (caution,) = told(tmp_path / "a.yaml", text)
    assert "interventions.q.start: it starts on 2018-07-01, after the run ends on 2018-03-01" in caution
    short = load_closely(tmp_path / "below.yaml", ["end=2018-03-01"])
    assert short.cautions == ()


def test_a_policy_of_ones_own_that_the_command_line_cuts_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "below.yaml").write_text(HEAD + "  p: {kind: lockdown, start: 2018-06-01, mobility: 0.5}\n")
    own = "interventions:\n  q: {kind: lockdown, start: 2018-07-01, mobility: 0.5}\n"
    (tmp_path / "a.yaml").write_text(f"extends: below.yaml\n{own}")
    (tmp_path / "b.yaml").write_text("extends: below.yaml\ninterventions:\n  p: {mobility: 0.7}\n")
    for file, name in (("a", "q"), ("b", "p")):
        (caution,) = load_closely(tmp_path / f"{file}.yaml", ["end=2018-03-01"]).cautions
        assert caution.path == f"interventions.{name}.start" and "after the run ends on 2018-03-01" in str(caution)
        assert load_closely(tmp_path / f"{file}.yaml", ["end=2018-07-01"]).cautions == ()
