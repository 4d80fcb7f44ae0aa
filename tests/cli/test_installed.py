"""The command of an installed wheel, in a clean environment, as a person who has only the package would type it."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pandas as pd
import pytest

PROJECT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def call(*command: str | Path, folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL", "MARKETSIM"))
    }
    return subprocess.run(
        [str(word) for word in command], cwd=folder, env=clean | extra, capture_output=True, text=True, timeout=900
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment that holds the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    built = call(sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", PROJECT, folder=folder)
    assert built.returncode == 0, built.stderr
    venv.create(folder / "env", with_pip=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    pip = (folder / "env/bin/python", "-m", "pip", "install", "--quiet", "--constraint", PROJECT / "constraints.txt")
    done = call(*pip, wheel, folder=folder)
    assert done.returncode == 0, done.stderr
    (folder / "mine.yaml").write_text("title: Mine\nend: 2017-09-30\nscale: 0.02\n")
    return folder


def test_a_run_from_the_wheel_writes_results_that_pandas_reads(installed: Path) -> None:
    marketsim = installed / "env/bin/marketsim"
    done = call(marketsim, "run", "mine.yaml", "--seed", "3", "--quiet", folder=installed)
    assert done.returncode == 0, done.stderr
    (result,) = (installed / "results").iterdir()
    assert len(pd.read_csv(result / "yearly.csv")) > 0
    again = call(marketsim, "run", "mine.yaml", "--seed", "3", folder=installed)
    assert again.returncode == 0 and len(list((installed / "results").iterdir())) == 1


def test_the_wheel_shows_its_evidence_and_refuses_nonsense(installed: Path) -> None:
    marketsim = installed / "env/bin/marketsim"
    shown = call(marketsim, "show", "evidence", "--format", "csv", folder=installed)
    assert shown.returncode == 0 and "det-cour-2023" in shown.stdout
    (installed / "bad.yaml").write_text("scale: 7\n")
    assert call(marketsim, "validate", "bad.yaml", folder=installed).returncode == 3
    assert call(marketsim, "walk", folder=installed).returncode == 2
