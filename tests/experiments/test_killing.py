"""`kill -9` at any moment: what was finished is kept, the store is whole, and nothing goes on behind one's back."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from marketsim.experiments.sweep import Sweep
from tests.experiments.small import DESIGN, digests, made, written

MORE = DESIGN.replace("replicates: 2", "replicates: 8")
SWEEP = [sys.executable, "-m", "marketsim", "sweep", "officers.yaml", "--workers", "2", "--out", "."]


def finished_parts(folder: Path) -> int:
    return len(list((folder / "sweep-officers" / "parts").glob("*.parquet")))


def test_the_parent_and_its_workers_are_killed_again_and_again(tmp_path: Path):
    chance = random.Random(5)
    design = written(tmp_path / "one", MORE)
    for round_ in range(3):
        before = finished_parts(design.parent)
        process = subprocess.Popen(SWEEP, cwd=design.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while finished_parts(design.parent) < before + 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2 * chance.random())
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        _, alive = psutil.wait_procs(family, timeout=20)
        assert alive == [], "workers go on without their parent"
        assert finished_parts(design.parent) >= before + 3 or round_ == 2
    kept = finished_parts(design.parent)
    told: list[int] = []
    found = made(design, design.parent, progress=lambda step: told.append(step.done))
    assert len(told) == 40 - kept
    assert not list(design.parent.rglob("*.partial"))
    assert digests(found) == digests(made(written(tmp_path / "other", MORE), tmp_path / "other"))


@pytest.mark.parametrize("signals", [signal.SIGINT])
def test_an_interrupt_leaves_at_once_and_keeps_what_was_finished(tmp_path: Path, signals: signal.Signals):
    design = written(tmp_path / "one", MORE)
    before = signal.signal(signals, signal.default_int_handler)  # Tests in the background inherit that it is ignored.
    process = subprocess.Popen(SWEEP, cwd=design.parent, stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signals, before)
    deadline = time.monotonic() + 120
    while finished_parts(design.parent) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signals)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "finished runs are kept" in told
    assert "Traceback" not in told
    assert finished_parts(design.parent) >= 3
    assert not (design.parent / "sweep-officers" / "manifest.json").exists()
    assert len(Sweep(made(design, design.parent).folder).runs) == 40


@pytest.mark.parametrize(("asked", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_that_only_the_command_hears_ends_its_long_runs_too(tmp_path: Path, asked: signal.Signals, code: int):
    design = written(tmp_path, MORE)
    (tmp_path / "tiny.yaml").write_text("scale: 1\n")  # Minutes each.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(SWEEP, cwd=design.parent, stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + 60
    while len(family := psutil.Process(process.pid).children(recursive=True)) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(1.0)
    began = time.monotonic()
    process.send_signal(asked)
    _, told = process.communicate(timeout=60)
    assert time.monotonic() - began < 10.0
    assert process.returncode == code
    assert told.splitlines()[-1] == "Interrupted; finished runs are kept, and the same command goes on from there."
    assert "leaked" not in told and "Traceback" not in told
    assert psutil.wait_procs(family, timeout=20)[1] == []


@pytest.mark.parametrize("signals", [signal.SIGINT, signal.SIGKILL])
def test_a_server_of_workers_that_gets_ready_says_nothing_and_leaves_with_its_parent(
    tmp_path: Path, signals: signal.Signals
):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    design = written(tmp_path / "one", MORE)
    process = subprocess.Popen(SWEEP, cwd=design.parent, stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + 60
    while not (family := servers(process.pid)) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.5)
    if signals is signal.SIGINT:
        os.killpg(process.pid, signals)
    else:
        os.kill(process.pid, signals)
    _, told = process.communicate(timeout=60)  # Whoever still holds its end of the pipe is waited for.
    assert "Traceback" not in told
    assert family
    assert psutil.wait_procs(family, timeout=20)[1] == []


def servers(parent: int) -> list[psutil.Process]:
    """Return the server from which a process has its workers forked."""
    try:
        return [child for child in psutil.Process(parent).children() if "forkserver" in " ".join(child.cmdline())]
    except psutil.NoSuchProcess:
        return []
