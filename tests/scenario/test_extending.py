"""A file changes the one that it extends, and faults point into the file in which they were written."""

import textwrap
from datetime import date
from pathlib import Path

import pytest

from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load

PARENT = """
    title: Parent
    scale: 0.5
    parameters: {people: {online: 0.9, hiv: 0.01}}
    interventions:
      - {kind: lockdown, mobility: 0.5, start: 2020-03-30, end: 2020-05-11}
      - {kind: lockdown, mobility: 0.5, start: 2021-07-01, end: 2021-08-01}
      - {name: fifty_grams, kind: weight_thresholds, start: 2021-10-01, large: 1}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


@pytest.fixture
def family(tmp_path: Path):
    write(tmp_path, "parent.yaml", PARENT)
    return lambda text: load(write(tmp_path, "child.yaml", "extends: parent.yaml\n" + textwrap.dedent(text)))


def test_a_child_that_says_nothing_is_its_parent(family, tmp_path: Path) -> None:
    assert family("").digest() == load(tmp_path / "parent.yaml").digest()


def test_mappings_merge_and_values_replace(family) -> None:
    child = family("title: Child\nparameters: {people: {hiv: 0.02}}\n")
    assert (child.title, child.scale) == ("Child", 0.5)
    assert (child.parameters["people"].online, child.parameters["people"].hiv) == (0.9, 0.02)


def test_an_empty_section_changes_nothing(family, tmp_path: Path) -> None:
    assert family("parameters:\ninterventions:\nremove:\n") == load(tmp_path / "parent.yaml")


def test_interventions_are_added_and_repeated_kinds_are_numbered(family) -> None:
    child = family(
        "interventions: [{kind: lockdown, mobility: 0, start: 2022-01-01}, "
        "{kind: site_blocking, delay: 3, start: 2022-01-01}]\n"
    )
    assert child.intervention_names == ("lockdown", "lockdown-2", "fifty_grams", "lockdown-3", "site_blocking")


def test_an_event_is_struck_from_history(family) -> None:
    assert family("remove: [lockdown-2, fifty_grams]\n").intervention_names == ("lockdown",)


def test_an_intervention_is_replaced_by_name_in_its_place(family) -> None:
    child = family("interventions: [{name: lockdown, kind: site_blocking, delay: 3, start: 2022-01-01}]\n")
    assert [policy.kind for policy in child.interventions] == ["site_blocking", "lockdown", "weight_thresholds"]


def test_a_single_field_of_an_intervention_is_changed(family) -> None:
    child = family("interventions: {lockdown-2: {end: 2021-12-31}, 0: {end: 2020-12-31}}\n")
    assert [policy.end for policy in child.interventions] == [date(2020, 12, 31), date(2021, 12, 31), None]
    assert child.interventions[1].start == date(2021, 7, 1)


def test_a_mapping_changes_what_is_there_and_adds_what_has_a_kind(family) -> None:
    child = family(
        "interventions:\n  lockdown: {mobility: 0.7}\n  blocking: {kind: site_blocking, delay: 3, start: 2022-01-01}\n"
    )
    assert child.intervention_names == ("lockdown", "lockdown-2", "fifty_grams", "blocking")
    assert child.policies["lockdown"].mobility == 0.7
    assert child.policies["blocking"].delay == 3


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (
            "fifty_gram: {large: 2}",
            "interventions.fifty_gram: there is no intervention 'fifty_gram' to change. Did you mean 'fifty_grams'? "
            "To add a new one, give its kind.",
        ),
        ("9: {kind: lockdown}", "interventions.9: '9' is no name of an intervention."),
        ("new: {kind: lockdown, name: old, start: 2020-01-01, mobility: 0}", "interventions.new.name: the key is the"),
        ("new: {kind: lockdow, start: 2020-01-01}", "interventions.new.kind: there is no 'lockdow'. Did you mean"),
        ("new: {kind: lockdown, mobility: 0.5}", "interventions.new.start: it is missing."),
    ],
)
def test_a_new_entry_of_a_mapping_has_its_faults(family, entry: str, fault: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        family(f"interventions:\n  {entry}\n")
    (found,) = map(str, caught.value.faults)
    assert "child.yaml:3:" in found
    assert fault in found


def test_set_changes_single_fields_too(family, tmp_path: Path) -> None:
    family("")
    changes = ["interventions.fifty_grams.start=2022-01-01", "interventions[1].end=2021-09-01", "remove=[lockdown]"]
    changed = load(tmp_path / "child.yaml", changes)
    assert changed.policies["fifty_grams"].start == date(2022, 1, 1)
    assert changed.policies["lockdown-2"].end == date(2021, 9, 1)


def test_names_are_relative_to_the_file_that_says_them(tmp_path: Path) -> None:
    write(tmp_path, "parent.yaml", PARENT)
    write(tmp_path, "arms/middle.yaml", "extends: ../parent.yaml\nscale: 0.1\n")
    assert load(write(tmp_path, "arms/deep/leaf.yaml", "extends: ../middle.yaml\n")).weight == 10


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return [str(fault).replace(str(path.parent), "") for fault in caught.value.faults]


def test_a_fault_points_into_the_file_that_wrote_it(tmp_path: Path) -> None:
    write(tmp_path, "parent.yaml", "title: a\nscale: 0.7\nparameters: {people: {onlin: 1}}\n")
    child = write(tmp_path, "child.yaml", "extends: parent.yaml\nparameters:\n  people: {hiv: 2}\n")
    assert faults_of(child) == [
        "/parent.yaml:2:8  scale: 0.7 is not 1/k with k a whole number from 1 to 50. The nearest is 0.5 (1/2).",
        "/parent.yaml:3:23  parameters.people.onlin: there is no 'onlin' here. Did you mean 'online'?",
        "/child.yaml:3:17  parameters.people.hiv: 2 is out of range. Give a value from 0 to 1 (share).",
    ]


def test_a_value_that_a_child_mends_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path, "parent.yaml", "scale: 0.7\n")
    assert load(write(tmp_path, "child.yaml", "extends: parent.yaml\nscale: 0.5\n")).weight == 2


def test_a_circle_is_told_with_its_chain(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml", "extends: ./a.yaml\n")
    found = faults_of(write(tmp_path, "a.yaml", "extends: b.yaml\n"))
    assert found == [
        "/b.yaml:1:10  extends: the files extend each other in a circle: /a.yaml -> /b.yaml -> /a.yaml. "
        "Take out one extends."
    ]


def test_a_missing_parent_does_not_hide_other_faults(tmp_path: Path) -> None:
    write(tmp_path, "parent.yaml", PARENT)
    found = faults_of(write(tmp_path, "a.yaml", "extends: parrent.yaml\nremove: [lockdown]\ntitel: x\n"))
    assert found == [
        "/a.yaml:1:10  extends: there is no file /parrent.yaml. Did you mean 'parent.yaml'?",
        "/a.yaml:3:1  titel: there is no 'titel' here. Did you mean 'title'?",
    ]


@pytest.mark.parametrize("value", ["5", "[a]", "''", "..", '"\\0"'])
def test_extends_wants_one_file(tmp_path: Path, value: str) -> None:
    assert "extends: " in faults_of(write(tmp_path, "a.yaml", f"extends: {value}\n"))[0]


def test_two_entries_of_one_name_are_a_fault(family) -> None:
    entries = ", ".join(["{name: a, kind: lockdown, mobility: 0, start: 2020-01-01}"] * 2)
    with pytest.raises(ScenarioError, match="'a' names two entries"):
        family(f"interventions: [{entries}]\n")
