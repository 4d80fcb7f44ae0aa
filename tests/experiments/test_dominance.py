"""Dominance: no worse in any domain and better in one, with its chance, on figures made by hand."""

import numpy as np
import pandas as pd

from marketsim.experiments.dominance import NO, OPEN, SAME, SURE, YES, _chances, dominance_table
from marketsim.results.consequences import BETTER, HEADLINES

SEEDS = tuple(range(1, 11))
NOISE = np.array([1.0, -1.0] * 5)


def standing(
    seeds: tuple[int, ...] = SEEDS,
    weight: int = 1,
    days: int = 1,
    cost_not_stated: bool = False,
    **changes: np.ndarray | float,
) -> "pd.DataFrame":
    """Return how an arm stands to the base that differs from it in some consequences."""
    plain = {("base", seed): dict.fromkeys(BETTER, 100.0) for seed in seeds}
    for place, seed in enumerate(seeds):
        change = {name: np.broadcast_to(value, len(SEEDS))[place] for name, value in changes.items()}
        plain["arm", seed] = {name: 100.0 + change.get(name, 0.0) for name in BETTER}
    unlike = [frozenset(("base", "arm"))] if cost_not_stated else []
    table = dominance_table(plain, ("base", "arm"), seeds, weight, days=days, cost_not_stated=unlike)
    return table.set_index(["arm", "over"])


def test_better_in_one_domain_and_the_same_in_the_others_dominates():
    found = standing(deaths=-5.0 + NOISE)
    assert tuple(found.loc[("arm", "base"), ["chance", "verdict", "better", "worse"]]) == (1.0, YES, "deaths", "")
    assert tuple(found.loc[("base", "arm"), ["chance", "verdict", "worse"]]) == (0.0, NO, "deaths")


def test_a_gain_that_is_paid_for_elsewhere_dominates_nothing():
    found = standing(deaths=-5.0 + NOISE, public_money_kzt=5.0 + NOISE)
    assert set(found["verdict"]) == {NO}


def test_a_gain_that_may_be_none_is_left_open():
    found = standing(deaths=-0.3 + NOISE)
    assert found.loc[("arm", "base"), "verdict"] == OPEN
    assert 0.5 < found.loc[("arm", "base"), "chance"] < 0.95


def test_what_is_clearly_worse_beside_the_headlines_is_named_and_leaves_it_open():
    assert "infections_hiv" not in HEADLINES.values()
    row = standing(deaths=-5.0 + NOISE, infections_hiv=2.0 + 0.1 * NOISE).loc[("arm", "base")]
    assert (row["chance"], row["verdict"], row["worse"]) == (1.0, OPEN, "infections_hiv")


def test_with_few_pairs_one_in_twenty_seems_sure_where_nothing_differs():
    generator, pairs = np.random.default_rng(3), 5
    resampled = generator.integers(0, pairs, (1_000, pairs))
    sure = [_chances([generator.standard_normal(pairs)], resampled)[1] >= SURE for _ in range(2_000)]
    assert 0.03 < np.mean(sure) < 0.07


def test_more_treatment_is_better():
    assert standing(treatment_entries=5.0 + NOISE).loc[("arm", "base"), "better"] == "treatment_entries"


def test_arms_that_do_not_differ_are_the_same():
    assert set(standing()["verdict"]) == {SAME}


def test_few_pairs_leave_it_open_however_alike_they_are():
    found = standing(SEEDS[:4], deaths=-50.0)
    assert tuple(found.loc[("arm", "base"), ["chance", "verdict"]]) == (1.0, OPEN)
    assert standing(SEEDS[:5], deaths=-50.0).loc[("arm", "base"), "verdict"] == YES


def test_a_handful_of_agents_is_named_neither_better_nor_worse():
    changes = {"infections_hiv": 20.0 + NOISE, "prison_days": -20.0 + NOISE}
    assert standing(weight=1, **changes).loc[("arm", "base"), "worse"] == "infections_hiv"
    found = standing(weight=10, **changes).loc[("arm", "base")]
    assert found["worse"] == "" and "infections_hiv" not in found["better"]


def test_nothing_dominates_on_an_outcome_of_too_few_agents():
    row = standing(weight=10, retail_g=-50.0 + NOISE, deaths=-5.0 + NOISE).loc[("arm", "base")]
    assert tuple(row[["chance", "verdict", "uncounted"]]) == (1.0, OPEN, "health, justice")
    row = standing(weight=10, deaths=-50.0 + NOISE).loc[("arm", "base")]
    assert (row["verdict"], row["uncounted"]) == (OPEN, "health, justice")
    assert standing(weight=10, deaths=-50.0 + NOISE).loc[("base", "arm"), "verdict"] == OPEN
    row = standing(weight=10, retail_g=50.0 + NOISE, deaths=-5.0 + NOISE).loc[("arm", "base")]
    assert (row["verdict"], row["uncounted"]) == (NO, "health, justice")  # worse in what is counted, whatever the rest


def test_prison_days_of_few_agents_are_few_however_many_days():
    counted, few = (standing(days=days, prison_days=-20.0 + NOISE).loc[("arm", "base")] for days in (1, 100))
    assert tuple(counted[["verdict", "better", "uncounted"]]) == (YES, "prison_days", "")
    assert tuple(few[["verdict", "better", "uncounted"]]) == (OPEN, "", "justice")


def test_an_outcome_that_is_the_same_in_every_pair_is_no_worse_if_enough_carry_it():
    row = standing(weight=1, retail_g=-50.0 + NOISE).loc[("arm", "base")]
    assert (row["verdict"], row["uncounted"]) == (YES, "")
    row = standing(weight=10, retail_g=-50.0 + NOISE).loc[("arm", "base")]
    assert (row["verdict"], row["uncounted"]) == (OPEN, "health, justice")


def test_nothing_dominates_on_money_of_which_a_part_is_not_stated():
    changes = {"retail_g": -50.0 + NOISE, "public_money_kzt": -50.0 + NOISE}
    assert standing(**changes).loc[("arm", "base"), "verdict"] == YES
    row = standing(cost_not_stated=True, **changes).loc[("arm", "base")]
    assert tuple(row[["verdict", "better", "uncounted"]]) == (OPEN, "retail_g", "money")
