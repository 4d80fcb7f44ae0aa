"""Sweeps: nothing that was finished is lost, and the data sets are the same bytes on every way to them."""

import errno
import gc
import json
import os
import resource
import shutil
import signal
from collections.abc import Generator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import pandas as pd
import psutil
import pytest
from numba.core.dispatcher import Dispatcher

import marketsim as ms
from marketsim.experiments import executors, parts, simulating, sweeping
from marketsim.experiments.collecting import FAILED, FINISHED, MISSING
from marketsim.experiments.errors import ExperimentError, OtherVersionError
from marketsim.experiments.executors import PlainLoop
from marketsim.experiments.store import Store
from marketsim.experiments.streaming import DIED
from marketsim.experiments.sweep import Sweep
from marketsim.results.errors import ResultError
from marketsim.version import MODEL_VERSION
from tests.experiments.small import DESIGN, RUNS, digests, made, written


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a design and its finished sweep, by the plain loop."""
    folder = tmp_path_factory.mktemp("finished")
    made(written(folder), folder)
    return folder


@pytest.fixture
def here(finished: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    shutil.copytree(finished, tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """The design, nothing of it run."""
    return written(tmp_path / "new")


@pytest.fixture
def whole(finished: Path) -> dict[str, str]:
    """Digests of the finished sweep."""
    return digests(Sweep(finished / "sweep-officers"))


def counted(design: Path, **words: Any) -> tuple[Sweep, list[str]]:
    """Return a sweep and what was run for it."""
    told: list[str] = []
    found = made(design, design.parent, progress=lambda step: told.append(str(step.task)), **words)
    return found, told


def test_a_row_a_run_with_its_values_and_every_measure(finished: Path):
    runs = Sweep(finished / "sweep-officers").runs
    assert runs[["scenario", "point", "seed"]].values.tolist() == [
        *([name, point, seed] for name, points in (("tiny", [0]), ("police", range(1, 5))) for point in points
          for seed in (1, 2)),
    ]  # fmt: skip
    assert set(runs["status"]) == {FINISHED}
    assert runs["interventions.police.patrol"].iloc[2:].tolist() == [2.0] * 4 + [9.0] * 4
    assert runs["interventions.police.patrol"].iloc[:2].isna().all()
    assert runs["interventions.police.start"].iloc[4] == pd.Timestamp("2017-12-24")
    scenario = ms.load(finished / "police.yaml").with_({"interventions.police.patrol": 2})
    alone = ms.run(scenario.with_({"interventions.police.start": "2017-12-24"}), seed=2)
    row = runs[(runs["point"] == 2) & (runs["seed"] == 2)].iloc[0]
    assert row["orders"] == alone.daily.loc["2017-12-20":, "orders"].sum()
    yearly = Sweep(finished / "sweep-officers").yearly
    its = yearly[(yearly["point"] == 2) & (yearly["seed"] == 2)].set_index("year")
    np.testing.assert_array_equal(its["orders"], alone.yearly["orders"])


def test_two_processes_give_the_same_bytes(design: Path, whole: dict[str, str]):
    assert digests(made(design, design.parent, workers=2)) == whole


def test_nothing_is_run_twice(here: Path, whole: dict[str, str]):
    found, told = counted(here / "officers.yaml")
    assert told == []
    assert digests(found) == whole


def test_more_seeds_run_only_what_is_missing(here: Path):
    written(here, DESIGN.replace("replicates: 2", "replicates: 3"))
    found, told = counted(here / "officers.yaml")
    assert len(told) == 5
    assert all(what.endswith("seed 3") for what in told)
    assert len(found.runs) == 15


def test_tables_of_another_design_of_the_same_name_are_kept(here: Path, whole: dict[str, str]):
    folder = Sweep(here / "sweep-officers").folder
    before = {name: (folder / name).read_bytes() for name in ("runs.parquet", "yearly.parquet", "manifest.json")}
    written(here, DESIGN.replace("[2, 9]", "[3, 9]"))
    with pytest.warns(UserWarning, match="held the tables of another design of this name") as told:
        found, _ = counted(here / "officers.yaml")
    (aside,) = folder.glob("earlier-*")
    assert {name: (aside / name).read_bytes() for name in before} == before
    assert aside.name in str(told[0].message) and len(Sweep(aside).runs) == RUNS
    assert 3.0 in set(found.runs["interventions.police.patrol"])
    written(here)
    with pytest.warns(UserWarning, match="they are kept in earlier-"):
        assert digests(counted(here / "officers.yaml")[0]) == whole
    assert len([*folder.glob("earlier-*")]) == 2


def fail_at(patch: pytest.MonkeyPatch, seed: int) -> None:
    """Let runs of a seed fail."""
    real = simulating.rule_by_rule

    def sometimes(scenario: ms.Scenario, number: int) -> Generator[None, None, ms.Run]:
        if number == seed:
            raise ValueError("an unlucky seed")
        return real(scenario, number)

    patch.setattr(simulating, "rule_by_rule", sometimes)


def test_a_failed_run_is_recorded_and_the_rest_goes_on(design: Path, whole: dict[str, str]):
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, 2)
        found, told = counted(design)
        assert len(told) == RUNS
        assert found.runs["status"].tolist() == [FINISHED, FAILED] * 5
        assert found.runs["orders"].isna().tolist() == [False, True] * 5
        assert set(found.failed["error"]) == {"ValueError: an unlucky seed"}
        assert all("in sometimes" in text for text in found.failed["traceback"])
        assert found.manifest["failed"] == 5
    again, told = counted(design)
    assert told == []
    assert len(again.failed) == 5
    healed, told = counted(design, retry_failed=True)
    assert len(told) == 5
    assert digests(healed) == whole


def test_fail_fast_begins_nothing_new(design: Path, monkeypatch: pytest.MonkeyPatch):
    fail_at(monkeypatch, 2)
    found, told = counted(design, fail_fast=True)
    assert told == ["tiny, seed 1", "tiny, seed 2"]
    assert found.runs["status"].tolist() == [FINISHED, FAILED] + [MISSING] * 8


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied"])
@pytest.mark.parametrize("merged", [False, True])
def test_a_damaged_part_is_put_aside_and_its_runs_are_made_again(
    here: Path, whole: dict[str, str], harm: str, merged: bool
):
    folder = here / "sweep-officers"
    if merged:
        Store(folder).merge(1)
    path = sorted((folder / "parts").glob("*.parquet"))[0]
    data = bytearray(path.read_bytes())
    if harm == "flipped":
        data[len(data) // 3] ^= 0xFF
    path.write_bytes(b"" if harm == "emptied" else data[: len(data) // 2] if harm == "cut" else data)
    plans: list[Any] = []
    found, told = counted(here / "officers.yaml", started=plans.append)
    assert len(told) == (RUNS if merged else 1)
    assert plans[0].damaged == (path,)
    assert (folder / "damaged" / path.name).exists()
    assert digests(found) == whole


def test_merging_changes_nothing(design: Path, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Store.merge, "__defaults__", (3,))
    found, _ = counted(design)
    blocks = [path.name for path in (found.folder / "parts").iterdir()]
    assert len(blocks) == 4
    assert sum(name.startswith("block-") for name in blocks) == 3
    assert digests(found) == whole
    assert counted(design)[1] == []


def test_a_full_disk_is_told_and_what_was_finished_stays(
    design: Path, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    real, written_ = parts.os.fsync, []

    def full(handle: int) -> None:
        written_.append(handle)
        if len(written_) > 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(parts.os, "fsync", full)
    with pytest.raises(ResultError, match="No space left on device"):
        counted(design)
    assert not list(design.parent.rglob("*.partial"))
    monkeypatch.setattr(parts.os, "fsync", real)
    found, told = counted(design)
    assert len(told) == RUNS - 4  # One of the five files was that of the version.
    assert digests(found) == whole


def test_a_disk_that_fills_up_under_the_tables_is_told_and_the_old_ones_stay(here: Path, whole: dict[str, str]):
    def full(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE)[0], signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    full(6000)
    try:
        with pytest.raises(ResultError, match="sweep-officers: results cannot be written"):
            counted(here / "officers.yaml")
    finally:
        full(before)
        signal.signal(signal.SIGXFSZ, heard)
    assert not list(here.rglob("*.partial"))
    assert digests(Sweep(here / "sweep-officers")) == whole


def test_two_sweeps_never_write_into_one_folder(here: Path):
    with (
        filelock.FileLock(here / "sweep-officers" / "store.lock"),
        pytest.raises(ExperimentError, match="Another sweep or calibration is at work in"),
    ):
        counted(here / "officers.yaml")


def test_runs_of_another_version_are_not_mixed_in(here: Path):
    (here / "sweep-officers" / "store.json").write_text('{"format": 1, "model_version": "0"}')
    with pytest.raises(OtherVersionError, match=f"runs of version 0 of the model, this is version {MODEL_VERSION}"):
        counted(here / "officers.yaml")


@pytest.mark.parametrize("text", ["[1]", "{}", "{", '"5"'])
def test_a_damaged_note_of_the_version_is_named_and_may_be_removed(here: Path, text: str):
    path = here / "sweep-officers" / "store.json"
    path.write_text(text)
    with pytest.raises(ResultError, match=r"store\.json is damaged. Remove it"):
        counted(here / "officers.yaml")
    path.unlink()
    assert not counted(here / "officers.yaml")[1]


def test_days_are_kept_where_they_are_asked_for_and_made_again_where_they_are_damaged(here: Path):
    written(here, DESIGN + "daily: true\n")
    found, told = counted(here / "officers.yaml")
    assert len(told) == RUNS  # What was run before kept no days.
    run = found.runs["run"].iloc[3]
    pd.testing.assert_frame_equal(
        found.daily(run).reset_index(),
        ms.run(ms.load(here / "police.yaml").with_({"interventions.police.patrol": 2})
               .with_({"interventions.police.start": "2017-12-21"}), 2).daily.reset_index(),
    )  # fmt: skip
    path = found.folder / "daily" / f"{run}.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    again, told = counted(here / "officers.yaml")
    assert told == ["police-1, seed 2"]
    assert len(again.daily(run)) == 17


def test_days_asked_for_later_change_no_figure_when_parts_are_merged(
    here: Path, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Store.merge, "__defaults__", (3,))
    written(here, DESIGN + "daily: true\n")
    found, told = counted(here / "officers.yaml")
    assert len(told) == RUNS
    assert digests(found) == whole
    assert digests(counted(here / "officers.yaml")[0]) == whole


def test_figures_without_days_stay_until_their_runs_are_made_again(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Store.merge, "__defaults__", (1,))
    fail_at(monkeypatch, 2)
    written(here, DESIGN + "daily: true\n")
    assert len(counted(here / "officers.yaml")[0].failed) == RUNS // 2
    written(here)
    assert counted(here / "officers.yaml")[1] == []


def test_a_design_of_which_no_run_is_finished_leaves_no_years_of_another(here: Path, monkeypatch: pytest.MonkeyPatch):
    for seed in (1, 2):
        fail_at(monkeypatch, seed)
    written(here, DESIGN.replace("[2, 9]", "[3, 4]").replace("reference: tiny.yaml\n", ""))
    with pytest.warns(UserWarning, match="tables of another design"):
        found, _ = counted(here / "officers.yaml")
    assert set(found.runs["status"]) == {FAILED}
    with pytest.raises(ResultError, match=r"has no yearly\.parquet"):
        _ = found.yearly


def test_a_worker_that_is_killed_costs_nothing(design: Path, whole: dict[str, str]):
    killed = []

    def kill(step: sweeping.Step) -> None:
        if step.done == 3:
            mine = [child for child in psutil.Process().children(recursive=True) if _is_worker(child)]
            assert mine
            killed.append(mine[0].pid)
            os.kill(mine[0].pid, signal.SIGKILL)

    found = made(design, design.parent, workers=2, progress=kill)
    assert killed
    assert found.failed.empty
    assert digests(found) == whole


def test_workers_have_their_kernels_loaded_before_they_are_forked():
    place = executors.Processes(1)
    try:
        assert place.start().submit(loaded_kernels).result() > 80
    finally:
        place.stop()


def loaded_kernels() -> int:
    """Return how many kernels of the model this process could call at once."""
    kernels = (held for held in gc.get_objects() if isinstance(held, Dispatcher) and held.overloads)
    return sum(held.py_func.__module__.startswith("marketsim.") for held in kernels)


def _is_worker(process: psutil.Process) -> bool:
    """Tell a worker from the server that forks it and from the tracker of resources."""
    return len(process.parents()) > 1 and process.parent().ppid() == os.getpid()  # type: ignore[union-attr]


class Dying(Executor):
    """An executor whose process dies in runs of seed 2 of the base, and takes all in flight with it."""

    def __init__(self) -> None:
        self.broken = False
        self.waiting: list[Future[Any]] = []

    def submit(self, call: Any, /, *words: Any, **named: Any) -> Future[Any]:
        if self.broken:
            raise BrokenProcessPool("dead")
        names, future = [str(task) for task in words[0]], Future[Any]()
        if "tiny, seed 2" in names:
            self.broken = True
            for held in [*self.waiting, future]:
                if not held.done():
                    held.set_exception(BrokenProcessPool("dead"))
        elif "tiny, seed 1" in names:
            self.waiting.append(future)  # In flight when its neighbour dies.
            if self.alone:
                future.set_result(call(*words, **named))
        else:
            future.set_result(call(*words, **named))
        return future

    alone = False


class Places:
    """Workers of which each executor but the first has one run only."""

    window = 2

    def __init__(self) -> None:
        self.started = 0

    def start(self) -> Executor:
        self.started += 1
        made = Dying()
        made.alone = self.started > 1
        return made

    def stop(self) -> None:
        pass


def test_a_run_that_kills_its_process_twice_has_failed_and_its_neighbour_has_not(
    design: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sweeping, "workers_of", lambda *_: Places())
    found, told = counted(design)
    assert sorted(told) == sorted({*told})
    assert found.failed[["scenario", "seed", "error"]].values.tolist() == [["tiny", 2, DIED]]
    assert found.runs["status"].tolist().count(FINISHED) == RUNS - 1


def test_a_worker_of_another_version_is_told(design: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(simulating, "MODEL_VERSION", "old")
    with pytest.raises(
        ExperimentError, match=f"A worker has version old of the model, here is version {MODEL_VERSION}"
    ):
        counted(design)


class Late(PlainLoop):
    """A plain loop that counts what it is handed."""

    handed = 0

    def submit(self, call: Any, /, *words: Any, **named: Any) -> Future[Any]:
        Late.handed += 1
        return super().submit(call, *words, **named)


def test_runs_are_handed_out_only_when_there_is_room(design: Path, monkeypatch: pytest.MonkeyPatch):
    ahead = []
    monkeypatch.setattr(executors.Here, "start", lambda _: Late())
    monkeypatch.setattr(executors.Here, "window", 3)
    made(design, design.parent, progress=lambda step: ahead.append(Late.handed - step.done))
    assert max(ahead) <= 3
    assert Late.handed == RUNS


def test_points_that_share_a_run_have_it_made_once(design: Path):
    written(design.parent, DESIGN.replace("reference: tiny.yaml", "reference: police.yaml").replace("[2, 9]", "[3, 9]")
            .replace("2017-12-24]", "2017-12-22]"))  # fmt: skip
    plans: list[Any] = []
    found, told = counted(design, started=plans.append)
    assert (plans[0].runs, plans[0].new, len(told)) == (RUNS, RUNS - 2, RUNS - 2)
    runs = found.runs.set_index(["point", "seed"])
    assert runs.loc[(0, 1), "run"] == runs.loc[(4, 1), "run"]
    assert runs.loc[(0, 1), "orders"] == runs.loc[(4, 1), "orders"]


def test_bands_are_quantiles_over_runs_of_a_scenario(finished: Path):
    found = Sweep(finished / "sweep-officers")
    bands = found.bands("orders", (0.0, 0.5, 1.0))
    held = found.yearly[found.yearly["scenario"] == "police"]["orders"]
    assert bands.loc[("police", 2017)].tolist() == [held.min(), held.median(), held.max()]


def test_the_manifest_says_what_was_run(finished: Path):
    said = json.loads((finished / "sweep-officers" / "manifest.json").read_text())
    assert (said["model_version"], said["runs"], said["finished"], said["failed"]) == (MODEL_VERSION, RUNS, RUNS, 0)
    assert said["question"] == "How many officers, and when?"
    assert set(said["scenarios"]) == {"tiny", "police"}
