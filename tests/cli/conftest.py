"""The command line as a person calls it: in a process of its own, from a folder of one's own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

Called = subprocess.CompletedProcess[str]
Call = Callable[..., Called]
CallHere = Callable[..., "Heard"]

COMMAND = [sys.executable, "-m", "marketsim"]
TINY = """\
title: Tiny
start: 2017-12-10
end: 2018-01-18
measures_from: 2017-12-20
scale: 0.02
space: {city_side: 4, regions: [almaty_city, astana, shymkent]}
"""


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Call `marketsim` with some words from an empty folder that holds `tiny.yaml`."""
    (tmp_path / "tiny.yaml").write_text(TINY)

    def marketsim(*words: str, **environment: str) -> Called:
        return subprocess.run(
            [*COMMAND, *words],
            cwd=tmp_path,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return marketsim


class Heard(NamedTuple):
    """What a call in this process left, its complaints on one line."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def call_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CallHere:
    """Call `marketsim` in this process, which is faster, from an empty folder that holds `tiny.yaml`."""
    from marketsim.cli.commands import commands

    (tmp_path / "tiny.yaml").write_text(TINY)
    monkeypatch.chdir(tmp_path)

    def marketsim(*words: str) -> Heard:
        done = CliRunner().invoke(commands, [*words], prog_name="marketsim")
        assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
        return Heard(done.exit_code, done.stdout, " ".join(done.stderr.replace("│", " ").split()))

    return marketsim
