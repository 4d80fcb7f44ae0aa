"""A scenario and a seed become tables."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.run import Run
from marketsim.results.running import run
from marketsim.results.tables import yearly_table
from marketsim.scenario.scenario import Scenario


def test_every_day_and_every_measure_has_its_place(done: Run):
    assert list(done.daily.index) == list(pd.date_range("2017-12-10", "2018-01-18"))
    assert list(done.daily.columns) == list(all_measures())


def test_years_count_from_the_end_of_burn_in_and_say_that_they_are_incomplete(done: Run):
    assert done.yearly.index.tolist() == [2017, 2018]
    assert done.yearly["days"].tolist() == [12, 18]
    assert done.yearly["complete"].tolist() == [False, False]


def test_years_sum_flows_end_stocks_and_average_means(done: Run):
    days = done.daily.loc["2018"]
    for name, measure in all_measures().items():
        expected = {Kind.FLOW: days[name].sum(), Kind.STOCK: days[name].iloc[-1], Kind.MEAN: days[name].mean()}
        assert done.yearly.loc[2018, name] == pytest.approx(expected[measure.kind], nan_ok=True), name


def test_a_whole_year_is_complete():
    index = pd.DatetimeIndex(pd.date_range("2020-01-01", "2021-12-30"), name="date")
    daily = pd.DataFrame({name: np.ones(len(index), np.int64) for name in all_measures()}, index=index)
    table = yearly_table(daily, date(2020, 1, 1))
    assert table["complete"].tolist() == [True, False]
    assert table["orders"].tolist() == [366, 364]


def test_months_of_regions_add_up_to_the_country(done: Run):
    months = done.regions.groupby("month")
    assert months["days"].first().tolist() == [22, 18]
    assert sorted(set(done.regions["region"])) == ["almaty_city", "astana", "shymkent"]
    for name in ("orders", "active_users", "retail_t"):
        days = done.daily[name].resample("MS")
        expected = days.last() if name == "active_users" else days.sum()
        assert months[name].sum().to_numpy() == pytest.approx(expected.to_numpy())


def test_cells_are_the_ground_as_a_map(done: Run):
    assert {"residents", "heat", "arrests", "patrol_hours", "live_drops", "suitability", "region"} <= set(done.cells)
    assert len({layer.shape for layer in done.cells.values()}) == 1
    assert done.cells["residents"].ndim == 2


def test_days_shorten_a_run_and_a_run_within_burn_in_is_measured_from_its_first_day(tiny: Scenario):
    short = run(tiny, days=5)
    assert len(short.daily) == 5
    assert short.yearly["days"].tolist() == [5]
    assert short.manifest["last_day"] == "2017-12-14"


def test_a_shorter_run_has_the_days_of_the_longer_one(tiny: Scenario, done: Run):
    short = run(tiny, seed=3, days=15)
    pd.testing.assert_frame_equal(short.daily, done.daily.iloc[:15])


def test_progress_is_told_every_evening(tiny: Scenario):
    told: list[tuple[int, int, date]] = []
    run(tiny, days=3, progress=lambda *words: told.append(words))
    assert told == [(day, 3, date(2017, 12, 9 + day)) for day in (1, 2, 3)]


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_outside_the_key_of_the_draws_is_refused(seed: int, tiny: Scenario):
    with pytest.raises(ValueError, match="seed"):
        run(tiny, seed=seed)


def test_the_manifest_says_where_the_run_comes_from(done: Run, tiny: Scenario):
    manifest = done.manifest
    assert manifest["scenario_digest"] == tiny.digest()
    assert manifest["scenario"] == tiny.resolved()
    assert manifest["seed"] == 3
    assert {"marketsim", "numpy", "numba", "pandas", "pyarrow", "python"} <= set(manifest["versions"])
    assert manifest["times"]["seconds"] > 0
    assert manifest["machine"]["processors"] >= 1
    assert "Tiny" in repr(done)


def test_the_name_of_a_file_is_no_scenario():
    with pytest.raises(TypeError, match=r"run wants a Scenario, not a str: say run\(marketsim.load\('file.yaml'\)\)"):
        run("file.yaml")  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [True, 1.0, "1", None])
def test_a_seed_that_is_no_whole_number_is_refused_in_plain_words(tiny: Scenario, seed: object):
    with pytest.raises(TypeError, match="seed wants a whole number, not"):
        run(tiny, seed=seed)  # type: ignore[arg-type]


def test_a_seed_of_numpy_is_kept_as_one_of_python(tiny: Scenario):
    kept = run(tiny, seed=np.uint64(3), days=1).manifest["seed"]  # type: ignore[arg-type]
    assert (kept, type(kept)) == (3, int)


@pytest.mark.parametrize(("days", "error"), [(0, ValueError), (-1, ValueError), (1.5, TypeError), (True, TypeError)])
def test_days_are_a_whole_number_of_at_least_one(tiny: Scenario, days: object, error: type[Exception]):
    with pytest.raises(error, match="days wants a whole number"):
        run(tiny, days=days)  # type: ignore[arg-type]


def test_the_largest_seed_runs_after_a_small_one(tiny: Scenario):
    run(tiny, seed=1, days=2)
    assert len(run(tiny, seed=2**64 - 1, days=40, audit=True).daily) == 40
