"""Two results side by side."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import marketsim as ms
from marketsim.results.diff import diff
from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from marketsim.scenario.scenario import Scenario

DAY = "2017-12-24"


def changed(run: Run, **manifest: object) -> Run:
    """Return a run in which from one day on two columns differ."""
    daily = run.daily.copy()
    daily.loc[DAY:, ["orders", "detained_couriers"]] += 7
    return replace(run, daily=daily, manifest=run.manifest | manifest)


def test_a_run_is_the_same_as_itself_and_as_its_folder(done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    for other in (done, folder, str(folder), folder / "manifest.json"):
        found = ms.diff(done, other)
        assert found.same
        assert found.first is None
        assert found.settings.empty
        assert found.since is None
        assert found.tables["table"].tolist() == [
            "events",
            "daily",
            "regions",
            "yearly",
            "consequences",
            "mass",
            "cells",
        ]


def test_the_first_day_and_column_that_differ_are_told_with_their_values(done: Run):
    found = diff(done, changed(done))
    columns = [name for name in done.daily.columns if name in ("orders", "detained_couriers")]
    before = done.daily.loc[DAY, columns[0]]
    assert not found.same
    assert found.first == (date(2017, 12, 24), "daily", DAY, columns[0], before, before + 7, 2)
    daily = found.tables.set_index("table").loc["daily"]
    assert (daily["rows"], daily["differing"]) == (40, 2 * 26)
    assert found.tables["same"].sum() == len(found.tables) - 1


def test_days_that_only_one_has_differ_and_the_others_are_compared(done: Run):
    found = diff(done, replace(done, daily=done.daily.iloc[:-4]))
    assert found.first is not None
    assert (found.first.day, found.first.column, found.first.a) == (date(2018, 1, 15), "", "there")
    daily = found.tables.set_index("table").loc["daily"]
    assert (daily["rows"], daily["only_a"], daily["only_b"], daily["differing"]) == (36, 4, 0, 0)


def test_a_change_of_status_before_any_figure_is_the_first_place(done: Run):
    assert done.events is not None
    other = replace(changed(done), events=done.events.iloc[1:])
    found = diff(done, other)
    assert found.first is not None
    assert found.first.table == "events"
    assert found.first.day == done.events["date"].iloc[0].date()
    without = diff(done, replace(done, events=None))
    assert without.same
    assert "events" not in without.tables["table"].tolist()


def test_what_only_a_month_or_the_ground_shows_is_found_too(done: Run):
    regions = done.regions.copy()
    regions.loc[4, "orders"] += 1
    found = diff(done, replace(done, regions=regions))
    assert found.first is not None
    assert (found.first.table, found.first.day, found.first.column) == ("regions", date(2018, 1, 1), "orders")
    cells = dict(done.cells) | {"heat": done.cells["heat"] + 1}
    ground = diff(done, replace(done, cells=cells))
    assert not ground.same
    assert ground.first is None


def test_times_do_not_count_and_machines_are_told_apart(done: Run):
    other = replace(done, manifest=done.manifest | {"times": {}, "machine": {"processors": 1000}, "source_digest": "x"})
    found = diff(done, other)
    assert found.same
    named = found.settings.set_index("name")
    assert named.loc["processors", "b"] == 1000
    assert named.loc["digest of the source", "b"] == "x"


def test_scenarios_are_compared_setting_by_setting_and_policies_as_a_whole(tiny: Scenario):
    lockdown = {"kind": "lockdown", "start": "2018-01-05", "mobility": 0.5}
    found = diff(tiny, tiny.with_({"interventions": {"l": lockdown}, "parameters.people.online": 0.5}))
    named = found.settings.set_index("name")
    assert named.loc["parameters.people.online", "b"] == 0.5
    assert named.loc["interventions.l", "b"] == "lockdown from 2018-01-05"
    assert named.loc["interventions.l", "a"] is None
    assert len(named) == 2
    assert not found.same
    assert found.tables.empty
    assert found.since == tiny.start
    assert diff(tiny, tiny).same


def test_the_day_from_which_scenarios_can_differ_is_told_where_chance_is_the_same(done: Run, tiny: Scenario):
    lockdown = tiny.with_(interventions={"l": {"kind": "lockdown", "start": "2018-01-05", "mobility": 0.5}})
    manifest = {"scenario": lockdown.resolved()}
    assert diff(done, changed(done, **manifest)).since == date(2018, 1, 5)
    assert diff(done, changed(done, **manifest, seed=99)).since is None
    assert diff(done, changed(done, scenario={"nonsense": 1})).since is None


def test_folders_that_are_no_whole_result_are_told(done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    with pytest.raises(ResultError, match="There is no"):
        diff(folder, tmp_path / "nowhere")
    with pytest.raises(ResultError, match="holds no finished result"):
        diff(folder, tmp_path)
    (folder / "daily.parquet").write_bytes(b"PAR1")
    with pytest.raises(ResultError, match=r"is damaged: daily\.parquet"):
        diff(folder, done)
    (folder / "daily.parquet").unlink()
    with pytest.raises(ResultError, match="is incomplete"):
        diff(folder, done)


def test_another_version_of_the_model_is_a_difference_and_no_warning(done: Run, tmp_path: Path):
    old = replace(done, manifest=done.manifest | {"model_version": 1}).save(tmp_path)
    found = diff(done, old)
    assert found.settings["name"].tolist() == ["model version"]
