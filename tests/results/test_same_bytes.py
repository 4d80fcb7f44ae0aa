"""The same scenario and seed make the same bytes, in any process, at any time, with any number of threads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from marketsim.results.files import npz_bytes
from marketsim.results.run import Run
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario

AGAIN = """
import sys, json, marketsim as ms
from pathlib import Path
scenario = ms.loads(Path(sys.argv[1]).read_text())
print(ms.run(scenario, seed=3, audit=True, events=True).save(sys.argv[2]))
"""


def sums(folder: Path) -> dict[str, str]:
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    return {name: facts["sha256"] for name, facts in files.items()}


def threads(number: str) -> dict[str, str]:
    """Return the environment of a process with so many threads."""
    names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "ARROW_NUM_THREADS", "OMP_THREAD_LIMIT")
    return dict.fromkeys(names, number) | {"PYTHONHASHSEED": number, "TZ": "Asia/Almaty"}


OLDER_PROCESSOR = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4", "OPENBLAS_CORETYPE": "Nehalem"}
"""NumPy and its linear algebra without the loops for processors of the last ten years. Those for exponentials are of
AVX-512: where a machine lacks it, this tries linear algebra only, and elsewhere than on x86-64 nothing."""


@pytest.mark.parametrize("other", [threads("1"), threads("4"), OLDER_PROCESSOR], ids=["1", "4", "older"])
def test_another_process_makes_the_same_bytes(other: dict[str, str], tiny: Scenario, done: Run, tmp_path: Path):
    here = done.save(tmp_path / "here")
    (tmp_path / "tiny.yaml").write_text(json.dumps(tiny.resolved()))
    environment = os.environ | other
    command = [sys.executable, "-c", AGAIN, str(tmp_path / "tiny.yaml"), str(tmp_path / "there")]
    there = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    assert Path(there).name == here.name
    assert sums(Path(there)) == sums(here)


def test_an_audit_changes_no_byte_and_another_seed_does(tiny: Scenario, done: Run, tmp_path: Path):
    first = done.save(tmp_path / "one")
    assert sums(run(tiny, seed=3, events=True).save(tmp_path / "two")) == sums(first)
    assert sums(run(tiny, seed=4, events=True).save(tmp_path / "two"))["daily.parquet"] != sums(first)["daily.parquet"]


def test_an_npz_file_does_not_know_the_time(done: Run, monkeypatch: pytest.MonkeyPatch):
    before = npz_bytes(done.cells)
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert npz_bytes(done.cells) == before
