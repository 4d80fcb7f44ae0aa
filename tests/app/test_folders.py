"""The results folder is read as it is: what is bad is named with its reason, the rest is shown."""

import json
import shutil
from pathlib import Path

import pytest

from marketsim.app.folders import entries, scenario_files
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario


@pytest.fixture
def results(tmp_path: Path, tiny: Scenario) -> Path:
    """A folder with one whole run."""
    run(tiny, 1).save(tmp_path / "results")
    return tmp_path / "results"


def test_bad_entries_are_named_with_the_reason_and_the_rest_is_shown(results: Path, tmp_path: Path):
    (whole,) = results.iterdir()
    for name in ("damaged", "other", "lacking"):
        shutil.copytree(whole, results / name)
    (results / "damaged" / "manifest.json").write_text("{")
    manifest = json.loads((whole / "manifest.json").read_bytes())
    (results / "other" / "manifest.json").write_text(json.dumps(manifest | {"format": 1}))
    (results / "lacking" / "daily.parquet").unlink()
    (results / "empty").mkdir()
    (results / ".run.0123.partial").mkdir()
    (results / "letter.txt").write_text("hello")
    (results / "README.md").write_text("about")
    (results / "reference" / "history").mkdir(parents=True)
    (results / "reference" / "patterns.csv").write_text("id")
    (results / "letters").mkdir()
    (results / "letters" / "README.md").write_text("about")
    (results / "stripped").mkdir()
    (results / "stripped" / "yearly.csv").write_text("year")
    (results / "store").mkdir()
    (results / "store" / "store.json").write_text("{}")
    shutil.copytree(whole, tmp_path / "outside")
    (results / "link").symlink_to(tmp_path / "outside")
    (results / "inner").mkdir()
    (results / "inner" / "manifest.json").symlink_to(tmp_path / "outside" / "manifest.json")
    found, faults = entries(results)
    assert [(entry.path, entry.kind) for entry in found] == [(whole, "run")]
    assert {fault.name: fault.key for fault in faults} == {
        "damaged": "stored.no_result",
        "other": "stored.other_layout",
        "lacking": "stored.damaged",
        "empty": "stored.no_result",
        "stripped": "stored.no_result",
        ".run.0123.partial": "stored.unfinished",
        "letter.txt": "stored.other_file",
        "link": "stored.outside",
        "inner": "stored.outside",
    }


def test_a_folder_without_results_is_empty(tmp_path: Path):
    assert entries(tmp_path) == ([], [])


def test_scenario_files_come_with_the_history_first_and_bad_ones_with_their_reason(scenarios: Path):
    (scenarios / "sweeps").mkdir()
    (scenarios / "sweeps" / "design.yaml").write_text("dimensions: {}")
    found, faults = scenario_files(scenarios)
    assert list(found) == ["baseline.yaml", "hostile.yaml", "more.yaml"]
    assert list(faults) == ["bad.yaml"]
    assert "bad.yaml:" in faults["bad.yaml"]
