"""What rank prints of market size and reading: findings only, each with its number."""

from dataclasses import replace
from typing import Any, cast

import pytest
from rich.console import Console

from marketsim.cli.by_size import print_by_size
from marketsim.experiments.ranking_policies import Ranking
from tests.experiments.ranked import ranking


def printed(capsys: pytest.CaptureFixture[str], **other: Any) -> str:
    """Return what is printed of a ranking."""
    seeds = other.pop("seeds", 24)
    made = replace(ranking(seeds=seeds), **other)
    print_by_size(cast(Ranking, made), Console(width=120, highlight=False))
    return capsys.readouterr().out


def test_findings_are_listed_with_effect_and_size(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys)
    assert out.count("larger in a larger market") == out.count("larger if all is threshold") == 4
    assert "5 to 14 t a year over 24 draws" in out
    assert "effects_by_size.csv" in out and "nan" not in out


def test_money_of_a_policy_whose_cost_is_not_stated_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    made = ranking()
    money = made.by_size.assign(outcome=made.by_size["outcome"].replace("prison_days", "public_money_kzt"))
    whole = printed(capsys, by_size=money)
    free = made.description | {"cost_not_stated": {"site_blocking": ["patrols"]}}
    out = printed(capsys, by_size=money, description=free)
    rows = [[line for line in text.splitlines() if line.startswith("public_money, ")] for text in (whole, out)]
    assert [sum("site_blocking" in line for line in held) for held in rows] == [2, 0]
    assert [sum("treatment_places" in line for line in held) for held in rows] == [2, 2]
    assert "left out where a policy's cost is not stated: site_blocking." in out and "left out" not in whole


def test_what_is_not_told_is_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    made = ranking()
    out = printed(capsys, by_size=made.by_size.assign(verdict="does not tell"))
    assert "Of no effect can it be told" in out and "site_blocking" not in out


def test_too_few_draws_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, seeds=11)
    assert "Not by size: fewer than 12 seeds." in out and "nan" not in out
    assert out.count("larger if all is threshold") == 4
    made = ranking()
    assert "no week before the policies begin" in printed(capsys, sizes=made.sizes.iloc[:0])
