"""Scenarios compared pair by pair: what differs is told, what does not is nothing, and no run is made twice."""

import json
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments import simulating
from marketsim.experiments.comparing import Comparison, compare
from marketsim.experiments.effects import CLEAR, FEW, NONE, effects_table
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.figures_of_run import asked
from marketsim.scenario.scenario import Scenario
from tests.experiments.made import ECONOMICS

BASE = ms.loads(
    """
title: Tiny
scale: 0.02
start: 2017-12-10
end: 2018-01-18
measures_from: 2017-12-20
space: {city_side: 4, regions: [almaty_city, astana, shymkent]}
economics: {currency: KZT, price_year: 2023, perspective: public budget, horizon: 2018-01-10, discount_rate: 0.1}
"""
)
POLICY = {"name": "p", "kind": "investigation_capacity", "start": "2017-12-25", "patrol": 9, "cost_per_year": 365.25e6}
FREE = {"name": "fast", "kind": "site_blocking", "start": "2017-12-25", "delay": 1}
ARMS = {
    "base": BASE,
    "same": BASE.with_(title="The same"),
    "police": BASE.with_(interventions=[POLICY]),
    "fast": BASE.with_(interventions=[FREE]),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of this file are kept."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def made(kept: Path) -> Comparison:
    """A comparison of a policy, and of nothing, over three seeds."""
    return compare(ARMS, range(1, 4), kept)


def effect(made: Comparison, arm: str, name: str) -> "pd.Series[float]":
    rows = made.effects
    return rows[(rows["arm"] == arm) & (rows["consequence"] == name)].iloc[0]


def test_what_counts_begins_where_arms_can_differ_and_ends_with_the_horizon(made: Comparison):
    assert (made.since.isoformat(), made.until.isoformat()) == ("2017-12-25", "2018-01-10")


def test_a_policy_that_begins_after_the_end_is_no_comparison():
    base = BASE.with_({"economics.horizon": "2018-03-01"})
    late = base.with_(interventions=[POLICY | {"start": "2018-02-01"}])
    with pytest.raises(WrongCallError, match="Nothing differs before 2018-02-01, and the runs end on 2018-01-18"):
        compare({"base": base, "late": late}, (1, 2))


def test_a_figure_that_is_named_twice_is_one():
    assert [column.name for column in asked(("orders", "deaths", "orders"))] == ["orders", "deaths"]


def test_an_arm_that_is_the_base_changes_nothing(made: Comparison):
    rows = made.effects[made.effects["arm"] == "same"]
    assert (rows["change"] == 0.0).all()
    of_people = rows["domain"].isin(["health", "justice"])
    assert set(rows.loc[~of_people, "verdict"]) == {NONE}
    assert set(rows.loc[of_people, "verdict"]) == {NONE, FEW}
    assert set(rows.loc[of_people & (rows["base"] == 0.0), "verdict"]) == {NONE}


def test_a_cost_is_clear_and_the_same_in_every_pair(made: Comparison):
    found = effect(made, "police", "policies_police_kzt")
    assert found["verdict"] == CLEAR
    assert found["change"] == pytest.approx(17e6)
    assert (found["low"], found["high"]) == pytest.approx((17e6, 17e6))
    assert found["n"] == 3


def test_policies_that_state_no_cost_are_named_and_save_no_money(made: Comparison, tmp_path: Path):
    assert {arm: made.cost_not_stated(arm) for arm in ARMS} == {"base": (), "same": (), "police": (), "fast": ("fast",)}
    assert [effect(made, arm, "public_money_kzt")["better_when"] for arm in ("police", "fast")] == ["lower", ""]
    rows = made.dominance.set_index(["arm", "over"])
    assert "money" in rows.loc[("fast", "police"), "uncounted"]
    assert "money" not in rows.loc[("police", "base"), "uncounted"]
    saved = json.loads((made.save(tmp_path) / "comparison.json").read_text())
    assert saved["cost_not_stated"] == {"base": [], "same": [], "police": [], "fast": ["fast"]}


def test_events_of_a_handful_of_agents_are_no_finding_and_sums_of_money_are():
    rows = [
        {"arm": "a", "seed": seed, "domain": domain, "consequence": name, "unit": "x", "base": base}
        | {"with_policy": base + change * base / 400, "change": change * base / 400}
        for domain, name, base in (("health", "deaths", 40.0), ("health", "poisonings", 4e3), ("money", "kzt", 4.0))
        for seed, change in enumerate((10.0, 20.0, 15.0, 12.0))
    ]
    found = effects_table(pd.DataFrame(rows), weight=20).set_index("consequence")["verdict"]
    assert found.to_dict() == {"deaths": FEW, "poisonings": CLEAR, "kzt": CLEAR}


def test_differences_are_of_pairs_of_one_seed(made: Comparison, kept: Path):
    rows = made.pairs[(made.pairs["arm"] == "police") & (made.pairs["consequence"] == "orders")]
    assert rows["seed"].tolist() == [1, 2, 3]
    runs = {seed: ms.run(BASE, seed).daily.loc["2017-12-25":"2018-01-10", "orders"].sum() for seed in (1, 2)}
    assert rows["base"].tolist()[:2] == [runs[1], runs[2]]


def test_every_domain_is_there(made: Comparison):
    assert list(dict.fromkeys(made.effects["domain"])) == ["market", "health", "justice", "money"]


def test_discounting_makes_later_money_less(made: Comparison):
    worth = made.changes("police")["policies_police_kzt"]
    days = np.arange(17)
    assert worth == pytest.approx(np.full(3, (1e6 * 1.1 ** (-days / 365.25)).sum()))


def test_what_has_no_effect_has_no_price(made: Comparison):
    assert set(made.ratios[made.ratios["arm"] == "same"]["note"]) == {
        "no effect: not one is averted or added",
        "too few are counted to tell: run a larger scale",
    }


def test_finished_runs_are_not_run_again(made: Comparison, kept: Path, monkeypatch: pytest.MonkeyPatch):
    def never(*_: object) -> None:
        raise AssertionError("this run is kept")

    monkeypatch.setattr(simulating, "rule_by_rule", never)
    again = compare(ARMS, range(1, 4), kept)
    pd.testing.assert_frame_equal(again.effects, made.effects)
    pd.testing.assert_frame_equal(again.ratios, made.ratios)
    more = compare(ARMS, range(1, 5), kept)
    assert more.seeds == (1, 2, 3)
    assert set(more.failed["seed"]) == {4}
    assert set(more.failed["error"]) == {"AssertionError: this run is kept"}


def test_an_interrupted_comparison_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real, ran = simulating.rule_by_rule, []

    def twice(scenario: Scenario, seed: int) -> Generator[None, None, ms.Run]:
        if len(ran) == 2:
            raise KeyboardInterrupt
        ran.append(seed)
        return real(scenario, seed)

    short = {name: scenario.shortened(17) for name, scenario in ARMS.items() if name in ("base", "police")}
    monkeypatch.setattr(simulating, "rule_by_rule", twice)
    with pytest.raises(KeyboardInterrupt):
        compare(short, (1, 2), tmp_path)
    monkeypatch.setattr(simulating, "rule_by_rule", lambda scenario, seed: ran.append(seed) or real(scenario, seed))
    compare(short, (1, 2), tmp_path)
    assert len(ran) == 4


def test_several_processes_give_the_same_bits(made: Comparison, tmp_path: Path):
    told: list[tuple[int, int]] = []
    arms = {name: ARMS[name] for name in ("base", "police")}
    both = compare(arms, (1, 2, 3), tmp_path, workers=2, progress=lambda done, whole, _: told.append((done, whole)))
    rows = made.effects[made.effects["arm"] == "police"].reset_index(drop=True)
    pd.testing.assert_frame_equal(both.effects, rows)
    assert told == [(done, 6) for done in range(1, 7)]


def test_it_is_saved_once_and_never_over_another(made: Comparison, tmp_path: Path):
    folder = made.save(tmp_path)
    assert folder.name.startswith("compare-base-same-police-")
    assert {path.name for path in folder.iterdir()} == {
        *("effects.csv", "ratios.csv", "pairs.csv", "discounted.csv", "dominance.csv", "comparison.json"),
        "made_with.json",
    }
    assert made.save(tmp_path) == folder
    (folder / "effects.csv").write_text("mine")
    assert made.save(tmp_path) != folder
    assert (folder / "effects.csv").read_text() == "mine"
    assert len(pd.read_csv(folder / "pairs.csv")) == len(made.pairs)


DAY = "parameters.public_costs.prison_day"
ALONE = "A comparison wants two scenarios at least"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda: compare({"base": BASE}), ALONE),
        (lambda: compare({"base": BASE, "b": BASE}, ()), "wants seeds that differ, one at least"),
        (lambda: compare({"base": BASE, "b": BASE}, (1, 1)), "wants seeds that differ"),
        (lambda: compare({"base": BASE, "b": BASE}, (1,), workers=0), "one worker at least"),
        (lambda: compare({"base": BASE, "b": BASE.with_(scale=1)}, (1,)), "b has scale 1.0, base has 0.02"),
        (lambda: compare({"base": BASE, "b": BASE.with_(end="2018-01-17")}, (1,)), "b has end 2018-01-17"),
        (
            lambda: compare({"base": BASE, "b": BASE.with_({"space.regions": ["astana", "almaty_city"]})}, (1,)),
            "b lacks shymkent of base. Give both the same space",
        ),
        (lambda: compare({"base": BASE, "b": BASE.with_({"space.city_side": 5})}, (1,)), "b has cities of 5 cells"),
        (
            lambda: compare({"base": BASE, "b": BASE.with_({DAY: [4e3, 7e3, 9e3]})}, (1,)),
            "b has other parameters.public",
        ),
        (lambda: compare({"base": BASE, "b": BASE}, (1,), metrics=["deahts"]), "Did you mean 'deaths'"),
        (lambda: compare({"base": BASE, "b": BASE}, (1,), precision=0.0), "A precision is a share"),
        (
            lambda: compare(dict.fromkeys("ab", BASE.with_({"economics.horizon": "2017-12-01"})), (1,)),
            "The horizon 2017-12-01 lies before 2017-12-20",
        ),
    ],
)
def test_what_cannot_be_compared_is_told_before_any_run(
    change: Callable[[], Comparison], complaint: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(simulating, "rule_by_rule", None)
    with pytest.raises(WrongCallError, match=complaint):
        change()


def test_only_what_is_asked_for_is_told_and_measures_beside_the_ledger_can_be(made: Comparison, kept: Path):
    arms = {name: ARMS[name] for name in ("base", "police")}
    found = compare(arms, (1, 2, 3), kept, metrics=["deaths", "couriers_active", "orders"])
    assert found.effects["consequence"].tolist() == ["deaths", "couriers_active", "orders"]
    pd.testing.assert_series_equal(found.effects.iloc[2], effect(made, "police", "orders"), check_names=False)
    days = ms.run(BASE, 1).daily.loc["2017-12-25":"2018-01-10", "couriers_active"]
    assert found.pairs.set_index(["consequence", "seed"]).loc[("couriers_active", 1), "base"] == days.mean()
    assert found.digest() != made.digest()


def test_every_pair_of_arms_is_ranked(made: Comparison):
    assert set(zip(made.dominance["arm"], made.dominance["over"], strict=True)) == {
        (one, other) for one in ARMS for other in ARMS if one != other
    }
    same = made.dominance[(made.dominance["arm"] == "same") & (made.dominance["over"] == "base")]
    assert same["verdict"].tolist() == ["the same"]


def test_a_horizon_after_the_end_of_the_runs_gives_effects_and_no_price():
    later = {name: arm.with_({"economics.horizon": 5}) for name, arm in ARMS.items() if name != "same"}
    found = compare(later, (1, 2))
    assert found.until == BASE.end
    assert set(found.ratios["note"]) == {"not said: the runs end on 2018-01-18, before the horizon 2022-12-24"}


def test_made_economics_are_whole():
    assert Scenario.model_validate({"economics": ECONOMICS}).economics.missing == ()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("arrests", r"'arrests'\. marketsim show measures lists them all\."),
        ("detained", r"Also with this word: detained_\w+, .* and \d+ more\. marketsim show measures"),
        ("order", r"Did you mean 'orders'\?"),
    ],
)
def test_a_wrong_name_of_a_measure_is_mended_by_the_word(word: str, said: str):
    with pytest.raises(WrongCallError, match=said):
        asked((word,))
