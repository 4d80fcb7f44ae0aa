"""Notes and figures become a table of dated sentences."""

from collections import Counter
from datetime import date

import pytest

from marketsim.core.units import day_number
from marketsim.results.story.diary import Diary, Every, Period

MONDAY = day_number(date(2021, 3, 1))


def parcels(period: Period) -> str:
    return f"{period.sums['parcels']} on {period.days}" if period.sums["parcels"] else ""


def diary(days: int) -> Diary:
    made = Diary()
    for day in range(days):
        made.keep(MONDAY + day, "Astana", Counter(parcels=10), {})
    return made


@pytest.mark.parametrize(("days", "every", "rows"), [(14, "day", 14), (15, "week", 3), (200, "month", 7)])
def test_routine_is_summed_up_the_more_the_longer_it_lasts(days: int, every: str, rows: int):
    table = diary(days).table(parcels)
    assert len(table) == rows
    assert set(table["event"]) == {every}


def test_whoever_asks_chooses_the_time():
    table = diary(10).table(parcels, Every.WEEK)
    assert table["what"].tolist() == ["70 on 7", "30 on 3"]
    assert [str(day.date()) for day in table["until"]] == ["2021-03-07", "2021-03-10"]


def test_a_note_ends_a_week_so_that_what_came_before_it_is_told_before():
    made = diary(7)
    made.note(MONDAY, "hired", "Was hired.")
    made.note(MONDAY + 3, "detained", "Was detained.", "Astana")
    made.note(MONDAY + 3, "charged", "Was charged.", "Astana")
    table = made.table(parcels, Every.WEEK)
    told = table["what"].tolist()
    assert told == ["Was hired.", "10 on 1", "30 on 3", "Was detained.", "Was charged.", "30 on 3"]


def test_what_happens_on_one_day_is_told_after_the_routine_of_the_day_if_it_ends_it():
    made = diary(1)
    made.note(MONDAY, "detained", "Was detained.")
    made.note(MONDAY, "started", "Began.")
    assert made.table(parcels)["what"].tolist() == ["Began.", "10 on 1", "Was detained."]


def test_routine_in_which_nothing_is_to_be_told_is_left_out():
    made = Diary()
    made.keep(MONDAY, "", Counter())
    assert made.table(parcels).empty
    assert list(made.table(parcels).columns) == ["date", "until", "event", "where", "what"]
