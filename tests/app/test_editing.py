"""What is done on the screen makes a scenario, and the scenario a file."""

from datetime import date
from pathlib import Path

import pytest

from marketsim.app.editing import Edit, edited, offers
from marketsim.app.scenario_text import scenario_text
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load, loads
from marketsim.scenario.scenario import Scenario

SHIPPED = Path(__file__).parents[2] / "scenarios"


def test_nothing_done_is_the_scenario_itself(tiny: Scenario):
    assert edited(tiny, {}, {"patrols": Edit(True, {}), "early": Edit(True, {})}) is tiny


def test_a_policy_is_switched_off_and_moved(tiny: Scenario):
    off = edited(tiny, {}, {"early": Edit(False, {"officers": 9.0})})
    assert list(off.policies) == ["patrols"]
    moved = edited(tiny, {}, {"patrols": Edit(True, {"start": date(2018, 2, 1), "intensity": 0.5})})
    assert moved.policies["patrols"].start == date(2018, 2, 1)
    assert moved.policies["patrols"].intensity == 0.5
    assert moved.policies["early"] == tiny.policies["early"]


def test_policies_of_other_scenarios_are_offered_and_added(tiny: Scenario, more: Scenario):
    found = offers(tiny, [tiny, more])
    assert list(found) == ["fast"]
    added = {"fast": found["fast"].policy}
    assert edited(tiny, added, {}).digest() == more.with_(title=tiny.title).digest()
    assert edited(tiny, added, {"fast": Edit(False, {})}).digest() == tiny.digest()
    assert edited(tiny, added, {"fast": Edit(True, {"delay": 3.0})}).policies["fast"].model_dump()["delay"] == 3.0


def test_settings_that_do_not_go_together_are_told(tiny: Scenario):
    with pytest.raises(ScenarioError, match="end"):
        edited(tiny, {}, {"patrols": Edit(True, {"end": date(2017, 12, 1)})})


def test_every_shipped_policy_can_be_added_to_the_history():
    base = load(SHIPPED / "baseline.yaml")
    found = offers(base, [load(path) for path in sorted(SHIPPED.glob("*.yaml"))])
    kinds = {offer.policy.kind for offer in found.values()}
    assert len(kinds) > 25
    for offer in found.values():
        assert offer.name in edited(base, {offer.name: offer.policy}, {}).policies


@pytest.mark.parametrize(
    "name", ["baseline", "calibrated", "almaty", "sentencing", "reform_2024", "countries/turkmenistan"]
)
def test_the_file_of_a_scenario_is_that_scenario(name: str):
    scenario = load(SHIPPED / f"{name}.yaml").with_(title="# <script> 'a' \"b\": {c}\n- d", scale=0.1)
    text = scenario_text(scenario, "one\ntwo\rkind: x")
    assert text.startswith("# one\n# two kind: x\n")
    assert loads(text).digest() == scenario.digest()
    assert len(text) < 10_000
