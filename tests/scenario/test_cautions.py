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
        ("kind: lockdown, start: 2018-02-01, mobility: 0.5, intensity: 0", None),
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
