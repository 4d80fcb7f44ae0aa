"""A call is told so that it can be typed again."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from marketsim.cli.called import call_of
from marketsim.cli.progress import steps


def test_every_change_and_folder_is_in_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    files = [Path("scenarios/a.yaml"), tmp_path / "scenarios" / "b.yaml", Path("/elsewhere/c.yaml")]
    made = call_of("compare", files, (1, 2, 3, 7), {"--scale": "1/3", "--metrics": None}, ["end=2019-12-31", "a.b=1"])
    assert made == [
        *("marketsim", "compare", "scenarios/a.yaml", "scenarios/b.yaml", "/elsewhere/c.yaml", "--seeds", "1-3,7"),
        *("--scale", "1/3", "--set", "end=2019-12-31", "--set", "a.b=1"),
    ]


@pytest.mark.parametrize(("terminal", "quiet"), [(True, False), (False, False), (True, True)])
def test_steps_are_told_on_a_terminal_alone(terminal: bool, quiet: bool):
    file = io.StringIO()
    with steps(Console(file=file, force_terminal=terminal, quiet=quiet, width=80)) as tell:
        tell("drawing a picture", 1, 3)
    assert ("drawing a picture" in file.getvalue()) == (terminal and not quiet)
