"""A price of averting is printed where there is one, and refused in words where there is none."""

import math

import pytest

from marketsim.experiments.cost_effectiveness import ratios, refusal
from marketsim.experiments.stated_costs import cost_not_stated_between
from marketsim.scenario.loading import loads
from marketsim.scenario.scenario import Scenario
from tests.experiments.made import ECONOMICS, changes


def row(outcome: str = "deaths", reason: str = "", **known: list[float]):
    """Return the row of one outcome."""
    table = ratios("policy", changes(**known), reason)
    return table[table["outcome"] == outcome].iloc[0]


COST = {"public_money_kzt": [90.0, 100.0, 110.0]}


def test_a_policy_that_averts_and_costs_has_a_price_with_an_interval():
    found = row(deaths=[-9.0, -10.0, -11.0], **COST)
    assert found["note"] == ""
    assert found["averted"] == 10.0
    assert found["ratio_kzt"] == pytest.approx(10.0)
    assert found["ratio_low_kzt"] == pytest.approx(10.0)  # cost and effect rise together, pair by pair
    assert row(deaths=[-11.0, -10.0, -9.0], **COST)["ratio_high_kzt"] > 12.0


def test_the_price_has_a_range_over_the_assumed_unit_costs():
    ends = {"public_money_low_kzt": [50.0] * 3, "public_money_high_kzt": [300.0] * 3}
    found = row(deaths=[-9.0, -10.0, -11.0], **COST, **ends)
    assert (found["ratio_at_low_costs_kzt"], found["ratio_at_high_costs_kzt"]) == pytest.approx((5.0, 30.0))


@pytest.mark.parametrize(
    ("known", "note"),
    [
        ({"deaths": [-9.0, 1.0, 5.0]}, "the effect's interval holds zero: it cannot be told from none"),
        ({"deaths": [9.0, 10.0, 11.0]}, "none is averted: the policy adds deaths"),
        ({"deaths": [0.0, 0.0, 0.0]}, "no effect: not one is averted or added"),
        (
            {"deaths": [-9.0, -10.0, -11.0], "public_money_kzt": [-90.0, -100.0, -110.0]},
            "averts and saves money: no price to pay",
        ),
    ],
)
def test_where_there_is_no_price_words_say_why(known: dict[str, list[float]], note: str):
    found = row(**(COST | known))
    assert found["note"] == note
    assert math.isnan(found["ratio_kzt"])
    assert math.isnan(found["ratio_low_kzt"])


def test_a_price_is_said_of_what_is_not_stated_only_where_the_rest_costs_for_sure():
    for money, said in (([-300.0, 5.0, 10.0], False), ([90.0, 100.0, 110.0], True)):
        held = changes(deaths=[-9.0, -10.0, -11.0], public_money_kzt=money)
        found = ratios("policy", held, "", (), ("fast",)).set_index("outcome").loc["deaths"]
        assert math.isfinite(found["ratio_kzt"]) == said and ("not stated of fast" in found["note"]) != said


def test_a_policy_of_which_the_cost_is_not_stated_does_not_save():
    saves = changes(deaths=[-9.0, -10.0, -11.0], public_money_kzt=[-90.0, -100.0, -110.0])
    found = ratios("policy", saves, "", (), ("fast", "slow")).set_index("outcome").loc["deaths"]
    assert found["note"] == "averts; no price is said, as the cost is not stated of fast, slow"
    assert (found["averted"], found["cost_kzt"]) == (10.0, -100.0)


def test_policies_that_count_as_free_are_named_whichever_scenario_has_them():
    base = loads("interventions: [{kind: lockdown, start: 2020-03-01, mobility: 0.5}]\n")
    entries = [
        {"name": "free", "kind": "site_blocking", "start": "2021-01-01", "delay": 1},
        {"name": "stated", "kind": "site_blocking", "start": "2021-01-02", "delay": 2, "cost_per_year": 0},
        {"name": "officers", "kind": "border_screening", "start": "2021-01-01", "officers": 2},
    ]
    arm = base.with_(interventions=entries)
    assert cost_not_stated_between(arm, base) == cost_not_stated_between(base, arm) == ("free",)
    assert cost_not_stated_between(arm.with_(remove=["lockdown"]), base) == ("lockdown", "free")
    assert cost_not_stated_between(base, base) == ()


def test_one_pair_gives_no_price():
    assert row(deaths=[-9.0], public_money_kzt=[90.0])["note"] == "not said: one pair has no interval; run more seeds"


def test_what_happened_too_rarely_has_no_price():
    table = ratios("policy", changes(deaths=[-9.0, -10.0, -11.0], **COST), "", {"deaths"}).set_index("outcome")
    assert table["note"]["deaths"] == "too few are counted to tell: run a larger scale"


def test_a_reason_that_holds_for_all_is_given_for_all():
    table = ratios("policy", changes(deaths=[-9.0, -10.0, -11.0], **COST), "not said: why")
    assert set(table["note"]) == {"not said: why"}
    assert table["ratio_kzt"].isna().all()


@pytest.mark.parametrize("field", list(ECONOMICS))
def test_each_missing_field_is_named(field: str):
    whole = Scenario.model_validate({"economics": ECONOMICS})
    short = Scenario.model_validate({"economics": {key: value for key, value in ECONOMICS.items() if key != field}})
    assert refusal("base", {"base": whole, "policy": whole}, "policy") == ""
    for arms in ({"base": short, "policy": short}, {"base": whole, "policy": short}):
        assert f"does not state economics.{field}" in refusal("base", arms, "policy")


def test_different_economics_are_named():
    one = Scenario.model_validate({"economics": ECONOMICS})
    other = Scenario.model_validate({"economics": ECONOMICS | {"price_year": 2020}})
    told = refusal("base", {"base": one, "policy": other}, "policy")
    assert told == "not said: base and policy state different economics"
