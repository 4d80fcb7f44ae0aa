"""Whatever a path leads to, the answer is a scenario or a fault."""

from pathlib import Path

import pytest

from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load, loads


def fault_of(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value)


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("\ufefftitle: Қазақстан\n".encode())
    assert load(str(tmp_path / "a.yaml")).title == "Қазақстан"


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "baseline.yaml").touch()
    assert fault_of(tmp_path / "basline.yaml").endswith("Did you mean 'baseline.yaml'?")


def test_a_folder_is_a_fault(tmp_path: Path) -> None:
    assert fault_of(tmp_path).endswith("is a folder. Name a file in it.")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_is_a_fault() -> None:
    assert "is no ordinary file" in fault_of(Path("/dev/zero"))


def test_a_circle_of_links_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "a.yaml")
    assert "a.yaml" in fault_of(tmp_path / "a.yaml")


def test_an_impossible_path_is_a_fault() -> None:
    assert "cannot read" in fault_of(Path("a\0b"))


def test_other_encodings_are_told_by_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("title: a\nquestion: дом\n".encode("cp1251"))
    assert fault_of(tmp_path / "a.yaml").endswith("a.yaml:2:11  the file is not UTF-8 (byte 0xe4). Save it as UTF-8.")


def test_a_file_over_a_megabyte_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("#" * 1_000_001)
    assert "larger than 1 MB" in fault_of(tmp_path / "a.yaml")
    with pytest.raises(ScenarioError, match="larger than 1 MB"):
        loads("#" * 1_000_001)


def test_a_path_into_no_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = fault_of(tmp_path / "nowhere" / "a.yaml")
    assert told.endswith(f"Check the path: there is no folder '{tmp_path / 'nowhere'}'.")
    monkeypatch.chdir(tmp_path)
    told = fault_of(Path("scenarios") / "a.yaml")
    assert told.endswith("Check the path: there is no folder 'scenarios' in the folder that you are in.")


def test_a_missing_file_below_is_not_mended_with_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("extends: hours.yaml\n")
    assert fault_of(tmp_path / "ours.yaml").endswith("Check the path: there is no other YAML file in that folder.")
    (tmp_path / "baseline.yaml").touch()
    assert fault_of(tmp_path / "ours.yaml").endswith("Known: baseline.yaml.")
    (tmp_path / "houses.yml").touch()
    assert fault_of(tmp_path / "ours.yaml").endswith("Did you mean 'houses.yml'?")
