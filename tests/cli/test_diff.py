"""`marketsim diff` as a person calls it."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call, CallHere


def test_the_exit_code_tells_the_first_line_answers_and_other_programs_can_read_it(call: Call, tmp_path: Path):
    words = (("--out", "a"), ("--out", "b"), ("--seed", "2"))
    one, same, other = (call("run", "tiny.yaml", "--days", "12", "-q", *more).stdout.strip() for more in words)
    done = call("diff", one, same)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The results are the same, to the last bit: 12 rows of daily")
    done = call("diff", one, other)
    assert done.returncode == 1
    assert done.stdout.startswith("The results differ from 2017-12-1")
    assert "seed" in done.stdout
    quiet = call("diff", one, other, "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (1, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "results", "tiny.yaml"]
    found = json.loads(call("diff", one, other, "--format", "json").stdout)
    assert found["same"] is False
    assert found["first"]["table"] == "daily"
    assert {"part": "run", "name": "seed", "a": 1, "b": 2} in found["settings"]
    rows = list(csv.DictReader(io.StringIO(call("diff", one, other, "--format", "csv").stdout)))
    assert {"table", "run"} <= {row["part"] for row in rows}


def test_scenarios_are_compared_too(call_here: CallHere, tmp_path: Path):
    (tmp_path / "other.yaml").write_text("extends: tiny.yaml\nparameters: {people: {online: 0.5}}\n")
    done = call_here("diff", "tiny.yaml", "other.yaml")
    assert done.returncode == 1
    assert done.stdout.startswith("One setting differs.")
    assert call_here("diff", "tiny.yaml", "tiny.yaml").stdout == "The settings are the same.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tiny.yaml",), "Missing argument"),
        (("tiny.yaml", "nowhere"), "There is no nowhere"),
        (("tiny.yaml", "results"), "There is no results"),
        (("tiny.yaml", "."), "holds no finished result"),
        (("tiny.yaml", "missing.yaml"), "there is no file missing.yaml"),
        (("tiny.yaml", "\x1b[31m"), r"There is no \x1b[31m"),
    ],
)
def test_what_cannot_be_compared_exits_with_2(call_here: CallHere, words: tuple[str, ...], said: str):
    done = call_here("diff", *words)
    assert done.returncode == 2
    assert said in done.stderr
