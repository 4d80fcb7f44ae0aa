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
from numpy.typing import NDArray

import marketsim as ms
from marketsim.experiments.calibration import checkpoint, making, writing
from marketsim.experiments.calibration.checkpoint import Unfinished
from marketsim.experiments.calibration.generations import calibrate as learn
from marketsim.experiments.calibration.generations import design_of
from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.particles import kept
from marketsim.experiments.calibration.prior import at
from marketsim.experiments.calibration.reading import load_budgets, load_calibration
from marketsim.experiments.calibration.reference_runs import reference_runs, replayed
from marketsim.experiments.calibration.running import outlook, so_far_of
from marketsim.experiments.calibration.validation import fitted_targets, validate
from marketsim.experiments.errors import ExperimentError, OtherVersionError
from marketsim.report.made_of import made_of
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
    with pytest.raises(ExperimentError, match="other priors"):
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
        ("value: 20", "value: 25", "other targets"),
        ("draws: 30", "draws: 20", "other draws"),
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
    assert {name: (copied / name).read_bytes() for name in before} == before


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
    with pytest.raises(ResultError, match=r"generation-01\.parquet is not there, .* tells of 2 generations"):
        validate(copied, count=5)


def test_a_design_of_which_runs_are_lost_is_not_validated(copied: Path) -> None:
    table = pd.read_parquet(copied / "generation-00.parquet")
    table.iloc[:31].to_parquet(copied / "generation-00.parquet")
    with pytest.raises(ResultError, match=r"generation-00\.parquet holds 31 runs, and calibration\.json tells of 32"):
        reference_runs(copied, Learned(copied).manifest)
    table.assign(number=range(1, 33)).drop(
        columns=[name for name in table if str(name).startswith("share:")]
    ).to_parquet(copied / "generation-00.parquet")
    with pytest.raises(ResultError, match="run 32 is none of the design"):
        reference_runs(copied, Learned(copied).manifest)


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


@pytest.mark.parametrize(
    ("name", "said"), [("key", "other rows than the 3 priors"), ("median", "a number is missing in column median")]
)
def test_a_table_of_parameters_of_which_a_part_is_lost_is_named(copied: Path, name: str, said: str) -> None:
    table = pd.read_csv(copied / "parameters.csv")
    cut = table.iloc[:2] if name == "key" else table.assign(median=table["median"].where(table.index < 2))
    cut.to_csv(copied / "parameters.csv", index=False)
    with pytest.raises(ResultError, match=rf"parameters\.csv cannot be read: .*{said}"):
        _ = Learned(copied).parameters


@pytest.mark.parametrize("text", ["[]", "{}", "3"])
def test_a_manifest_that_is_none_is_called_damaged(copied: Path, text: str) -> None:
    (copied / "calibration.json").write_text(text)
    with pytest.raises(ResultError, match=r"calibration\.json is damaged"):
        _ = Learned(copied).manifest


SHARES = "reporting.telegram_channels_alive"


def _shares(copied: Path, digest: bool, change: Callable[[pd.DataFrame], pd.DataFrame] | None) -> ms.Scenario:
    """Return a scenario that draws from a calibration whose shares were changed, with or without their digest."""
    if not digest:
        told = json.loads((copied / "calibration.json").read_text())
        del told["recorded_sha256"]
        (copied / "calibration.json").write_text(json.dumps(told))
    file = copied / "recorded.csv"
    if change is None:
        file.unlink()
    else:
        change(pd.read_csv(file)).to_csv(file, index=False)
    return ms.load(copied.parent / "city.yaml", [f"posterior={copied}"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (None, "recorded.csv is not there"),
        (lambda table: table.assign(**{SHARES: float("nan")}), "which lies from 0.5 to 1"),
        (lambda table: table.assign(**{SHARES: -7}), "says -7 of"),
        (lambda table: table.assign(**{SHARES: 0.4}), "says 0.4 of"),
        (lambda table: table.rename(columns={SHARES: "reporting.deaths"}), f"has no column {SHARES}"),
        (lambda table: table.assign(**{"reporting.deaths": 0.5}), "has a column reporting.deaths"),
        (lambda table: table.iloc[::-1], "other draws"),
        (lambda table: table.iloc[:5], "other draws"),
    ],
)
def test_shares_recorded_that_are_not_those_that_were_learned_are_refused(
    copied: Path, change: Callable[[pd.DataFrame], pd.DataFrame] | None, said: str
) -> None:
    whole = ms.load(copied.parent / "city.yaml", [f"posterior={copied}"]).posterior
    assert whole is not None and len(whole.recorded["telegram_channels_alive"]) == 30
    with pytest.raises(ScenarioError, match=said):
        _shares(copied, False, change)


def test_a_share_recorded_that_was_changed_within_its_prior_is_known_by_the_digest(copied: Path) -> None:
    with pytest.raises(ScenarioError, match=r"recorded\.csv is not as the calibration wrote it"):
        _shares(copied, True, lambda table: table.assign(**{SHARES: 0.75}))


def test_an_older_calibration_without_the_digest_is_taken(copied: Path) -> None:
    made = _shares(copied, False, lambda table: table.assign(**{SHARES: 0.75})).posterior
    assert made is not None and set(made.recorded["telegram_channels_alive"]) == {0.75}


def test_failed_runs_are_told_and_time_is_unknown_where_only_small_files_are(copied: Path) -> None:
    table = pd.read_parquet(copied / "generation-00.parquet")
    truths = [name for name in table if str(name).startswith("truth:")]
    table.loc[[4, 9], truths] = np.nan
    table.to_parquet(copied / "generation-00.parquet")
    for name in ("generation-01.parquet", "calibration.json"):
        (copied / name).unlink()
    (copied.parent / "channels.yaml").write_text(CALIBRATION.replace("most: 1, least: 1", "most: 0"))
    told = again(copied).manifest
    assert (told["failed"], told["seconds"], told["seconds_a_run"]) == (2, None, None)
    assert dict(row[:2] for row in made_of(validate(copied, count=5)).table.rows)["Processor time"] == "not kept"


def test_time_that_was_spent_is_not_forgotten_where_only_small_files_are(copied: Path) -> None:
    before = json.loads((copied / "calibration.json").read_text())
    (copied / "path.csv").unlink()
    told = again(copied).manifest
    assert told["seconds"] == before["seconds"] > 0 and (copied / "path.csv").exists()


def test_the_advice_about_a_damaged_note_helps(copied: Path, made: Learned) -> None:
    shutil.copytree(made.folder / "runs", copied / "runs")
    (copied / "made_with.json").write_text("{}")
    with pytest.raises(
        ExperimentError, match=r"remove made_with\.json with all generation-\*\.parquet: what is in runs"
    ):
        again(copied)
    for path in [copied / "made_with.json", *copied.glob("generation-*.parquet")]:
        path.unlink()
    again(copied)
    assert digests(copied) == digests(made.folder)


def test_a_look_at_a_finished_calibration_writes_nothing(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in copied.iterdir()}
    copied.chmod(0o555)
    monkeypatch.setattr(checkpoint, "write_whole", _no_room)
    again(copied, so_far=True)
    copied.chmod(0o755)
    assert {path.name: path.stat().st_mtime_ns for path in copied.iterdir()} == before


def test_a_note_that_says_the_same_is_not_written_again(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "write_whole", _no_room)
    checkpoint.note_made_with(load_calibration(copied.parent / "channels.yaml"), copied)
    (copied / "made_with.json").write_text((copied / "made_with.json").read_text().replace('"keep": 16', '"keep": 15'))
    (copied / "generation-01.parquet").unlink()
    with pytest.raises(ResultError):
        checkpoint.note_made_with(load_calibration(copied.parent / "channels.yaml"), copied)


def _no_room(path: Path, data: bytes) -> None:
    raise ResultError(f"{path} cannot be written")


def test_a_full_disk_is_told_and_nothing_half_written_is_left(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(copied)
    wanted = load_calibration(copied.parent / "channels.yaml")
    copied.mkdir()
    shares = design_of(3, wanted.plan)

    def simulate(values: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.ones((len(values), 1))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ResultError, match=f"{copied.name}.*No space left"):
        learn(wanted.priors, wanted.targets, simulate, wanted.plan, copied)
    assert len(shares) == 32 and not list(copied.iterdir())


@pytest.mark.parametrize("makers", [[{}], [3], 3, [{"source_digest": 1}]])
def test_notes_of_makers_that_are_none_are_named(copied: Path, makers: Any) -> None:
    for name in ("calibration.json", "made_with.json"):
        whole = (copied / name).read_bytes()
        (copied / name).write_text(json.dumps(json.loads(whole) | {"made_by": makers}))
        with pytest.raises((ExperimentError, ResultError), match=rf"{name} is damaged".replace(".", r"\.")):
            again(copied, so_far=True).whole_manifest()
        (copied / name).write_bytes(whole)


def _text(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{"truth:channels-2024": "many"})


def _one_again(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(number=[0, *range(len(table) - 1)])


def _in_words(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(number=[f"run {number}" for number in table["number"]])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_text, "its column truth:channels-2024 does not hold numbers"),
        (_one_again, "run 0 is there twice"),
        (_in_words, "its runs are not numbered"),
    ],
)
@pytest.mark.parametrize("name", ["generation-00.parquet", "generation-00.partial.parquet"])
def test_a_file_of_particles_that_makes_no_sense_is_named(
    copied: Path, name: str, damage: Callable[[pd.DataFrame], pd.DataFrame], said: str
) -> None:
    damage(pd.read_parquet(copied / "generation-00.parquet")).to_parquet(copied / name)
    with pytest.raises(ResultError, match=rf"{name} is damaged: {said}.*Remove it"):
        if "partial" in name:
            Unfinished(copied, 0, [], [])
        else:
            again(copied)


def test_an_outlook_looks_whose_runs_are_there(copied: Path) -> None:
    wanted = load_calibration(copied.parent / "channels.yaml", options={"scale": "0.04"})
    with pytest.raises(ExperimentError, match="holds a calibration with another scenario"):
        outlook(wanted, copied)
    other = load_calibration(written(copied.parent, CALIBRATION.replace("draws: 30", "draws: 20")))
    with pytest.raises(ExperimentError, match="holds a finished calibration with other draws"):
        outlook(other, copied)
    wanted = load_calibration(written(copied.parent))
    assert outlook(wanted, copied).finished == 42
    shutil.copy(copied / "generation-01.parquet", copied / "generation-01.partial.parquet")  # A kill between the two.
    assert outlook(wanted, copied).finished == 42


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


def test_so_far_makes_nothing_of_a_finished_one_of_which_a_part_is_lost(copied: Path) -> None:
    (copied / "posterior.csv").unlink()
    with pytest.raises(ResultError, match=r"posterior\.csv cannot be read: it is not there"):
        again(copied, so_far=True)
    with pytest.raises(ResultError, match=r"posterior\.csv cannot be read"):
        Learned(copied).check_whole()
    assert len(again(copied).posterior) == 30, "The whole command writes it again."
    (copied / "calibration.json").write_text("{")
    with pytest.raises(ResultError, match=r"calibration\.json is damaged: "):
        again(copied, so_far=True)
    assert (copied / "calibration.json").read_text() == "{"
    assert again(copied).manifest["finished"]


def test_every_budget_is_checked(tmp_path: Path) -> None:
    wrong = CALIBRATION.replace("less: {design: 16, keep: 10,", "less: {design: 17, keep: 90,")
    assert load_calibration(written(tmp_path / "good")).budget == "whole"
    assert list(load_budgets(tmp_path / "good" / "channels.yaml")) == ["whole", "less"]
    assert load_calibration(written(tmp_path / "wrong", wrong)).budget == "whole"
    with pytest.raises(ScenarioError) as told:
        load_budgets(tmp_path / "wrong" / "channels.yaml")
    assert [fault.path for fault in told.value.faults] == ["budgets.less.design", "budgets.less.keep"]
