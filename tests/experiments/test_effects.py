"""Precision of a comparison, on differences made by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from marketsim.experiments.effects import CLEAR, FEW, MISSING, NONE, UNCLEAR, effects_table, pairs_table
from marketsim.experiments.figures_of_run import asked
from marketsim.experiments.intervals import pairs_needed
from marketsim.results.consequences import BETTER, COLUMNS, HEADLINES, Domain

SEEDS = tuple(range(1, 9))
NOISE = np.array([-7.0, 5.0, 3.0, -1.0, 2.0, -2.0, -4.0, 4.0])


def effects(name: str, changes: np.ndarray, base: float = 1000.0, precision: float = 0.01) -> "pd.Series[float]":
    """Return the effects of a policy whose runs go up and down with those of the base."""
    plain = {("base", seed): {name: base + 10.0 * NOISE[seed - 1]} for seed in SEEDS}
    plain |= {("arm", seed): {name: plain["base", seed][name] + changes[seed - 1]} for seed in SEEDS}
    return effects_table(pairs_table(plain, asked([name]), "base", ["arm"], SEEDS), 1, precision).iloc[0]


def test_intervals_are_nested_and_that_of_half_is_student_s():
    row = effects("retail_g", -20.0 + NOISE)
    assert row["low"] < row["low_90"] < row["low_50"] < row["change"] == -20.0
    error = NOISE.std(ddof=1) / math.sqrt(8)
    assert row["mc_error"] == pytest.approx(error)
    assert row["high_50"] == pytest.approx(-20.0 + 0.711 * error, abs=1e-3)
    assert row["high_90"] == pytest.approx(-20.0 + 1.895 * error, abs=2e-3)


def test_pairing_shows_in_the_ratio_of_spreads():
    row = effects("retail_g", -20.0 + NOISE)
    assert row["paired_sd"] == pytest.approx(NOISE.std(ddof=1))
    assert row["unpaired_sd"] == pytest.approx(math.hypot(10.0, 11.0) * NOISE.std(ddof=1))
    assert row["sd_ratio"] == pytest.approx(1.0 / math.hypot(10.0, 11.0))


def test_so_many_pairs_are_needed_that_the_interval_is_as_narrow_as_wanted():
    from scipy import stats

    needed = pairs_needed(4.0, 1.0)
    half = [float(stats.t.ppf(0.95, n - 1)) * 4.0 / math.sqrt(n) for n in (needed - 1, needed)]
    assert half[0] > 1.0 >= half[1]
    assert effects("retail_g", -20.0 + NOISE)["pairs_needed"] == pairs_needed(NOISE.std(ddof=1), 10.0)
    assert pairs_needed(0.0, 1.0) == 2
    assert math.isnan(pairs_needed(1.0, 0.0))


@pytest.mark.parametrize(
    ("name", "better_when", "share"),
    [("deaths", "lower", 5.5 / 8), ("treatment_entries", "higher", 2.5 / 8), ("detained_couriers", "", math.nan)],
)
def test_the_share_of_better_pairs_goes_the_way_that_is_better(name: str, better_when: str, share: float):
    row = effects(name, np.array([-1.0, -2.0, -3.0, -4.0, -5.0, 0.0, 2.0, 1.0]))
    assert row["better_when"] == better_when
    assert row["better_share"] == pytest.approx(share, nan_ok=True)


def test_directions_and_headlines_are_of_the_ledger():
    names = {column.name: column.domain for column in COLUMNS}
    assert set(BETTER) <= set(names)
    assert {domain: names[name] for domain, name in HEADLINES.items()} == {domain: domain for domain in Domain}
    assert set(HEADLINES.values()) <= set(BETTER)


@pytest.mark.parametrize(
    ("agents", "wanted"), [(1.0, FEW), (2.0, CLEAR)], ids=["eight agents in all", "sixteen agents in all"]
)
def test_pairs_that_agree_on_a_handful_of_agents_tell_nothing(agents: float, wanted: str):
    name, weight = "detained_buyers", 50
    plain = {("base", seed): {name: 5_000.0} for seed in SEEDS}
    plain |= {("arm", seed): {name: 5_000.0 - agents * weight} for seed in SEEDS}
    table = effects_table(pairs_table(plain, asked([name]), "base", ["arm"], SEEDS), weight)
    assert table["verdict"].tolist() == [wanted]


@pytest.mark.parametrize(("persons", "wanted"), [(0.0, NONE), (29.0, FEW), (30.0, NONE)])
def test_pairs_that_are_all_the_same_tell_nothing_of_what_happens_to_a_handful(persons: float, wanted: str):
    plain = {(arm, seed): {"deaths": persons} for arm in ("base", "arm") for seed in SEEDS}
    assert effects_table(pairs_table(plain, asked(["deaths"]), "base", ["arm"], SEEDS), 1)["verdict"].tolist() == [
        wanted
    ]


@pytest.mark.parametrize(("persons", "wanted"), [(29.0, FEW), (31.0, UNCLEAR)], ids=["29 agents", "31 agents"])
def test_person_days_count_the_agents_and_not_the_days(persons: float, wanted: str):
    days, weight = 730, 10
    base = persons * days * weight
    plain = {("base", seed): {"prison_days": base} for seed in SEEDS}
    plain |= {("arm", seed): {"prison_days": base - weight * days * NOISE[seed - 1]} for seed in SEEDS}
    table = effects_table(pairs_table(plain, asked(["prison_days"]), "base", ["arm"], SEEDS), weight, days=days)
    assert table["verdict"].tolist() == [wanted]


@pytest.mark.parametrize(("agents", "wanted"), [(1.0, FEW), (2.0, CLEAR)])
def test_pairs_that_agree_on_the_days_of_a_handful_tell_nothing(agents: float, wanted: str):
    days, weight = 730, 10
    plain = {("base", seed): {"prison_days": 1e3 * days * weight} for seed in SEEDS}
    plain |= {("arm", seed): {"prison_days": (1e3 - agents) * days * weight} for seed in SEEDS}
    table = effects_table(pairs_table(plain, asked(["prison_days"]), "base", ["arm"], SEEDS), weight, days=days)
    assert table["verdict"].tolist() == [wanted]


def test_an_arm_of_which_costs_are_not_stated_is_never_better_in_public_money():
    names = ["public_money_kzt", "retail_g"]
    plain = {("base", seed): dict.fromkeys(names, 1e4) for seed in SEEDS}
    plain |= {(arm, seed): dict.fromkeys(names, 9e3) for seed in SEEDS for arm in ("silent", "costed")}
    pairs = pairs_table(plain, asked(names), "base", ["silent", "costed"], SEEDS)
    found = effects_table(pairs, 1, cost_not_stated=["silent"]).set_index(["arm", "consequence"])
    assert found["better_when"].to_dict() == {
        ("silent", "public_money_kzt"): "",
        ("silent", "retail_g"): "lower",
        ("costed", "public_money_kzt"): "lower",
        ("costed", "retail_g"): "lower",
    }
    assert math.isnan(found.loc[("silent", "public_money_kzt"), "better_share"])
    assert found.loc[("costed", "public_money_kzt"), "better_share"] == 1.0


@pytest.mark.parametrize(("base", "wanted"), [(290.0, FEW), (310.0, UNCLEAR)], ids=["29 agents", "31 agents"])
def test_no_interval_is_told_where_something_happens_to_fewer_than_thirty_agents(base: float, wanted: str):
    weight = 10
    plain = {("base", seed): {"deaths": base} for seed in SEEDS}
    plain |= {("arm", seed): {"deaths": base - weight * NOISE[seed - 1]} for seed in SEEDS}
    table = effects_table(pairs_table(plain, asked(["deaths"]), "base", ["arm"], SEEDS), weight)
    assert table["verdict"].tolist() == [wanted]


def test_pairs_of_which_one_lacks_the_figure_are_not_called_one_pair():
    row = effects("price_kzt_per_g", np.where(np.arange(8) == 3, math.nan, -20.0 + NOISE))
    assert row["verdict"] == MISSING and row["n"] == 8
    assert math.isnan(row["change"]) and math.isnan(row["low"])
