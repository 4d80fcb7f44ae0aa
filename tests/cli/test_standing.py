"""What rank prints of policies: how they stand, what is not ranked, whose cost lacks, and how readings count."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from marketsim.cli.arms import say_alike
from marketsim.cli.standing import _print_worth, print_standing
from marketsim.experiments.ranked_standing import not_ranked, standing_table
from marketsim.experiments.ranking_policies import Ranking
from marketsim.scenario.loading import loads
from tests.experiments.ranked import BASE, Values, samples

SEEDS = 24
LUCK = np.random.default_rng(9).standard_normal((2, SEEDS))
EFFECTS: dict[str, Values] = {
    "good": -9.0 + LUCK,
    "bad": 9.0 + LUCK,
    "vain": 3.0 * (LUCK - LUCK.mean(axis=1, keepdims=True)),
}


def printed(
    capsys: pytest.CaptureFixture[str], effects: dict[str, Values] | None = None, *, shares: Values | None = None,
    **facts: Any,
) -> str:  # fmt: skip
    """Return what is printed of a ranking made by hand, by mass, deaths and money."""
    effects = EFFECTS if effects is None else effects
    arms, free = (BASE, *effects), facts.get("cost_not_stated", {})
    held = ((1e6, "retail_g", "g"), (32.0, "deaths", "deaths"), (1e9, "public_money_kzt", "KZT"))
    whole = pd.concat([samples(effects, *one) for one in held], ignore_index=True)
    without = not_ranked(whole, arms, free, 10, 1)
    drawn = None if shares is None else {"mean": shares.mean(), "low": shares.min(), "high": shares.max()}
    described = {"since": "2021-01-01", "until": "2023-12-31", "drawn_share": drawn, "cost_not_stated": free}
    seeds = tuple(range(1, next(iter(effects.values())).shape[1] + 1))
    made = SimpleNamespace(
        provisional=False,
        scenarios={arm: SimpleNamespace(title=f"What {arm} does") for arm in arms},
        seeds=seeds,
        standing=standing_table(whole, arms, free, 10, 1, shares),
        worth=pd.DataFrame(columns=["outcome", "unit", "parameter", "worth", "by_chance"]),
        not_ranked=without,
        described=lambda: described | {"not_ranked": without},
    )
    print_standing(cast(Ranking, made), Console(width=120, highlight=False))
    return capsys.readouterr().out


def row(out: str, outcome: str, arm: str) -> str:
    """Return the row of an arm in the table of an outcome."""
    table = out.split(f"\n{outcome}, ", 1)[1].split("\n\n", 1)[0]
    (line,) = [line for line in table.splitlines() if line.startswith(f"{arm} ")]
    return " ".join(line.split())


def test_policies_are_better_worse_or_cannot_be_told_from_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys)
    assert row(out, "retail_g", "good").endswith(" better") and row(out, "retail_g", "bad").endswith(" worse")
    assert row(out, "retail_g", "vain").endswith("cannot be told from nothing")
    assert "100% (90-100)" in row(out, "retail_g", "good") and "0% (0-10)" in row(out, "retail_g", BASE)
    assert "nan" not in out


def test_what_few_agents_carry_is_not_ranked(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys)
    table = out.split("\ndeaths, ", 1)[1].split("\n\n", 1)[0]
    assert "Not ranked: too few counted to tell: 41 deaths a run at most, where one agent stands for 10." in table
    assert "good" not in table and "To know any number" not in table


def test_policies_without_a_cost_are_named_and_do_not_win_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, cost_not_stated={"good": ("patrols",)})
    assert "Cost not stated, so that it counts as nothing: good (patrols). They are not ranked by cost." in out
    assert "cost not stated" in row(out, "public_money_kzt", "good")
    assert "100%" in row(out, "retail_g", "good") and "cost not stated" not in row(out, "retail_g", "good")
    assert "ost not stated" not in printed(capsys)
    every = printed(capsys, cost_not_stated=dict.fromkeys(EFFECTS, ("one",)))
    assert "Not ranked: no policy states its cost." in every


def test_days_and_both_readings_beside_what_is_drawn_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    effects = {"split": np.stack((np.full(SEEDS, -10.0), np.full(SEEDS, 10.0)))}
    out = printed(capsys, effects, shares=np.linspace(0.02, 0.48, SEEDS))
    assert "Outcomes are sums over all days from 2021-01-01 to 2023-12-31" in out
    assert "These draws have the threshold's share at 0.25 on average (least 0.02, most 0.48)" in out
    assert "50% (34-66) 100% 0% 100%" in row(out, "retail_g", "split")  # Both, capacity, threshold, as drawn.
    without = printed(capsys, effects)
    assert "the calibration does not draw the share of the threshold" in without
    assert "50% (34-66) 100% 0% " in row(without, "retail_g", "split")
    assert " drawn " not in without.split("\nretail_g, ")[1].split("\n\n")[0]


@pytest.mark.parametrize(
    ("worths", "said", "unsaid"),
    [
        ({}, "would change no choice", "everything 8"),
        ({"everything": 865.0}, "No number is by itself worth more", "would change no choice"),
        ({"everything": 865.0, "a": 400.0}, "everything 865 g", "No number is by itself"),
    ],
    ids=["nothing", "all together", "a number"],
)
def test_what_knowing_is_worth_is_not_said_to_be_nothing_above_its_worth(
    capsys: pytest.CaptureFixture[str], worths: dict[str, float], said: str, unsaid: str
) -> None:
    rows = [{"parameter": name, "worth": worth, "by_chance": 10.0} for name, worth in worths.items()]
    _print_worth(pd.DataFrame(rows, columns=["parameter", "worth", "by_chance"]), 1.0, "g", Console(width=120))
    out = " ".join(capsys.readouterr().out.split())
    assert said in out and unsaid not in out
    assert ("everything 865 g" in out) == bool(worths)


def test_one_scenario_under_two_names_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (loads(f"title: {title}\nend: 2018-01-01", title) for title in ("a", "b"))
    say_alike({"a": one, "b": other, "c": one.with_(scale=0.5)})
    assert "Warning: a, b are one and the same scenario but for their titles" in capsys.readouterr().err
    say_alike({"a": one, "c": one.with_(scale=0.5)})
    assert capsys.readouterr().err == ""


def test_few_draws_are_told_with_what_their_range_holds(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, {"good": EFFECTS["good"][:, :9]})
    assert "9 draws are few" in out and "which holds one more in 80%" in out
    assert "are few" not in printed(capsys)
    assert "9 draws are few" in out and "their range" in out
    one = printed(capsys, {"good": EFFECTS["good"][:, :1]})
    assert "One draw is no ranking over draws" in one and "their range" not in one
    assert "one seed: no interval" in one and "nan" not in one
