"""Runs that take turns rule by rule are the runs that they are alone."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from marketsim.experiments import sweeping, taking_turns
from marketsim.experiments.collecting import FINISHED
from marketsim.experiments.design_reading import load_design
from marketsim.experiments.simulating import simulate
from marketsim.experiments.streaming import DIED
from marketsim.experiments.taking_turns import handful, together
from marketsim.experiments.tasks import Arm, Task, tasks_of
from marketsim.scenario.scenario import Scenario
from tests.experiments.small import DESIGN, RUNS, digests, made, written
from tests.experiments.test_sweeping import Places

MANY = DESIGN.replace("replicates: 2", "replicates: 6")


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    """Runs of several scenarios."""
    return list(load_design(written(tmp_path_factory.mktemp("design"))).tasks())


def figures(outcome: bytes) -> pd.DataFrame:
    """Return what a run tells, but for how long it took."""
    return pd.read_parquet(BytesIO(outcome)).drop(columns="seconds")


def test_a_scale_that_is_written_as_a_fraction_is_one(tasks: list[Task]):
    arms = [Arm("tiny", 1, tasks[0].arm.base, (("scale", scale),)) for scale in ("1/2", 0.5, "0.5", 1)]
    assert [arm.scale for arm in arms] == [0.5, 0.5, 0.5, 1.0]


def test_each_is_what_it_is_alone(tasks: list[Task]):
    for task, outcome in zip(tasks, simulate(tasks, daily=True), strict=True):
        alone = simulate([task], daily=True)[0]
        assert (outcome.run, outcome.error) == (task.run, "")
        pd.testing.assert_frame_equal(figures(outcome.figures), figures(alone.figures), check_exact=True)
        assert outcome.daily == alone.daily


def test_shorter_ones_and_failing_ones_leave_the_others_alone(tasks: list[Task]):
    wrong = Task(Arm("wrong", 1, tasks[0].arm.base, (("scale", -1.0),)), 1, "wrong")
    short = tasks_of(Arm("short", 0, tasks[0].arm.base.shortened(12)), (1,))[0]
    outcomes = simulate([tasks[0], wrong, short, tasks[1]], daily=True)
    assert [outcome.run for outcome in outcomes] == [tasks[0].run, "wrong", short.run, tasks[1].run]
    assert "scale" in outcomes[1].error and "Traceback" in outcomes[1].traceback
    assert [outcome.daily for outcome in outcomes[::3]] == [simulate([task], True)[0].daily for task in tasks[:2]]
    assert len(pd.read_parquet(BytesIO(outcomes[2].daily))) == 12


def test_a_sweep_in_which_runs_take_turns_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    alone = made(written(tmp_path / "alone", MANY), tmp_path / "alone", workers=2)
    monkeypatch.setattr(taking_turns, "HANDOUTS", 2)
    assert together(30, 4) == 3
    told: list[int] = []
    turns = made(
        written(tmp_path / "turns", MANY), tmp_path / "turns", workers=2, progress=lambda step: told.append(step.done)
    )
    assert told == list(range(1, 31))
    assert digests(turns) == digests(alone)


def test_of_several_that_died_together_the_one_that_did_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(taking_turns, "HANDOUTS", 1)
    monkeypatch.setattr(sweeping, "workers_of", lambda *_: Places())
    assert together(RUNS, Places.window) == 5
    found = made(written(tmp_path), tmp_path)
    assert found.failed[["scenario", "seed", "error"]].values.tolist() == [["tiny", 2, DIED]]
    assert found.runs["status"].tolist().count(FINISHED) == RUNS - 1


def test_few_runs_are_handed_out_one_by_one_and_many_in_handfuls():
    assert together(0, 1) == together(20, 4) == together(127, 4) == 1
    assert together(200, 4) == 3
    assert together(10_000, 4) == taking_turns.MOST


def test_those_that_take_turns_are_no_more_than_one_market(tasks: list[Task]):
    def sizes(scales: list[float]) -> list[int]:
        left = iter([tasks_of(Arm("any", 1, Scenario(), (("scale", scale),)), (1,))[0] for scale in scales])
        taken = []
        while True:
            some, left = handful(left, 4)
            if not some:
                return taken
            taken.append(len(some))

    assert sizes([]) == []
    assert sizes([0.1] * 9) == [4, 4, 1]
    assert sizes([0.5] * 5) == [2, 2, 1]
    assert sizes([1.0, 1.0, 0.5, 0.5, 0.02]) == [1, 1, 2, 1]
    assert sizes([1 / 3] * 4) == [3, 1]
