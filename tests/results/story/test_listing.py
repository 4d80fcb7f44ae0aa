"""Agents of a run, to choose from."""

from datetime import date
from pathlib import Path

import pytest

import marketsim as ms
from marketsim.results.errors import ResultError
from marketsim.results.run import Run


def test_kept_events_list_the_most_eventful_first_without_a_rerun(done: Run, tmp_path: Path):
    table = ms.agents(done.save(tmp_path), "courier")
    assert list(table.columns) == ["uid", "kind", "status", "region", "shop", "since"]
    lengths = table["status"].str.count(">")
    assert lengths.is_monotonic_decreasing
    assert table["status"].iloc[0].startswith("applicant > active")
    assert table["uid"].is_unique


def test_without_events_those_of_an_evening_are_listed(done: Run):
    on = date(2017, 12, 20)
    table = ms.agents(done, "Warehouse keeper", on=on)
    assert (table["kind"] == "warehouse_keeper").all()
    assert (table["since"] <= on).all()
    assert len(ms.agents(done, "buyer")) > len(table)


def test_nobody_of_a_kind_is_an_empty_list(done: Run):
    assert ms.agents(done, "precursor_supplier").empty


@pytest.mark.parametrize(
    ("kind", "on", "said"),
    [
        ("coureir", None, "no kind of agent 'coureir'. Did you mean 'courier'"),
        ("courier", date(2030, 1, 1), "is no day of the run, which goes from 2017-12-10 to 2018-01-18"),
    ],
)
def test_what_there_is_not_is_told(kind: str, on: date | None, said: str, done: Run):
    with pytest.raises(ResultError, match=said):
        ms.agents(done, kind, on=on)
