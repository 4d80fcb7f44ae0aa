"""What scenarios can name is found by looking into the folders."""

from pathlib import Path

import pytest

from marketsim import interventions
from marketsim.rules.rule import Rule
from marketsim.scenario.loading import loads
from marketsim.scenario.registry import intervention_kinds, parameter_sets

PLUGIN = '''
"""A policy from outside."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention


class {title}(Intervention, kind="{kind}"):
    """Does nothing."""

    roles: tuple[str, ...] = ()
    depth: float = param(1.0, unit="m", low=0, high=2, grade=Grade.ASSUMED, source="a test")

    def pull(self, world, strength):
        """Pull nothing."""
'''


def test_every_rule_is_named_as_its_file() -> None:
    rules = {name: found for name, found in parameter_sets().items() if issubclass(found, Rule)}
    assert rules
    assert all(found.name == name == found.__module__.rpartition(".")[2] for name, found in rules.items())


def test_the_world_has_its_own_sets() -> None:
    assert {"first_day", "people"} <= set(parameter_sets())


def test_every_kind_is_named_as_its_file() -> None:
    kinds = intervention_kinds()
    assert {"weight_thresholds", "site_blocking", "precursor_control"} <= set(kinds)
    assert all(found.kind == name == found.__module__.rpartition(".")[2] for name, found in kinds.items())


def test_a_new_policy_is_one_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "well_digging.py").write_text(PLUGIN.format(title="WellDigging", kind="well_digging"))
    monkeypatch.setattr(interventions, "__path__", [*interventions.__path__, str(tmp_path)])
    scenario = loads("interventions: [{kind: well_digging, start: 2019-01-01, depth: 2, roles: [courier]}]\n")
    assert scenario.resolved()["interventions"][0]["depth"] == 2.0


def test_a_policy_in_a_file_of_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wall_digging.py").write_text(PLUGIN.format(title="WrongName", kind="wrong_name"))
    monkeypatch.setattr(interventions, "__path__", [*interventions.__path__, str(tmp_path)])
    with pytest.raises(ImportError, match=r"call the file wrong_name\.py"):
        intervention_kinds()


def test_an_unknown_role_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults) -> None:
    (tmp_path / "role_digging.py").write_text(PLUGIN.format(title="RoleDigging", kind="role_digging"))
    monkeypatch.setattr(interventions, "__path__", [*interventions.__path__, str(tmp_path)])
    assert faults("interventions: [{kind: role_digging, start: 2019-01-01, depth: 2, roles: [curier]}]\n") == [
        "a.yaml:1:75  interventions[0].roles[0]: there is no role 'curier' in this scenario. Did you mean 'courier'?"
    ]
