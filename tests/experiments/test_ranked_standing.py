"""Which policies are ranked by what, how they stand between readings, and what can be said of each."""

import numpy as np
import pandas as pd
import pytest

from marketsim.experiments.effects import FEW, FEWEST, NONE
from marketsim.experiments.effects_by_size import ONE_SEED
from marketsim.experiments.ranked_samples import values_of
from marketsim.experiments.ranked_standing import (
    IS_BETTER,
    IS_WORSE,
    NO_COST,
    NOT_STATED,
    NOTHING,
    competing,
    not_ranked,
    standing_table,
)
from marketsim.experiments.readings import BOTH, DRAWN, READINGS
from tests.experiments.ranked import BASE, Values, samples

SEEDS = 24
LUCK = np.random.default_rng(8).standard_normal((2, SEEDS))
CAPACITY, THRESHOLD = READINGS
MONEY = ("public_money_kzt", "KZT")


def stood(
    effects: dict[str, Values], *, base: float = 1e6, outcome: tuple[str, str] = ("retail_g", "g"), **other: object
) -> pd.DataFrame:
    """Return how policies stand, by reading and arm; all cost something unless others are named."""
    free, weight, shares = (other.get(name, usual) for name, usual in (("free", ()), ("weight", 1), ("shares", None)))
    made = standing_table(samples(effects, base, *outcome), (BASE, *effects), free, weight, 1, shares)  # type: ignore[arg-type]
    return made.set_index(["reading", "arm"])


def test_what_too_few_agents_carry_is_not_ranked_at_any_scale() -> None:
    effects = {"policy": np.full((2, SEEDS), -10.0)}
    for weight, each in ((1, FEWEST), (10, 10 * FEWEST)):
        for held, ranked in ((each - 1.0, False), (each + 0.0, True)):
            made = stood(effects, base=held, outcome=("deaths", "deaths"), weight=weight)
            assert (made["not_ranked"] == "").all() == ranked
            assert made["chance"].notna().all() == made["regret"].notna().all() == ranked
            assert np.isfinite(made["mean"]).all()
    assert made.loc[(BOTH, "policy"), "chance"] == 1.0


def test_it_says_how_few_they_are() -> None:
    table = samples({"policy": np.full((2, SEEDS), -2.0)}, 32.0, "deaths", "deaths")
    said = not_ranked(table, (BASE, "policy"), (), 10, 1)
    assert said == {"deaths": f"{FEW}: 32 deaths a run at most, where one agent stands for 10"}
    days = samples({"policy": np.full((2, SEEDS), -2.0)}, 200_000.0, "prison_days", "person-days")
    (said_of_days,) = not_ranked(days, (BASE, "policy"), (), 10, 1000).values()
    assert said_of_days.startswith(f"{FEW}: 200,000 person-days a run at most")
    assert (
        not_ranked(table.assign(outcome="retail_g"), (BASE, "policy"), (), 10, 1) == {}
    )  # Mass is not counted by agents.


def test_policies_without_a_cost_do_not_win_by_cost() -> None:
    effects = {"free": np.full((2, SEEDS), -5e6), "dear": 1e6 + LUCK, "saving": -1e6 + LUCK}
    made = stood(effects, base=1e9, outcome=MONEY, free=("free",))
    both = made.loc[BOTH]
    assert list(both.index) == ["saving", BASE, "dear", "free"]  # Who does not compete comes last.
    assert both.loc["saving", "chance"] == 1.0 and both.loc["saving", "regret"] == 0.0
    assert both.loc["free", ["chance", "chance_low_90", "regret", "most_regret"]].isna().all()
    assert dict(both["cost"]) == {"saving": "", BASE: "", "dear": "", "free": NOT_STATED}
    other = stood(effects, base=1e9, free=("free",)).loc[BOTH]
    assert other.loc["free", "chance"] == 1.0 and other.loc["free", "cost"] == NOT_STATED


def test_nothing_is_ranked_by_cost_where_none_is_stated() -> None:
    made = stood({"free": LUCK - 9.0}, base=1e9, outcome=MONEY, free=("free",))
    assert set(made["not_ranked"]) == {NO_COST} and made["chance"].isna().all()
    assert competing("retail_g", (BASE, "free"), ("free",)) == (BASE, "free")


def test_as_drawn_lies_between_readings_at_the_share_of_each_draw() -> None:
    shares = np.linspace(0.0, 1.0, SEEDS)
    effects = np.stack((np.full(SEEDS, -10.0), np.full(SEEDS, 10.0)))  # Less is better: good where all is capacity.
    held = samples({"policy": effects}, 1e6)
    values = values_of(held, "retail_g", (BASE, "policy"), DRAWN, shares)
    assert values[1] - values[0] == pytest.approx(10.0 - 20.0 * shares)
    low = 0.4 * shares  # Draws that are mostly capacity, as those that are shipped.
    made = stood({"policy": effects}, shares=low)
    assert made.loc[(BOTH, "policy"), "chance"] == 0.5
    assert made.loc[(DRAWN, "policy"), "chance"] == 1.0
    assert made.loc[(DRAWN, "policy"), "mean"] == pytest.approx(1e6 - 10.0 + 20.0 * low.mean())
    assert list(dict.fromkeys(made.index.get_level_values(0))) == [BOTH, *READINGS, DRAWN]
    assert DRAWN not in stood({"policy": effects}).index.get_level_values(0)


def test_policies_are_better_worse_or_not_told_from_nothing() -> None:
    centred = LUCK - LUCK.mean(axis=1, keepdims=True)
    effects = {"good": -9.0 + LUCK, "bad": 9.0 + LUCK, "vain": 3.0 * centred, "idle": np.zeros((2, SEEDS))}
    said = stood(effects)["said"]
    for reading in (BOTH, *READINGS):
        assert dict(said[reading]) == {"good": IS_BETTER, "bad": IS_WORSE, "vain": NOTHING, "idle": NONE, BASE: ""}
    more = stood(effects, outcome=("treatment_entries", "persons"))["said"][BOTH]
    assert (more["good"], more["bad"]) == (IS_WORSE, IS_BETTER)
    assert stood({"good": -9.0 + LUCK[:, :1]})["said"][BOTH, "good"] == ONE_SEED


def test_readings_that_cancel_out_are_not_no_change() -> None:
    made = stood({"split": np.stack((np.full(SEEDS, -9.0), np.full(SEEDS, 9.0)))})["said"]
    assert (made[BOTH, "split"], made[CAPACITY, "split"], made[THRESHOLD, "split"]) == (NOTHING, IS_BETTER, IS_WORSE)


def test_a_draw_counts_once_though_it_was_run_twice() -> None:
    slight = -1.7 * LUCK[0].std() / np.sqrt(SEEDS) - (LUCK[0] - LUCK[0].mean())
    made = stood({"slight": np.stack((slight, slight))})
    assert set(made["said"][:, "slight"]) == {NOTHING}
    twice = np.tile(slight, 2)
    assert set(stood({"slight": np.stack((twice, twice))})["said"][:, "slight"]) == {IS_BETTER}
    assert set(made["seeds"]) == {SEEDS}


def test_chances_have_intervals_over_draws() -> None:
    made = stood({"policy": np.where(np.arange(SEEDS) % 4, -1.0, 1.0) * np.ones((2, 1))}).loc[BOTH]
    low, high = made.loc["policy", ["chance_low_90", "chance_high_90"]]
    assert made.loc["policy", "chance"] == 0.75
    assert 0.55 < low < 0.65 and 0.83 < high < 0.9


def test_changes_are_told_in_the_outcome_s_own_direction() -> None:
    made = stood({"policy": -9.0 + LUCK})
    row = made.loc[(CAPACITY, "policy")]
    assert row["low_90"] < row["mean"] - 1e6 < row["high_90"] < 0.0
    assert (made.loc[(THRESHOLD, BASE), ["low_90", "high_90"]] == 0.0).all()
