"""The command line as a person calls it: in a process of its own, from a folder of one's own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Called = subprocess.CompletedProcess[str]
Call = Callable[..., Called]

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
