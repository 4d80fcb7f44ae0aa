"""Calibrations on the engine of sweeps: nothing that was finished is lost, and results are the same on every way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments.calibration import makers, particles, running, second_opinion
from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.particles import FailedRunsError, Hooks
from marketsim.experiments.calibration.prior_check import prior_predictive, reached_by
from marketsim.experiments.calibration.reading import load_calibration
from marketsim.experiments.errors import ExperimentError, OtherVersionError
from marketsim.experiments.simulating import simulate
from marketsim.experiments.tasks import Outcome, Task
from marketsim.version import MODEL_VERSION
from tests.experiments.calibration.tiny import CALIBRATION, RUNS, digests, written


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    """A finished calibration, by the plain loop."""
    folder = tmp_path_factory.mktemp("made")
    return ms.calibrate(written(folder), out=folder)


def counted(file: Path, **words: Any) -> tuple[Learned, int]:
    """Return a calibration and how many runs were made for it."""
    told: list[int] = []
    return ms.calibrate(file, out=file.parent, hooks=Hooks(step=lambda step: told.append(step.done)), **words), len(
        told
    )


def test_the_posterior_holds_whole_values_and_shares_recorded_apart(made: Learned) -> None:
    assert list(made.posterior) == ["draw", "parameters.shop_opening.rate", "parameters.customs_check.equipment"]
    assert len(made.posterior) == 30
    both = np.array([json.loads(cell) for cell in made.posterior["parameters.customs_check.equipment"]])
    np.testing.assert_allclose(both[:, 0] / both[:, 1], 0.00015 / 0.00013, rtol=1e-4)
    assert list(made.recorded) == ["draw", "reporting.telegram_channels_alive"]
    assert made.recorded.iloc[:, 1].between(0.5, 1.0).all()


def test_its_facts_stand_beside_it(made: Learned) -> None:
    facts = made.manifest
    assert facts["finished"]
    assert facts["model_version"] == MODEL_VERSION
    assert facts["runs"] == RUNS
    assert facts["effective_draws"] == len(made.posterior.drop(columns="draw").drop_duplicates()) < 30
    assert facts["scale"] == 0.02
    assert [prior["key"] for prior in facts["priors"]][1] == "parameters.customs_check.equipment"
    assert facts["readings"]["channels-2024"]["value"] == 20
    assert list(made.path["runs"]) == [32, 10]
    assert made.population["probability"].sum() == pytest.approx(1.0)
    assert set(made.prior_predictive["id"]) == {"channels-2024", "consumers-2024"}


def test_who_made_the_runs_is_noted_once_for_each_source(
    made: Learned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (maker,) = made.manifest["made_by"]
    assert maker["finished_before"] == 0
    assert maker["source_digest"] == made.manifest["source_digest"]
    shutil.copytree(made.folder, tmp_path / made.folder.name)
    file = written(tmp_path)
    (tmp_path / made.folder.name / "generation-01.parquet").unlink()
    shutil.rmtree(tmp_path / made.folder.name / "runs")
    other = {**makers.origin(), "source_digest": "another"}
    monkeypatch.setattr(makers, "origin", lambda: other)
    again = ms.calibrate(file, out=tmp_path)
    assert [one["finished_before"] for one in again.manifest["made_by"]] == [0, 32]
    assert again.manifest["made_by"][1]["source_digest"] == "another"
    assert digests(again.folder) == digests(made.folder)


def test_the_share_recorded_is_in_what_would_be_reported(made: Learned) -> None:
    rows = pd.read_parquet(made.folder / "generation-00.parquet")
    share = 0.5 + 0.5 * rows["share:reporting.telegram_channels_alive"]
    channels = rows["truth:channels-2024"] / share
    wanted = load_calibration(made.folder.parent / "channels.yaml")
    points = np.array([prior.values(rows.iloc[0, 1 + i]) for i, prior in enumerate(wanted.priors)])
    run = ms.run(wanted.scenario.with_(dict(wanted.values(points))), seed=3_000_000)
    assert wanted.targets[0].figure(run) == pytest.approx(channels[0])


def test_killed_and_resumed_by_two_workers_it_is_the_same(made: Learned, tmp_path: Path) -> None:
    file = written(tmp_path)
    words = [sys.executable, "-m", "marketsim", "calibrate", "channels.yaml", "--workers", "2", "--out", "."]
    process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    parts = tmp_path / "calibration-channels-whole" / "runs" / "parts"
    deadline = time.monotonic() + 120
    while len(list(parts.glob("*.parquet"))) < 8 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = len(list(parts.glob("run-*.parquet")))
    assert 8 <= kept < RUNS
    again, told = counted(file, workers=2)
    assert told == RUNS - kept
    assert digests(again.folder) == digests(made.folder)


def test_small_files_alone_are_enough_to_go_on(made: Learned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(particles, "EVERY", 5)
    file, folder = written(tmp_path), tmp_path / "calibration-channels-whole"

    def stop(step: particles.Step) -> None:
        if step.done == 17:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ms.calibrate(file, out=tmp_path, hooks=Hooks(step=stop))
    assert len(pd.read_parquet(folder / "generation-00.partial.parquet")) == 15
    shutil.rmtree(folder / "runs")
    again, told = counted(file)
    assert told == RUNS - 15
    assert digests(again.folder) == digests(made.folder)
    assert not list(folder.glob("*.partial.parquet"))


def test_what_is_there_can_be_learned_from_before_the_end(
    made: Learned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "calibration-channels-whole"
    shutil.copytree(made.folder, folder)
    file = written(tmp_path)
    for name in ("generation-00.parquet", "generation-01.parquet", "calibration.json", "posterior.csv"):
        (folder / name).unlink()
    with pytest.raises(ExperimentError, match="64 are the least"):
        ms.calibrate(file, out=tmp_path, so_far=True)
    monkeypatch.setattr(running, "LEAST", 20)
    found, told = counted(file, so_far=True)
    assert told == 0
    assert not found.manifest["finished"]
    assert found.manifest["runs"] == 32
    assert len(found.posterior) == 30
    assert len(pd.read_parquet(folder / "generation-00.partial.parquet")) == 32


def test_another_calibration_keeps_out(made: Learned, tmp_path: Path) -> None:
    shutil.copytree(made.folder, tmp_path / "calibration-channels-whole")
    other = written(tmp_path, CALIBRATION.replace("low: 1, high: 20", "low: 2, high: 20"))
    with pytest.raises(ExperimentError, match="holds a calibration with other priors"):
        ms.calibrate(other, out=tmp_path)
    other = written(tmp_path, CALIBRATION.replace("value: 20", "value: 25"))
    with pytest.raises(ExperimentError, match=r"other targets. .* move calibration.json, generation-01.parquet away"):
        ms.calibrate(other, out=tmp_path)
    (tmp_path / "calibration-channels-whole" / "calibration.json").unlink()
    with pytest.raises(ExperimentError, match=r"other targets. Remove generation-01.parquet"):
        ms.calibrate(other, out=tmp_path)
    (tmp_path / "calibration-channels-whole" / "generation-01.parquet").unlink()
    _, told = counted(other)
    assert told == 10


def test_another_version_of_the_model_keeps_out(made: Learned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "calibration-channels-whole"
    shutil.copytree(made.folder, folder)
    file = written(tmp_path)
    for name, change in (("made_with.json", ("design", "model_version")), ("runs/store.json", ("model_version",))):
        text = (folder / name).read_text()
        held = json.loads(text)
        (held["design"] if len(change) == 2 else held)["model_version"] = "0"
        (folder / name).write_text(json.dumps(held))
        with pytest.raises(OtherVersionError, match="of version 0 of the model"):
            ms.calibrate(file, out=tmp_path)
        (folder / name).write_text(text)
    facts = json.loads((folder / "calibration.json").read_text())
    (folder / "calibration.json").write_text(json.dumps(facts | {"model_version": "0"}))
    with pytest.raises(OtherVersionError, match="made with version 0 of the model"):
        _ = Learned(folder).posterior
    with pytest.raises(OtherVersionError, match="Calibrate anew, in another folder"):
        ms.calibrate(file, out=tmp_path)


def test_a_tenth_of_the_whole_generation_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sometimes(tasks: Sequence[Task], daily: bool) -> list[Outcome]:
        return [
            Outcome(task.run, 0.0, error="ValueError: bad luck") if task.seed % 16 < 3 else simulate([task], daily)[0]
            for task in tasks
        ]

    monkeypatch.setattr("marketsim.experiments.streaming.simulate", sometimes)
    monkeypatch.setattr(particles, "CHECKED", 16)
    with pytest.raises(FailedRunsError, match="4 of 32 runs of generation 0 failed"):
        ms.calibrate(written(tmp_path), out=tmp_path)


def test_a_finished_calibration_is_not_replaced_by_one_that_stops_sooner(tmp_path: Path) -> None:
    longer = CALIBRATION.replace("most: 1, least: 1", "most: 2, least: 2")
    done = ms.calibrate(written(tmp_path, longer), out=tmp_path)
    before = (done.folder / "calibration.json").read_bytes()
    sooner = longer.replace("least: 2", "least: 1, least_acceptance: 1.0")
    with pytest.raises(ExperimentError, match="2 generations after the first, and 1 are asked for"):
        ms.calibrate(written(tmp_path, sooner), out=tmp_path)
    assert (done.folder / "calibration.json").read_bytes() == before


def test_a_figure_that_was_taken_out_of_the_evidence_is_left_out(tmp_path: Path) -> None:
    wanted = load_calibration(written(tmp_path))
    found = reached_by(wanted, {"channels-2024": np.full(4, 20.0), "gone": np.ones(4)})
    assert found["id"].tolist() == ["channels-2024"]


def test_priors_are_kept_with_where_they_are_cut_off(made: Learned, tmp_path: Path) -> None:
    priors = load_calibration(written(tmp_path)).priors
    assert tuple(second_opinion.prior_of(said) for said in made.manifest["priors"]) == priors
    assert any(np.isfinite(prior.least) for prior in priors)


def test_a_generation_in_which_too_many_runs_fail_stops_with_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(tasks: Sequence[Task], daily: bool) -> list[Outcome]:
        return [Outcome(task.run, 0.0, error="ValueError: the market is empty", traceback="...") for task in tasks]

    monkeypatch.setattr("marketsim.experiments.streaming.simulate", fails)
    file = written(tmp_path)
    with pytest.raises(FailedRunsError) as caught:
        ms.calibrate(file, out=tmp_path)
    assert caught.value.exit_code == 4
    assert "4 of 32 runs of generation 0 failed; a tenth may:\nchannels-1, seed 3000000: ValueError" in str(
        caught.value
    )
    with pytest.raises(FailedRunsError):
        ms.calibrate(file, out=tmp_path)


def test_a_figure_that_no_run_reaches_is_said_to_be_so() -> None:
    wanted = load_calibration(Path("scenarios/calibrations/kazakhstan.yaml"))
    target = next(target for target in wanted.targets if target.id == "det-cour-2023")
    words = [
        prior_predictive((target,), {target.id: "fit"}, np.full((50, 1), truth))["verdict"][0]
        for truth in (356.0, 10.0, 400.0, 5_000.0)
    ]
    assert words[0] == "reached"
    assert words[1] == "not reached: every report lies below"
    assert words[2].startswith("at the edge: 9")  # Two errors of 6 % away: what happened has no chance beside.
    assert words[3] == "not reached: every report lies above"
