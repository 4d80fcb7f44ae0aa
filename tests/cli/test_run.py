"""`marketsim run` as a person would call it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import marketsim as ms

COMMAND = [sys.executable, "-m", "marketsim"]


def results(folder: Path) -> list[Path]:
    return sorted(folder.glob("results/*"))


def test_a_run_shows_progress_writes_a_folder_and_compares(call, tmp_path: Path):
    done = call("run", "tiny.yaml")
    assert done.returncode == 0, done.stderr
    (folder,) = results(tmp_path)
    assert folder.name.startswith("tiny-1-")
    assert f"Results: results/{folder.name}" in done.stdout
    assert f"marketsim.read('results/{folder.name}')" in done.stdout
    assert "40 of 40 days" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert "nothing to compare" in done.stdout
    assert "One agent stands for 50 people (of shops and their staff for fewer" in done.stdout
    assert len(ms.read(folder, verify=True).daily) == 40


def test_the_same_run_is_recognised_and_not_run_again(call, tmp_path: Path):
    first = call("run", "tiny.yaml", "--days", "3")
    (folder,) = results(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = call("run", "tiny.yaml", "--days", "3")
    assert first.returncode == again.returncode == 0
    assert "This very run is there already" in again.stderr
    assert again.stdout == first.stdout
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    audited = call("run", "tiny.yaml", "--days", "3", "--audit")
    assert "balance on each of 3 days" in audited.stderr
    assert "The same result is there already" in audited.stderr
    assert results(tmp_path) == [folder]


def test_quiet_prints_the_folder_and_nothing_else(call, tmp_path: Path):
    done = call("run", "tiny.yaml", "--days", "2", "--quiet", "--out", "elsewhere/deep")
    assert done.returncode == 0
    assert done.stderr == ""
    folder = tmp_path / done.stdout.strip()
    assert folder.parent == tmp_path / "elsewhere" / "deep"
    assert len(ms.read(folder).daily) == 2


def test_options_reach_the_run(call, tmp_path: Path):
    words = ("--days", "2", "-q", "--seed", "7", "--scale", "1/25", "--set", "parameters.people.online=0.5", "--events")
    done = call("run", "tiny.yaml", *words)
    run = ms.read(tmp_path / done.stdout.strip())
    assert run.manifest["seed"] == 7
    assert run.manifest["weight"] == 25
    assert run.manifest["scenario"]["parameters"]["people"]["online"] == 0.5
    assert run.events is not None


def test_the_manifest_of_a_run_runs_it_again(call, tmp_path: Path):
    words = ("--days", "2", "-q", "--seed", "7", "--set", "parameters.people.online=0.5")
    first = call("run", "tiny.yaml", *words)
    manifest = f"{first.stdout.strip()}/manifest.json"
    again = call("run", manifest)
    assert "This very run is there already" in again.stderr
    assert f"Results: {first.stdout.strip()}" in again.stdout
    elsewhere = call("run", manifest, "-q", "--out", "elsewhere")
    one, other = (ms.read(tmp_path / done.stdout.strip()).manifest for done in (first, elsewhere))
    assert (one["seed"], one["files"]) == (other["seed"], other["files"])
    other_seed = call("run", manifest, "-q", "--seed", "8", "--out", "elsewhere")
    assert ms.read(tmp_path / other_seed.stdout.strip()).manifest["seed"] == 8


def test_the_manifest_of_another_version_is_run_with_a_warning_and_can_be_validated(call, tmp_path: Path):
    folder = call("run", "tiny.yaml", "--days", "2", "-q").stdout.strip()
    same = call("validate", f"{folder}/manifest.json")
    assert (same.returncode, same.stderr) == (0, "")
    told = json.loads((tmp_path / folder / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(told | {"model_version": "0"}))
    for words in (("run", "manifest.json", "-q"), ("validate", "manifest.json")):
        done = call(*words)
        assert done.returncode == 0
        assert f"made by version 0 of the model, and this is version {told['model_version']}" in done.stderr


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"scenario": {}, "seed": "1"}'])
def test_a_file_that_is_no_manifest_is_a_fault(text: str, call, tmp_path: Path):
    (tmp_path / "manifest.json").write_text(text)
    done = call("run", "manifest.json")
    assert done.returncode == 3
    assert "this is no manifest of a run" in done.stderr


def test_a_policy_that_is_never_in_force_is_a_warning(call, tmp_path: Path):
    policies = "".join(f"  p{n}: {{kind: lockdown, start: 2030-01-01, mobility: 0.5}}\n" for n in range(5))
    text = (tmp_path / "tiny.yaml").read_text() + f"interventions:\n{policies}"
    (tmp_path / "late.yaml").write_text(text)
    for words in (("validate", "late.yaml"), ("run", "late.yaml", "--days", "2", "-q")):
        done = call(*words)
        assert done.returncode == 0
        lines = done.stderr.splitlines()
        assert lines[0].startswith("Warning: late.yaml:8:31  interventions.p0.start: it starts on 2030-01-01, after")
        if words[0] == "run":
            assert lines[3] == "Warning: 2 further warnings are left out; marketsim validate gives all."
        assert len(lines) == (4 if words[0] == "run" else 5)


@pytest.mark.parametrize("words", [["--set", "scale=3"], ["--scale", "0.7"], ["--set", "nothing"], ["--set", "a=b"]])
def test_an_invalid_change_is_a_wrong_call_and_writes_nothing(words: list[str], call, tmp_path: Path):
    done = call("run", "tiny.yaml", *words)
    assert done.returncode == 2
    assert done.stderr.startswith(words[0])
    assert "Traceback" not in done.stderr
    assert results(tmp_path) == []
    (tmp_path / "wrong.yaml").write_text("scael: 1\n")
    assert call("run", "wrong.yaml", *words).returncode == 3


@pytest.mark.parametrize("name", ["missing.yaml", ".", "binary.yaml", "wrong.yaml"])
def test_an_invalid_scenario_exits_with_3_and_writes_nothing(name: str, call, tmp_path: Path):
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "wrong.yaml").write_text("scael: 1\nstart: 2017-13-01\n")
    done = call("run", name)
    assert done.returncode == 3
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "results").exists()


def test_all_faults_are_told_with_their_places(call, tmp_path: Path):
    (tmp_path / "wrong.yaml").write_text("scael: 1\nstart: 2017-13-01\n")
    done = call("validate", "wrong.yaml", "tiny.yaml")
    assert done.returncode == 3
    assert "wrong.yaml:1:1" in done.stderr
    assert "wrong.yaml:2:8" in done.stderr
    assert "Did you mean 'scale'?" in done.stderr
    assert "tiny.yaml: valid" in done.stdout
    assert call("validate", "tiny.yaml").returncode == 0


def test_designs_and_calibrations_are_checked_too(call, tmp_path: Path):
    design = (
        "title: Size\nquestion: Does size matter?\nscenarios: [tiny.yaml]\nreplicates: 2\nkind: grid\ndimensions:\n  "
    )
    (tmp_path / "design.yaml").write_text(design + "scale: [0.02, 0.04]\n")
    (tmp_path / "faulty.yaml").write_text(design + "scael: [0.02, 0.04]\n")
    done = call("validate", "design.yaml", "faulty.yaml")
    assert done.returncode == 3
    assert "design.yaml: valid; a design of 4 runs" in done.stdout
    assert "faulty.yaml:7:" in done.stderr and "faulty.yaml: valid" not in done.stdout
    shipped = Path(__file__).parents[2] / "scenarios" / "calibrations" / "kazakhstan.yaml"
    assert (
        "kazakhstan.yaml: valid; a calibration of 40 parameters by 36 reported" in call("validate", str(shipped)).stdout
    )


def test_a_place_that_cannot_be_written_exits_with_1_before_the_run(call, tmp_path: Path):
    (tmp_path / "taken").write_text("mine")
    done = call("run", "tiny.yaml", "--out", "taken")
    assert done.returncode == 1
    assert done.stderr == "taken: results cannot be written: taken is a file. Choose a folder with --out.\n"
    below = call("run", "tiny.yaml", "--out", "taken/deep")
    assert below.stderr == "taken/deep: results cannot be written: taken is a file. Choose a folder with --out.\n"
    assert "days" not in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "taken").read_text() == "mine"


FULL_DISK = """
import resource, sys
from marketsim.results import folder
real = folder.write
def write(*words):
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, -1))
    return real(*words)
folder.write = write
sys.argv = ["marketsim", "run", "tiny.yaml", "--days", "2"]
from marketsim.cli.main import app
app()
"""


def test_a_full_disk_exits_with_1_and_leaves_nothing(call, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 1
    assert "results cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert results(tmp_path) == []


@pytest.fixture
def long_run(call, tmp_path: Path):
    """A run of many days that has begun to step."""
    command = [*COMMAND, "run", "tiny.yaml", "--set", "end=2090-01-01"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # shells let background jobs ignore it
    ) as process:
        assert process.stderr is not None
        while " days\n" not in process.stderr.readline():
            assert process.poll() is None
        yield process
        process.kill()


def test_control_c_exits_with_130_and_leaves_nothing(long_run: subprocess.Popen[str], tmp_path: Path):
    long_run.send_signal(signal.SIGINT)
    _, said = long_run.communicate(timeout=60)
    assert long_run.returncode == 130
    assert "Interrupted; nothing was written." in said
    assert "Traceback" not in said
    assert results(tmp_path) == []


def test_a_killed_run_leaves_nothing(long_run: subprocess.Popen[str], tmp_path: Path):
    long_run.send_signal(signal.SIGKILL)
    long_run.wait(timeout=60)
    assert results(tmp_path) == []
    assert [path for path in (tmp_path / "results").iterdir() if path.is_dir()] == []


def test_two_at_once_make_one_result(call, tmp_path: Path):
    command = [*COMMAND, "run", "tiny.yaml", "--days", "4", "--quiet"]
    both = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == said[1]
    (folder,) = results(tmp_path)
    assert said[0][0].strip() == os.path.relpath(folder, tmp_path)
    assert sorted(tmp_path.glob("results/.*")) == []


@pytest.mark.parametrize("options", [[], ["--quiet"]])
def test_letters_that_the_output_does_not_know_are_escaped(call, options: list[str]):
    done = call("run", "tiny.yaml", "--days", "2", "--out", "базовый", *options, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "\\u0431" in done.stdout
