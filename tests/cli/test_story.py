"""`marketsim story` as a person calls it."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call, CallHere


def test_a_list_leads_to_a_story_in_every_form(call: Call, tmp_path: Path):
    folder = call("run", "tiny.yaml", "-q", "--events").stdout.strip()
    before = sorted((tmp_path / "results").rglob("*"))
    listed = call("story", folder, "--kind", "courier", "--most", "2")
    assert listed.returncode == 0, listed.stderr
    assert "more: --most, --status or --on choose others." in listed.stdout
    command = listed.stdout.strip().splitlines()[-1].removeprefix("A story: marketsim ")
    story = call(*command.split())
    assert story.returncode == 0, story.stderr
    assert story.stdout.startswith("Courier, a ")
    assert "Was hired as courier" in " ".join(story.stdout.split())
    assert "agree with the recorded ones, to the last bit" in story.stdout
    assert "of 40 days" in story.stderr
    uid = command.split()[-1]
    found = json.loads(call(*command.split(), "--format", "json").stdout)
    assert found["uid"] == int(uid)
    rows = list(csv.DictReader(io.StringIO(call(*command.split(), "--format", "csv").stdout)))
    assert [row["what"] for row in rows] == [row["what"] for row in found["story"]]
    kept = call("story", folder, "--kind", "courier", "--status", "detained", "--format", "json")
    assert all("detained" in row["status"] for row in json.loads(kept.stdout))
    assert sorted((tmp_path / "results").rglob("*")) == before
    nobody = call("story", folder, "--uid", "7")
    assert nobody.returncode == 1
    assert "Nobody has the number 7" in nobody.stderr


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        ((".",), "name an agent with --uid", 2),
        ((".", "--uid", "1", "--kind", "courier"), "name an agent with --uid", 2),
        ((".", "--uid", "-1"), "--uid", 2),
        ((".", "--uid", "x"), "--uid", 2),
        ((".", "--uid", "1", "--every", "century"), "is none of day, week", 2),
        ((".", "--kind", "courier", "--on", "yesterday"), "--on", 2),
        ((".", "--uid", "1"), "holds no finished result", 1),
        (("nowhere", "--kind", "courier"), "holds no finished result", 1),
    ],
)
def test_a_wrong_call_is_told(call_here: CallHere, words: tuple[str, ...], said: str, code: int):
    done = call_here("story", *words)
    assert done.returncode == code
    assert said in done.stderr
