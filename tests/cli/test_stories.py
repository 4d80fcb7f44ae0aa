"""How stories and lists are told."""

import json
from pathlib import Path

import pandas as pd
import pytest

from marketsim.cli.show import Format
from marketsim.cli.stories import print_agents, print_story
from marketsim.results.story.telling import Story

DAYS = pd.to_datetime(["2021-03-01", "2021-03-02"])
TABLE = pd.DataFrame(
    {
        "date": DAYS,
        "until": DAYS[[0, 1]],
        "event": "day",
        "where": ["Astana", ""],
        "what": ["Began.", "[red]Left.[/red]"],
    }
)
STORY = Story(2**64 - 1, "warehouse_keeper", "Somebody", 5, TABLE, 40)
AGENTS = pd.DataFrame(
    {"uid": [2**64 - 1], "kind": "shop", "status": "open", "region": "astana", "shop": [0], "since": [None]}
)


def test_a_story_is_dated_and_holds_its_words_as_they_are(capsys: pytest.CaptureFixture[str]):
    print_story(STORY, Format.TABLE)
    out = capsys.readouterr().out
    for word in (
        "2021-03-01",
        "Astana",
        "[red]Left.[/red]",
        f"Warehouse keeper {2**64 - 1}: one agent for 5",
        "40 days",
    ):
        assert word in out
    print_story(STORY, Format.JSON)
    said = json.loads(capsys.readouterr().out)
    assert (said["uid"], said["story"][0]["date"]) == (2**64 - 1, "2021-03-01")


def test_numbers_are_never_cut_however_narrow_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("FORCE_COLOR", "1")
    print_agents(AGENTS, 3, Format.TABLE, Path("results/x"), "shop")
    out = capsys.readouterr().out
    assert str(2**64 - 1) in out
    assert "2 more" in out
    assert f"marketsim story results/x --uid {2**64 - 1}" in out


def test_nobody_is_told_and_other_programs_get_plain_values(capsys: pytest.CaptureFixture[str]):
    print_agents(AGENTS.iloc[:0], 0, Format.TABLE, Path("x"), "shop")
    assert "There is no shop" in capsys.readouterr().out
    print_agents(AGENTS, 1, Format.JSON, Path("x"), "shop")
    assert json.loads(capsys.readouterr().out)[0]["uid"] == 2**64 - 1
