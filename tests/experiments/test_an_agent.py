"""An agent stands for fewer persons of the trade than buyers, and of a laboratory for one."""

import pytest

from marketsim.experiments.an_agent import an_agent
from marketsim.results.consequences import COLUMNS


@pytest.mark.parametrize(
    ("name", "unit", "adds"),
    [
        ("detained_buyers", "persons", 10.0),
        ("detained_on_patrol", "persons", 10.0),
        ("deaths", "deaths", 10.0),
        ("detained_couriers", "persons", 2.0),
        ("detained_women", "persons", 2.0),
        ("convictions_trafficking", "persons", 2.0),
        ("convictions_possession", "persons", 10.0),
        ("couriers_in_prison", "persons", 2.0),
        ("convicts_first_time_stock", "persons", 2.0),
        ("buyers_in_prison", "persons", 10.0),
        ("online_sale_cases", "cases", 2.0),
        ("sentenced_years", "person-years", 200.0),
        ("detained_laboratory_workers", "persons", 1.0),
        ("detained_precursor_suppliers", "persons", 1.0),
        ("prison_days", "person-days", 7_300.0),
        ("prison_years", "person-years", pytest.approx(7_300 / 365.25)),
        ("formulas_listed", "formulas", 1.0),
    ],
)
def test_what_an_agent_adds_at_a_tenth_over_two_years(name: str, unit: str, adds: float):
    assert an_agent(name, unit, 10, 730) == adds


def test_in_a_whole_market_everybody_is_one():
    assert {an_agent(column.name, column.unit, 1, 1) for column in COLUMNS} == {1.0}
