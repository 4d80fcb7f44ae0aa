"""A person who waits for the compiler is told what happens and that it happens once."""

from pathlib import Path

import pytest
from rich.console import Console

from marketsim.cli.run import _simulate
from marketsim.scenario.scenario import Scenario


@pytest.mark.parametrize("warm", [True, False])
def test_the_compiler_is_announced_when_it_has_work(
    warm: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("marketsim.core.compiling.is_warm", lambda: warm)
    monkeypatch.setattr("marketsim.core.compiling.cache_folder", lambda: Path("/the/cache"))
    monkeypatch.setattr("marketsim.results.running.run", lambda *words, **more: None)
    _simulate(Scenario(), 1, False, False, Console(stderr=True, width=400))
    said = capsys.readouterr().err
    assert ("happens once" in said) == ("/the/cache" in said) == (not warm)
    assert ("could not be kept" in said) == (not warm)
