"""Calibrations whose folders were damaged, moved or meant otherwise: refused by name, and nothing finished is lost."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments.calibration import making, writing
from marketsim.experiments.calibration.checkpoint import Unfinished
from marketsim.experiments.calibration.generations import design_of
from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.particles import kept
from marketsim.experiments.calibration.prior import at
from marketsim.experiments.calibration.reading import load_calibration
from marketsim.experiments.calibration.reference_runs import reference_runs, replayed
from marketsim.experiments.calibration.running import so_far_of
from marketsim.experiments.calibration.validation import fitted_targets, validate
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
    del said["figures"]  # As in versions that did not keep them.
    (copied / "made_with.json").write_text(json.dumps(said))
    with pytest.raises(OtherVersionError):
        again(copied, so_far)
    assert not (copied / "calibration.json").exists()


@pytest.mark.parametrize("so_far", [False, True])
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 20", "value: 25", "another targets"),
        ("draws: 30", "draws: 20", "another draws"),
        ("most: 1, least: 1", "most: 0", "1 generations after the first, and 0 are asked for"),
    ],
)
def test_a_finished_calibration_gives_way_to_nothing_else_and_nothing_less(
    copied: Path, made: Learned, old: str, new: str, said: str, so_far: bool
) -> None:
    assert old in CALIBRATION
    written(copied.parent, CALIBRATION.replace(old, new))
    with pytest.raises(ExperimentError, match=f"holds a finished calibration with {said}. .* move calibration.json"):
        again(copied, so_far)
    assert digests(copied) == digests(made.folder)
    assert (copied / "calibration.json").read_bytes() == (made.folder / "calibration.json").read_bytes()


def test_a_look_that_is_overtaken_by_the_end_leaves_it(
    copied: Path, made: Learned, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copied / "calibration.json").unlink()

    def overtaken(*given: Any) -> Any:
        shutil.copy(made.folder / "calibration.json", copied)
        return so_far_of(*given)

    monkeypatch.setattr(making, "so_far_of", overtaken)
    assert again(copied, so_far=True).manifest["finished"]


def test_a_full_disk_leaves_a_finished_calibration_whole(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in copied.iterdir()}
    whole = os.fsync
    left = [3]

    def full(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        whole(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ResultError, match="No space left"):
        again(copied)
    assert {name: (copied / name).read_bytes() for name in before if name != "made_with.json"} == {
        name: content for name, content in before.items() if name != "made_with.json"
    }


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def _another_s(path: Path) -> None:
    shutil.copy(path.with_name("generation-00.parquet"), path)


def _without_a_number(path: Path) -> None:
    table = pd.read_parquet(path)
    table.drop(columns="share:parameters.shop_opening.rate").to_parquet(path)


@pytest.mark.parametrize("damage", [_cut, _another_s, _without_a_number])
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


@pytest.mark.parametrize("so_far", [False, True])
def test_runs_of_which_nothing_says_what_they_were_made_with_are_refused(copied: Path, so_far: bool) -> None:
    for name in ("made_with.json", "calibration.json"):
        (copied / name).unlink()
    with pytest.raises(ExperimentError, match=r"nothing that says what they were made with \(made_with\.json\)"):
        again(copied, so_far)
    assert not (copied / "made_with.json").exists()


@pytest.mark.parametrize(("name", "other"), [("start", "2023-01-01"), ("metric", "telegram_shops_blocked")])
def test_runs_in_which_a_figure_was_another_one_are_refused(copied: Path, name: str, other: str) -> None:
    said = json.loads((copied / "made_with.json").read_text())
    said["figures"]["channels-2024"][name] = other
    (copied / "made_with.json").write_text(json.dumps(said))
    with pytest.raises(ExperimentError, match=rf"holds runs in which channels-2024 was .*{other}.*, and now it is "):
        again(copied)


def test_a_figure_that_came_later_is_noted_and_one_that_went_is_kept_in_mind(copied: Path) -> None:
    said = json.loads((copied / "made_with.json").read_text())
    gone = said["figures"].pop("consumers-2024")
    (copied / "made_with.json").write_text(json.dumps(said | {"figures": said["figures"] | {"gone": gone}}))
    again(copied)
    figures = json.loads((copied / "made_with.json").read_text())["figures"]
    assert figures["consumers-2024"] == gone == figures["gone"]


@pytest.mark.parametrize("generation", [0, 1])
def test_particles_that_would_not_be_drawn_now_are_refused(copied: Path, generation: int) -> None:
    file = copied / f"generation-{generation:02d}.parquet"
    table = pd.read_parquet(file)
    table["share:parameters.shop_opening.rate"] = 0.5 + 0.5 * table["share:parameters.shop_opening.rate"]
    table.to_parquet(file)
    with pytest.raises(ExperimentError, match=rf"generation-0{generation}\.parquet holds runs that would not be drawn"):
        again(copied)


def test_runs_under_way_of_other_values_are_refused(copied: Path) -> None:
    """As if a prior had been narrowed: the same numbers, and other values."""
    for name in ("generation-00.parquet", "generation-01.parquet", "calibration.json"):
        (copied / name).unlink()
    wanted = load_calibration(copied.parent / "channels.yaml")
    figures = ["channels-2024", *kept(wanted)]
    under_way = Unfinished(copied, 0, [prior.name for prior in wanted.priors], figures)
    values = at(wanted.priors, design_of(3, wanted.plan))
    under_way.put(4, values[4] * np.array([1.0, 1.5, 1.0]), np.zeros(len(figures)))
    under_way.write()
    with pytest.raises(ExperimentError, match=r"in number 4 parameters\.customs_check\.equipment is .*, now"):
        again(copied)


def test_a_finished_calibration_is_read_again_as_its_runs_made_it(copied: Path) -> None:
    manifest = Learned(copied).manifest
    again_made = replayed(copied, manifest, fitted_targets(manifest))
    held = Learned(copied).population
    assert [len(again_made.path), len(again_made.particles)] == [2, 42]
    np.testing.assert_array_equal(again_made.path[-1].numbers, held["number"])
    np.testing.assert_allclose(again_made.path[-1].probability, held["probability"])
    (copied / "generation-01.parquet").unlink()
    of_prior = replayed(copied, manifest, fitted_targets(manifest))
    assert [len(of_prior.path), len(of_prior.particles)] == [1, 32]
    assert len(of_prior.path[0].numbers) == round(16 * 32 / 42)


def test_a_validation_takes_no_runs_of_another_prior(copied: Path) -> None:
    wanted = load_calibration(copied.parent / "channels.yaml")
    table = pd.read_parquet(copied / "generation-00.parquet")
    values = at(wanted.priors, table[[f"share:{prior.name}" for prior in wanted.priors]].to_numpy())
    kept_columns = table[[name for name in table if not str(name).startswith("share:")]]
    (copied / "generation-00.parquet").unlink()
    for factor in (1.0, 1.1):
        said = pd.DataFrame(values * factor, columns=[f"value:{prior.name}" for prior in wanted.priors])
        pd.concat((kept_columns, said), axis=1).to_parquet(copied / "generation-00.partial.parquet")
        if factor == 1.0:
            assert len(reference_runs(copied, Learned(copied).manifest)) == 32
        else:
            with pytest.raises(ResultError, match=r"not drawn from the prior of parameters\.shop_opening\.rate"):
                reference_runs(copied, Learned(copied).manifest)


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
        ("parameters.csv", b"key,source\na,b\n"),
        ("parameters.csv", b"key,source,prior_low\na,b,c\n"),
        ("population.parquet", b"PAR1"),
        ("calibration.json", f'{{"model_version": "{MODEL_VERSION}"}}'.encode()),
    ],
)
def test_a_validation_names_what_is_damaged(copied: Path, name: str, content: bytes) -> None:
    (copied / name).write_bytes(content)
    with pytest.raises(ResultError, match=name.replace(".", r"\.")):
        validate(copied, count=5)


@pytest.mark.parametrize(
    "changed", [{"priors": []}, {"path": None}, {"path": [{}]}, {"plan": {}}, {"runs": None}, {"targets": 3}]
)
def test_a_damaged_manifest_is_named(copied: Path, changed: dict[str, Any]) -> None:
    told = json.loads((copied / "calibration.json").read_text())
    (copied / "calibration.json").write_text(json.dumps(told | changed))
    with pytest.raises(ResultError, match=rf"calibration\.json is damaged: {next(iter(changed))}"):
        validate(copied, count=5)


def test_a_draw_that_was_changed_or_cut_is_not_taken(copied: Path) -> None:
    file = copied / "posterior.csv"
    whole = file.read_bytes()
    for content in (whole[:-3], whole.replace(b",1", b",2", 1)):
        file.write_bytes(content)
        with pytest.raises(ScenarioError, match=r"posterior\.csv is not as it was written"):
            ms.load(copied.parent / "city.yaml", [f"posterior={copied}"])
    file.write_bytes(whole)
    assert ms.load(copied.parent / "city.yaml", [f"posterior={copied}"]).posterior is not None


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
