"""Rankings, with a function in the place of runs."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.sensitivity.planning import METHODS
from tests.experiments.sensitivity.known import KEYS, design, model


@pytest.mark.parametrize("method", METHODS)
def test_every_method_ranks_what_moves_the_output_first(method: str):
    found = ms.sensitivity(design(), method, model=model)
    table = found.table[found.table["measure"] == "sum"]
    assert table["dimension"].tolist()[:2] == [KEYS[0], KEYS[1]]
    assert table["rank"].tolist() == [1, 2, 3]
    assert list(table.columns[:3]) == ["measure", "rank", "dimension"]
    assert tuple(table.columns[3:-1]) == found.method.indices


def test_effects_are_of_the_whole_range():
    found = ms.sensitivity(design(), "morris", count=5, model=model).table.set_index(["measure", "dimension"])
    assert found.loc[("sum", KEYS[0]), "mu"] == pytest.approx(15.0)
    assert found.loc[("sum", KEYS[1]), "mu"] == pytest.approx(-4.0)
    assert found.loc[("still", KEYS[0]), "note"] == "it is the same at every point"


def test_points_and_means_over_seeds_are_kept():
    found = ms.sensitivity(design(), "tornado", model=model)
    assert list(found.points.columns) == ["point", *KEYS, "sum", "still"]
    first = found.points.iloc[0]
    assert first["sum"] == pytest.approx(10.0 * first[KEYS[0]] - 5.0 * first[KEYS[1]] + 1.5)


def test_a_measure_that_cannot_be_told_leaves_the_others_alone():
    def partly(values: dict[str, float], seed: int) -> dict[str, float]:
        return model(values, seed) | {"undefined": np.nan}

    found = ms.sensitivity(design(), "prcc", count=50, model=partly).table
    undefined = found[found["measure"] == "undefined"]
    assert undefined["rank"].isna().all()
    assert undefined["note"].str.contains("50 of 50 points have no figure").all()
    assert found[found["measure"] == "sum"]["rank"].notna().all()
    with pytest.raises(ExperimentError, match="50 of 50 points"):
        ms.sensitivity(design(), "prcc", count=50, model=lambda values, seed: {"undefined": np.nan})


def test_it_is_saved_once_and_never_over_another(tmp_path: Path):
    found = ms.sensitivity(design(), "morris", count=5, model=model)
    folder = found.save(tmp_path)
    assert folder.name.startswith("sensitivity-known-morris-")
    assert found.save(tmp_path) == folder
    assert ms.sensitivity(design(), "morris", count=6, model=model).save(tmp_path) != folder
    pd.testing.assert_frame_equal(pd.read_csv(folder / "points.csv"), found.points)
    said = json.loads((folder / "sensitivity.json").read_text())
    assert said["settings"]["count"] == 5
    assert said["ranges"][KEYS[1]] == {"low": 0.2, "high": 1.0, "whole": False, "logarithmic": False}
    assert len(said["ranking"]) == 6


def test_the_same_call_gives_the_same_bytes(tmp_path: Path):
    folders = [ms.sensitivity(design(), "prcc", count=30, model=model).save(tmp_path / name) for name in "ab"]
    one, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert one == other


def test_a_failed_run_is_left_out_and_made_again_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from marketsim.experiments import simulating
    from marketsim.scenario.scenario import Scenario

    space = {"city_side": 4, "regions": ["almaty_city"]}
    days = {"start": "2018-01-01", "end": "2018-01-06", "measures_from": "2018-01-02"}
    plan = replace(design(seeds=(1,)), scenarios={"plain": Scenario(scale=0.02, space=space, **days)})
    run, calls = simulating.rule_by_rule, []

    def failing(scenario: Scenario, seed: int) -> object:
        calls.append(seed)
        if len(calls) == 3:
            raise ZeroDivisionError
        return run(scenario, seed)

    monkeypatch.setattr(simulating, "rule_by_rule", failing)
    call = {"measures": ["orders_wanted", "searches"], "count": 20, "resamples": 100, "out": tmp_path}
    found = ms.sensitivity(plan, "prcc", **call)
    assert (len(found.failed), len(calls)) == (1, 20)
    assert (found.table["note"] == "1 of 20 points left out: a figure is missing").all()
    assert found.points["orders_wanted"].isna().sum() == 1
    whole = ms.sensitivity(plan, "prcc", **call, retry_failed=True)
    assert (len(whole.failed), len(calls)) == (0, 21)
    assert (whole.table["note"] == "").all()
