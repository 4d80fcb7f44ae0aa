"""`marketsim sweep` as a person calls it."""

import subprocess
import sys
from pathlib import Path

import pytest

from marketsim.version import MODEL_VERSION
from tests.cli.conftest import Call
from tests.experiments.small import DESIGN, written


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """A design of ten short runs."""
    return written(tmp_path)


def test_a_sweep_tells_what_it_does_and_where_it_is_and_does_it_once(call: Call, design: Path):
    plan = call("sweep", "officers.yaml", "--dry-run")
    assert plan.returncode == 0, plan.stderr
    for words in ("Officers: How many officers, and when?", "4 points (grid)", "police and tiny as it is; 2 seeds",
                  "10 runs: 10 new, 0 done already.", "a rough guess), 2"):  # fmt: skip
        assert words in plan.stdout
    assert not (design.parent / "results").exists()
    done = call("sweep", "officers.yaml")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Sweep: results/sweep-officers\n"
    assert "10 of 10 runs: police-4, seed 2" in done.stderr
    assert "10 runs: 0 new, 10 done already." in call("sweep", "officers.yaml", "--dry-run").stdout
    again = call("sweep", "officers.yaml", "--quiet")
    assert (again.stdout, again.stderr) == ("results/sweep-officers\n", "")
    design.write_text(DESIGN.replace("replicates: 2", "replicates: 3"))
    assert "15 runs: 5 new, 10 done already.\nAbout" in call("sweep", "officers.yaml", "--dry-run").stdout


def test_a_bad_design_leaves_with_3_and_all_its_faults(call: Call, design: Path):
    design.write_text(DESIGN.replace("patrol: [2, 9]", "patrol: [-2, x]"))
    done = call("sweep", "officers.yaml")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 2
    assert done.stderr.startswith("officers.yaml:8:33  interventions.police.patrol: -2 is out of range.")


def test_runs_of_another_version_leave_with_5(call: Call, design: Path):
    folder = design.parent / "results" / "sweep-officers"
    folder.mkdir(parents=True)
    (folder / "store.json").write_text('{"format": 1, "model_version": "old"}')
    for words in ((), ("--dry-run",)):
        done = call("sweep", "officers.yaml", *words)
        assert done.returncode == 5
        assert f"holds runs of version old of the model, this is version {MODEL_VERSION}" in done.stderr


FAILING = """\
import sys
from marketsim.experiments import simulating
real = simulating.rule_by_rule
def sometimes(scenario, seed):
    if seed == 2:
        raise ValueError("an unlucky seed")
    return real(scenario, seed)
simulating.rule_by_rule = sometimes
from marketsim.cli.main import app
sys.argv = ["marketsim", *sys.argv[1:]]
app()
"""


@pytest.mark.parametrize("words", [("sweep", "officers.yaml"), ("compare", "tiny.yaml", "police.yaml", "--seeds=1-3")])
def test_failed_runs_leave_with_4_and_the_rest_is_told(
    call: Call, design: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
):
    (design.parent / "failing.py").write_text(FAILING)
    monkeypatch.setattr("tests.cli.conftest.COMMAND", [*_python(), "failing.py"])
    done = call(*words)
    assert done.returncode == 4, done.stderr
    assert "Failed: tiny" in done.stderr
    assert "seed 2: ValueError: an unlucky seed" in done.stderr
    assert done.stdout.splitlines()[-1].startswith(("Sweep: ", "Comparison: "))


def test_a_sweep_goes_on_where_nobody_reads_how_far_it_is(design: Path):
    command = f"{sys.executable} -m marketsim sweep officers.yaml 2>&1 | head -1"
    words = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(words, cwd=design.parent, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stdout) == (0, "Officers: How many officers, and when?\n")
    assert (design.parent / "results" / "sweep-officers" / "manifest.json").exists()


def _python() -> list[str]:
    from tests.cli import conftest

    return conftest.COMMAND[:1]


def test_a_scheduler_that_does_not_answer_is_told(call: Call, design: Path):
    pytest.importorskip("distributed")
    done = call("sweep", "officers.yaml", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 1
    assert "The scheduler tcp://127.0.0.1:9 does not answer" in done.stderr.splitlines()[-1]
