"""What a scenario does otherwise than another one, in words."""

import pytest

from marketsim.scenario.changes import Change, changes
from marketsim.scenario.loading import loads

BASE = "interventions: [{name: limits, kind: lockdown, start: 2018-03-01, mobility: 0.5}]\n"


@pytest.mark.parametrize(
    ("text", "days", "setting"),
    [
        ("{name: limits, kind: lockdown, start: 2018-03-01, mobility: 0.7}", "", "mobility: 0.7 times instead of 0.5"),
        ("{name: limits, kind: lockdown, start: 2018-04-01, mobility: 0.5}", "instead of", "other settings alike"),
        ("{name: limits, kind: marketplace_closure, start: 2018-03-01}", "", "as usual for its kind"),
    ],
)
def test_a_policy_is_told_by_what_is_other_than_before(text: str, days: str, setting: str) -> None:
    (told,) = changes(loads(f"interventions: [{text}]\n"), loads(BASE))
    assert (told.name, told.setting) == ("limits", setting)
    assert days in told.days


def test_a_policy_that_is_gone_and_a_market_that_is_the_same() -> None:
    assert changes(loads("scale: 0.5"), loads(BASE)) == [Change(name="limits", setting="taken away")]
    assert changes(loads(f"title: Other\n{BASE}"), loads(BASE)) == []


def test_a_meaning_of_two_lines_becomes_one_and_a_switch_is_yes_or_no() -> None:
    two = "{name: limits, kind: lockdown, start: 2018-03-01, mobility: 0.5, cost_per_year: 53.1e9}"
    policy = "{name: law, kind: sentencing, start: 2018-03-01, online_sale_is_grave: true}"
    told = changes(loads(f"economics: {{currency: KZT}}\ninterventions: [{two}, {policy}]\n"), loads(BASE))
    assert not [change for change in told if "\\n" in change.meaning or "\n" in change.meaning]
    assert "counted at unit costs" in next(change.meaning for change in told if "cost per year" in change.setting)
    assert [change.setting for change in told if change.name == "law"] == ["online sale is grave: yes"]
