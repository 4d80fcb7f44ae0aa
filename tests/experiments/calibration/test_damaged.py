"""Calibrations whose folders were damaged, moved or meant otherwise: refused by name, and nothing finished is lost."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments.calibration import writing
from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.validation import validate
from marketsim.experiments.errors import ExperimentError, OtherVersionError
from marketsim.results.errors import ResultError
from marketsim.scenario.faults import ScenarioError
from marketsim.version import MODEL_VERSION
from tests.experiments.calibration.tiny import CALIBRATION, digests, written

NAME = "calibration-channels-whole"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    """A finished calibration."""
    folder = tmp_path_factory.mktemp("made")
    return ms.calibrate(written(folder), out=folder)


@pytest.fixture
def copied(made: Learned, tmp_path: Path) -> Path:
    """A copy of it without its runs, as on another machine."""
    written(tmp_path)
    shutil.copytree(made.folder, tmp_path / NAME, ignore=shutil.ignore_patterns("runs"))
    return tmp_path / NAME


def again(folder: Path, so_far: bool = False) -> Learned:
    return ms.calibrate(folder.parent / "channels.yaml", out=folder.parent, so_far=so_far)


def test_a_look_at_a_finished_calibration_leaves_it_finished(copied: Path) -> None:
    before = (copied / "calibration.json").read_bytes()
    assert again(copied, so_far=True).manifest["finished"]
    assert (copied / "calibration.json").read_bytes() == before


@pytest.mark.parametrize("so_far", [False, True])
def test_runs_under_other_priors_are_refused(copied: Path, made: Learned, so_far: bool) -> None:
    other = CALIBRATION.replace("{low: 1, high: 20, shape: log_uniform", "{low: 2, high: 20, shape: log_uniform")
    assert other != CALIBRATION
    written(copied.parent, other)
    with pytest.raises(ExperimentError, match="another priors"):
        again(copied, so_far)
    assert digests(copied) == digests(made.folder)


@pytest.mark.parametrize("so_far", [False, True])
def test_runs_of_another_version_are_refused(copied: Path, so_far: bool) -> None:
    (copied / "calibration.json").unlink()
    said = json.loads((copied / "made_with.json").read_text())
    said["design"]["model_version"] = "0"
    (copied / "made_with.json").write_text(json.dumps(said))
    with pytest.raises(OtherVersionError):
        again(copied, so_far)
    assert not (copied / "calibration.json").exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def _another_s(path: Path) -> None:
    shutil.copy(path.with_name("generation-00.parquet"), path)


def _without_a_figure(path: Path) -> None:
    table = pd.read_parquet(path)
    table.drop(columns=str(table.columns[-1])).to_parquet(path)


@pytest.mark.parametrize("damage", [_cut, _another_s, _without_a_figure])
def test_a_damaged_generation_is_named_and_results_stay(
    copied: Path, made: Learned, damage: Callable[[Path], None]
) -> None:
    damage(copied / "generation-01.parquet")
    with pytest.raises(ResultError, match=r"generation-01\.parquet is damaged: .*Remove it"):
        again(copied)
    shutil.copy(made.folder / "generation-01.parquet", copied)
    assert digests(copied) == digests(made.folder)
    assert Learned(copied).manifest["finished"]


@pytest.mark.parametrize("text", ["{}", "[1]", '{"design": 3, "generations": {}}', "{"])
def test_a_damaged_note_of_what_it_was_made_with_is_named(copied: Path, text: str) -> None:
    (copied / "made_with.json").write_text(text)
    with pytest.raises(ExperimentError, match=r"made_with\.json is damaged"):
        again(copied)


def test_a_fault_while_results_are_made_leaves_those_that_are_there(
    copied: Path, made: Learned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> pd.DataFrame:
        raise MemoryError

    monkeypatch.setattr(writing, "population_table", fails)
    with pytest.raises(MemoryError):
        again(copied)
    assert digests(copied) == digests(made.folder)
    assert Learned(copied).manifest["finished"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("parameters.csv", b""),
        ("population.parquet", b"PAR1"),
        ("calibration.json", f'{{"model_version": "{MODEL_VERSION}"}}'.encode()),
    ],
)
def test_a_validation_names_what_is_damaged(copied: Path, name: str, content: bytes) -> None:
    (copied / name).write_bytes(content)
    with pytest.raises(ResultError, match=name.replace(".", r"\.")):
        validate(copied, count=5)


def _first_draws(lines: list[str]) -> list[str]:
    return lines[:5]


def _first_column(lines: list[str]) -> list[str]:
    return [",".join(line.split(",")[:2]) for line in lines]


def _twice(lines: list[str]) -> list[str]:
    return [f"{line},{line.split(',')[1]}" for line in lines]


@pytest.mark.parametrize(
    ("damage", "said"),
    [(_first_draws, "4 draws, .* says 30"), (_first_column, "has no column"), (_twice, "two columns of one name")],
)
def test_a_posterior_of_which_a_part_is_lost_is_refused(
    copied: Path, damage: Callable[[list[str]], list[str]], said: str
) -> None:
    file = copied / "posterior.csv"
    # The first column but one holds single numbers, and the other lists, whose commas are no ends of cells.
    file.write_text("\n".join(damage(file.read_text().splitlines())) + "\n")
    with pytest.raises(ScenarioError, match=said):
        ms.load("scenarios/baseline.yaml", [f"posterior={copied}"])
