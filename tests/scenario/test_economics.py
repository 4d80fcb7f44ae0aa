"""How money is counted: what may be left out, what is refused, and costs that have no currency."""

from datetime import date
from pathlib import Path

import pytest

from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load, loads
from tests.scenario.conftest import Faults


def test_all_of_it_may_be_left_out():
    economics = loads("title: x\n").economics
    assert economics.missing == ("currency", "price_year", "perspective", "horizon", "discount_rate")


def test_a_scenario_that_states_all_of_it_misses_nothing():
    block = "{currency: KZT, price_year: 2023, perspective: public budget, horizon: 2030-12-31, discount_rate: 0.05}"
    economics = loads(f"economics: {block}\n").economics
    assert economics.missing == ()
    assert economics.horizon == date(2030, 12, 31)
    assert loads("economics: {horizon: 5}\n").economics.horizon == 5


def test_it_survives_changes_and_is_part_of_what_is_run():
    scenario = loads("economics: {currency: KZT, horizon: 2030-12-31, discount_rate: 0}\n")
    again = scenario.with_(scale=0.1)
    assert again.economics == scenario.economics
    assert scenario.with_({"economics.discount_rate": 0.03}).economics.discount_rate == 0.03


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("horizon: soon", "'soon' is neither a date nor a number of years. Give 2030-12-31, or 1 to 100 years."),
        ("horizon: 0", "'0' is neither a date nor a number of years. Give 2030-12-31, or 1 to 100 years."),
        ("horizon: true", "'True' is neither a date nor a number of years. Give 2030-12-31, or 1 to 100 years."),
        ("currency: EUR", "the text 'EUR' is not possible. Did you mean 'KZT'?"),
        ("discount_rate: 5", "5 is out of range. Give a value from 0 to 0.5 (share / year)."),
        ("price_year: 1823", "1823 is out of range. Give a value from 2000 to 2099."),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(faults: Faults, block: str, fault: str):
    key = block.partition(":")[0]
    found = faults(f"economics:\n  {block}\n")
    assert len(found) == 1
    assert found[0].startswith(f"a.yaml:2:{5 + len(key)}  economics.{key}: ")
    if key != "currency":
        assert found[0].endswith(fault)


COSTLY = "interventions:\n  - {kind: site_blocking, start: 2021-01-01, delay: 1, cost_per_year: 2.0e9}\n"


def test_a_sum_wants_a_currency_too(faults: Faults):
    found = faults(COSTLY.replace("cost_per_year: 2.0e9", "cost_total: 2.0e9, cost_until: 2021-12-31"))
    assert len(found) == 1
    assert "  interventions.site_blocking.cost_total: it has no currency. " in found[0]


def test_a_cost_without_a_currency_is_a_fault_at_the_cost(faults: Faults):
    assert faults(COSTLY) == [
        "a.yaml:2:71  interventions.site_blocking.cost_per_year: it has no currency. "
        "State 'economics: {currency: KZT}' in the scenario."
    ]


@pytest.mark.parametrize("nothing", ["", " null", " ~"])
def test_a_currency_that_is_emptied_is_blamed_where_it_is_emptied(tmp_path: Path, nothing: str):
    (tmp_path / "below.yaml").write_text("economics: {currency: KZT}\n" + COSTLY)
    own = tmp_path / "own.yaml"
    own.write_text(f"extends: below.yaml\neconomics:\n  currency:{nothing}\n")
    with pytest.raises(ScenarioError) as caught:
        load(own)
    assert [str(fault).partition("  ")[2] for fault in caught.value.faults] == [
        "economics.currency: it is empty, and 'site_blocking' has a cost. Write 'currency: KZT', or leave the line out."
    ]
    assert caught.value.faults[0].place.file == str(own)
    assert caught.value.faults[0].line == 3
    own.write_text(f"extends: below.yaml\neconomics:{nothing}\n")
    assert load(own).economics.currency == "KZT"


def test_a_cost_with_a_currency_and_a_policy_without_a_cost_are_good(faults: Faults):
    assert faults("economics: {currency: KZT}\n" + COSTLY) == []
    assert faults(COSTLY.replace("2.0e9", "0")) == []


def test_an_unknown_budget_line_is_refused(faults: Faults):
    found = faults(COSTLY.replace("cost_per_year: 2.0e9", "budget_line: army"))
    assert len(found) == 1
    assert "budget_line: the text 'army' is not possible. Known: courts, health, police, prisons, social." in found[0]
