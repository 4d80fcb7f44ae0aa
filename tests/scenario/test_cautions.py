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
