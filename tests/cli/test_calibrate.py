"""`marketsim calibrate` as a person calls it."""

import json
import shutil
from pathlib import Path

import pytest

from marketsim.version import MODEL_VERSION
from tests.cli.conftest import Call
from tests.experiments.calibration.tiny import CALIBRATION, written


@pytest.fixture
def calibration(tmp_path: Path) -> Path:
    """A calibration of 42 short runs, or of 16."""
    return written(tmp_path)


def test_it_tells_what_it_does_and_where_it_is_and_does_it_once(call: Call, calibration: Path):
    plan = call("calibrate", "channels.yaml", "--dry-run")
    assert plan.returncode == 0, plan.stderr
    for words in ("Channels of a city: ", "3 parameters, 1 reported figure, budget whole: 32 runs over the prior",
                  "Up to 42 runs at scale 0.02: 0 done already.", "with 1 worker (", " guess), 312 MB"):  # fmt: skip
        assert words in plan.stdout
    assert not (calibration.parent / "results").exists()
    done = call("calibrate", "channels.yaml", "--budget", "less")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Calibration: results/calibration-channels-less\n"
    for words in ("Generation 0: 16 runs, 16 to be made.", "16 of 16 runs: channels-16, seed 3000015",
                  "Prior predictive check: 2 of 2 reported figures are reached.", "Generation 0: tolerance ",
                  "parameters.shop_opening.rate: ", "worth 10 particles of equal weight for each number"):  # fmt: skip
        assert words in done.stderr
    again = call("calibrate", "channels.yaml", "--budget", "less", "--quiet")
    assert (again.stdout, again.stderr) == ("results/calibration-channels-less\n", "")
    look = call("calibrate", "channels.yaml", "--budget", "less", "--dry-run").stdout
    assert "16 done already" in look
    assert "1 parameter, 1 reported figure, budget less" in look


def test_a_folder_of_other_runs_is_refused_before_anything_is_promised(call: Call, calibration: Path):
    assert call("calibrate", "channels.yaml", "--budget", "less").returncode == 0
    for words in (("--dry-run",), ()):
        other = call("calibrate", "channels.yaml", "--budget", "less", "--scale", "0.04", *words)
        assert other.returncode == 1
        assert "holds a calibration with another scenario" in other.stderr
        assert "done already" not in other.stdout + other.stderr


def test_damaged_parts_of_the_store_are_told(call: Call, calibration: Path):
    assert call("calibrate", "channels.yaml", "--budget", "less").returncode == 0
    part = next((calibration.parent / "results" / "calibration-channels-less" / "runs" / "parts").iterdir())
    part.write_bytes(b"PAR1")
    for words in (("--dry-run",), ()):
        again = call("calibrate", "channels.yaml", "--budget", "less", *words)
        assert "Damaged, its runs are made again where they are needed: results/" in again.stdout + again.stderr
        assert part.name in again.stdout + again.stderr
    assert not part.exists()


def test_a_change_that_a_prior_decides_leaves_with_2(call: Call, calibration: Path):
    done = call("calibrate", "channels.yaml", "--dry-run", "--set", "parameters.shop_opening.rate=3")
    assert done.returncode == 2
    assert "parameters.shop_opening.rate: it has a prior, which decides it in every run" in done.stderr
    for words in (
        ("--set", "parameters.customs_check.equipment=[0.05, 0.06]"),
        ("--set", "parameters.people.online=0.5"),
    ):
        assert call("calibrate", "channels.yaml", "--dry-run", *words).returncode == 0


def test_a_bad_calibration_leaves_with_3_and_all_its_faults(call: Call, calibration: Path):
    calibration.write_text(CALIBRATION.replace("low: 1, high: 20", "low: 20, high: 1").replace("seed: 3", "seed: x"))
    done = call("calibrate", "channels.yaml")
    assert done.returncode == 3
    assert done.stderr.startswith("channels.yaml:3:7  seed: ")
    calibration.write_text(CALIBRATION.replace("low: 1, high: 20", "low: 1, high: 30").replace("2, factor", "9, facto"))
    done = call("calibrate", "channels.yaml")
    assert done.returncode == 3
    calibration.unlink()
    assert call("calibrate", "channels.yaml").returncode == 3


def test_a_wrong_call_leaves_with_2(call: Call, calibration: Path):
    for words in (
        ("--budget", "huge"),
        ("--set", "parameters.people.online=2"),
        ("--scale", "0.3"),
        ("--workers", "0"),
    ):
        done = call("calibrate", "channels.yaml", *words)
        assert done.returncode == 2, done.stderr


def test_too_few_runs_to_learn_from_leave_with_1(call: Call, calibration: Path):
    done = call("calibrate", "channels.yaml", "--so-far")
    assert done.returncode == 1
    assert "holds 0 finished runs; 64 are the least to learn from" in done.stderr


def test_runs_of_another_version_leave_with_5(call: Call, calibration: Path):
    folder = calibration.parent / "results" / "calibration-channels-less" / "runs"
    folder.mkdir(parents=True)
    (folder / "store.json").write_text('{"format": 1, "model_version": "old"}')
    done = call("calibrate", "channels.yaml", "--budget", "less")
    assert done.returncode == 5
    assert f"holds runs of version old of the model, this is version {MODEL_VERSION}" in done.stderr


def test_what_to_beware_of_is_told_again_at_the_end(call: Call, calibration: Path):
    assert call("calibrate", "channels.yaml", "--budget", "less").returncode == 0
    again = call("calibrate", "channels.yaml", "--budget", "less", "--so-far")
    assert "brought to an end before, and is left as it is" in again.stderr
    assert "Prior predictive check: 2 of 2" in again.stderr
    folder = calibration.parent / "results" / "calibration-channels-less"
    (folder / "generation-00.parquet").write_bytes(b"PAR1")
    cut = call("calibrate", "channels.yaml", "--budget", "less", "--dry-run")
    assert cut.returncode != 0 and "generation-00.parquet is damaged" in " ".join(cut.stderr.split())


def test_runs_of_two_states_of_the_source_are_told(call: Call, calibration: Path):
    assert "states of the source" not in call("calibrate", "channels.yaml", "--budget", "less").stderr
    folder = calibration.parent / "results" / "calibration-channels-less"
    made_with = folder / "made_with.json"
    digest = json.loads(made_with.read_text())["made_by"][0]["source_digest"]
    made_with.write_text(made_with.read_text().replace(digest, "another"))
    (folder / "generation-00.parquet").unlink()
    shutil.rmtree(folder / "runs")
    again = call("calibrate", "channels.yaml", "--budget", "less")
    assert f"made by 2 states of the source of version {MODEL_VERSION} of the model" in " ".join(again.stderr.split())
