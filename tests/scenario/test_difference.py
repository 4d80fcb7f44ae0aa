"""A scenario is told from the file at the bottom of those that it extends."""

from datetime import date
from pathlib import Path

import pytest

from marketsim.scenario.difference import Difference
from marketsim.scenario.loading import load_closely, load_resolved

BOTTOM = """\
interventions:
  first: {kind: lockdown, start: 2018-03-01, end: 2018-04-01, mobility: 0.5}
  second: {kind: lockdown, start: 2019-03-01, mobility: 0.5}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: Other\nscale: 0.5\n", None),
        ("remove: [second]\n", (("second",), date(2019, 3, 1))),
        ("interventions: {second: {start: 2020-01-01}}\n", (("second",), date(2019, 3, 1))),
        ("interventions: [{name: x, kind: site_blocking, start: 2018-01-05, delay: 1}]\n", (("x",), date(2018, 1, 5))),
        ("interventions: [{name: x, kind: site_blocking, start: 2010-01-05, delay: 1}]\n", (("x",), date(2017, 1, 1))),
        ("parameters: {people: {online: 0.5}}\n", (("parameters.people",), date(2017, 1, 1))),
        ("space: {city_side: 8}\n", (("space",), date(2017, 1, 1))),
    ],
)
def test_what_differs_is_named_with_the_first_day(tmp_path: Path, text: str, told: tuple[object, date] | None) -> None:
    (tmp_path / "bottom.yaml").write_text(BOTTOM)
    (tmp_path / "top.yaml").write_text("extends: bottom.yaml\n" + text)
    loaded = load_closely(tmp_path / "top.yaml")
    assert loaded.difference == (Difference(*told) if told else None)  # type: ignore[arg-type]


def test_a_change_by_set_is_a_difference_and_scale_is_none(tmp_path: Path) -> None:
    (tmp_path / "bottom.yaml").write_text(BOTTOM)
    path = tmp_path / "bottom.yaml"
    assert load_closely(path).difference is None
    assert load_closely(path, options={"scale": "0.1"}).difference is None
    assert load_closely(path, ["parameters.people.online=0.5"]).difference is not None


def test_resolved_content_is_the_same_scenario(tmp_path: Path) -> None:
    (tmp_path / "bottom.yaml").write_text(BOTTOM)
    scenario = load_closely(tmp_path / "bottom.yaml").scenario
    assert load_resolved(scenario.resolved(), "manifest.json").scenario.digest() == scenario.digest()
