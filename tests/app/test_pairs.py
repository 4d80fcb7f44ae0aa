"""Pairs are runs as the command line makes them, and what changes is told from them."""

from concurrent.futures import Future
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from marketsim.app.differences import effects, figures_of, monthly, regional
from marketsim.app.pairs import Pair, Question, last_day, pairs
from marketsim.app.pool import Pool, close_all
from marketsim.app.scenario_text import scenario_text
from marketsim.experiments.figures_of_run import consequences
from marketsim.results.run import Run
from marketsim.results.running import run
from marketsim.scenario.loading import loads
from marketsim.scenario.scenario import Scenario

COLUMNS = {column.name: column for column in consequences()}
UNTIL = date(2018, 2, 15)


def asked(base: Scenario, arm: Scenario, seeds: tuple[int, ...] = (1, 2)) -> Question:
    return Question(base, arm, seeds, date(2018, 1, 1), UNTIL)


def test_a_pair_is_what_its_downloaded_files_give(tiny: Scenario, more: Scenario, pool):
    made = list(pairs(pool, asked(tiny, more)))
    assert sorted(pair.seed for pair in made) == [1, 2]
    days = (UNTIL - tiny.start).days + 1
    for pair in made:
        own = run(loads(scenario_text(more.shortened(days), "")), pair.seed)
        assert_frame_equal(pair.arm.daily, own.daily)
        assert_frame_equal(pair.arm.consequences, own.consequences)
        assert pair.arm.manifest["scenario_digest"] == own.manifest["scenario_digest"]
    assert len(list(pool.folder.glob("*.pickle"))) == 2  # the last evening of 2017, for each seed


def test_a_reader_who_goes_gives_up_what_has_not_begun(tiny: Scenario, more: Scenario, pool):
    reader = pairs(pool, asked(tiny, more, (1, 2, 3)))
    next(reader)
    reader.close()
    assert len(pool.made) < 6


def test_processes_make_the_same_runs_and_remember_them(tiny: Scenario):
    pool = Pool(1)
    first = pool.run(tiny, 1, UNTIL, keep=True)
    assert pool.run(tiny, 1, UNTIL, keep=True) is first
    assert_frame_equal(first.result().daily, run(tiny.with_(end=UNTIL), 1).daily)
    pool.run(tiny, 2, UNTIL, keep=True)
    close_all()
    assert not Path(pool._folder.name).exists()


def test_what_can_wait_does_not_stand_before_what_somebody_waits_for(
    tiny: Scenario, more: Scenario, monkeypatch: pytest.MonkeyPatch
):
    pool, begun = Pool(1), []

    def submitted(scenario: Scenario, seed: int, until: date, keep: bool) -> Future[Run]:
        begun.append((scenario.title, seed, Future()))
        return begun[-1][2]

    monkeypatch.setattr(pool, "_submitted", submitted)
    pool.later(tiny, (1, 2, 3), tiny.end)
    assert [one[:2] for one in begun] == [("Tiny", 1)]
    assert pool.has(tiny, 1, tiny.end)
    assert not pool.has(tiny, 2, tiny.end)
    pool.run(more, 1, UNTIL, keep=False)
    begun[0][2].set_result(None)
    assert [one[:2] for one in begun] == [("Tiny", 1), ("More blocking", 1)]
    begun[1][2].set_result(None)
    assert [one[:2] for one in begun[2:]] == [("Tiny", 2)]
    pool.later(more, (5,), more.end)
    begun[2][2].set_result(None)
    assert [one[:2] for one in begun[3:]] == [("More blocking", 5)]
    close_all()


def test_the_last_day_is_within_the_scenario(tiny: Scenario):
    assert last_day(tiny, date(2017, 1, 1), 1) == date(2017, 12, 31)
    assert last_day(tiny, date(2018, 1, 1), 3) == tiny.end
    assert last_day(tiny, date(2018, 1, 1), None) == tiny.end


def test_what_changes_is_told_with_its_interval(tiny: Scenario):
    days = pd.date_range("2018-01-01", "2018-02-15")
    rows = [made(tiny, days, 10.0), made(tiny, days, 11.0)]
    done = [Pair(1, rows[0], rows[1]), Pair(2, rows[1], made(tiny, days, 12.0))]
    told = {
        effect.column.name: effect for effect in effects([figures_of(pair, days[0], days[-1]) for pair in done], 50)
    }
    assert told["orders"].change.mean == len(days)
    assert told["orders"].verdict == "clear"
    assert told["deaths"].verdict == "few"
    assert told["active_users"].base == 10.5
    alone = effects([figures_of(done[0], days[0], days[-1])], 50)
    assert {effect.verdict for effect in alone} <= {"alone", "none"}
    same = effects([figures_of(Pair(1, rows[0], rows[0]), days[0], days[-1])], 50)
    assert {effect.verdict for effect in same} == {"none", "few"}
    assert {effect.verdict for effect in same if effect.column.domain not in ("health", "justice")} == {"none"}


def test_months_are_whole(tiny: Scenario):
    days = pd.date_range("2017-12-20", "2018-02-15")
    table = monthly([made(tiny, days, 2.0)], COLUMNS["orders"], days[0].date(), days[-1].date())
    assert list(table.index) == [pd.Timestamp("2018-01-01")]
    assert table.iloc[0, 0] == 62.0
    level = monthly([made(tiny, days, 2.0)], COLUMNS["active_users"], days[0].date(), days[-1].date())
    assert level.iloc[0, 0] == 2.0


def test_regions_add_up_over_the_months(tiny: Scenario):
    done = run(tiny, 1)
    first, last = date(2018, 1, 1), date(2018, 2, 28)
    told = regional([done], COLUMNS["orders"], first, last)
    assert told is not None
    assert list(told.index) == ["almaty_city", "astana"]
    assert told.sum() == done.daily.loc["2018-01-01":"2018-02-28", "orders"].sum()
    assert regional([done], COLUMNS["price_kzt_per_g"], first, last) is None


def made(scenario: Scenario, days: pd.DatetimeIndex, value: float) -> Run:
    """Return a run whose measures all have one value."""
    names = [column.measure for column in consequences()] + ["revenue_bn_kzt", "retail_t"]
    daily = pd.DataFrame({name: np.full(len(days), value) for name in dict.fromkeys(names) if name}, index=days)
    empty = pd.DataFrame()
    return Run(daily, empty, empty, empty, {}, {"weight": 50})
