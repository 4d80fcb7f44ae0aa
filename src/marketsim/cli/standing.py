"""How policies stand in each outcome, and what it would be worth to know more: what `marketsim rank` prints first."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.effects import MILLION, number
from marketsim.cli.layout import fitted
from marketsim.cli.told import safe
from marketsim.experiments.ranking_policies import FEWEST, Ranking
from marketsim.experiments.readings import BOTH, READINGS

TITLES = ("policy", "mean", "90 % of changes", "best", "in all capacity", "in all threshold", "regret", "in 1 of 20")
WORTHS = ("to know", "is worth", "unit")
MOST = 6
"""Parameters that are told of each outcome; the rest is in the saved table."""
WORDS = (
    "best: share of samples, each a draw of parameters under one reading, in which the policy is the best of all.",
    "regret: what is lost on average, and at most in nineteen of twenty samples, against the best of each.",
    "Worth of knowing: how much better the choice would be on average; everything includes the chance of a run.",
    "Numbers are told that are worth more than the best of them would be by chance in nineteen of twenty cases.",
)


def print_standing(made: Ranking, output: Console) -> None:
    """Print what each policy is, then a table and the worth of knowing for each outcome, and what words mean."""
    if made.provisional:
        output.print("Provisional: the calibration is not finished, and the ranking may change.", style="bold")
    for name, scenario in made.scenarios.items():
        output.print(safe(f"{name}: {scenario.title}"), style="dim", markup=False, soft_wrap=True)
    output.print()
    for outcome, held in made.standing.groupby("outcome", sort=False):
        money = held["unit"].iloc[0] == "KZT"
        times, unit = (MILLION, "mn KZT") if money else (1.0, str(held["unit"].iloc[0]))
        _print_outcome(str(outcome), held, len(made.seeds), times, unit, output)
        _print_worth(made.worth[made.worth["outcome"] == outcome], times, unit, output)
        output.print()
    if len(made.seeds) < FEWEST:
        few = f"{len(made.seeds)} draws are few: shares, intervals and regret are rough below {FEWEST}."
        output.print(few, style="bold", markup=False, soft_wrap=True)
    for line in WORDS:
        output.print(line, style="dim", markup=False, soft_wrap=True)


def _print_outcome(outcome: str, held: pd.DataFrame, draws: int, times: float, unit: str, output: Console) -> None:
    """Print how policies stand in an outcome; numbers are told in `unit`, of which `times` are one of the table's."""
    both = held[held["reading"] == BOTH]
    head = f"{outcome}, {unit} ({both['better'].iloc[0]} is better), {draws} draws, each under both readings"
    output.print(head, style="bold", markup=False)
    if not both[["low_90", "high_90"]].to_numpy().any():
        output.print("No policy changes anything in any run.", markup=False)
        return
    by_reading = {name: held[held["reading"] == name].set_index("arm")["chance"] for name in READINGS}
    cells = [
        [
            Text(str(row["arm"])),
            Text(number(row["mean"] / times)),
            Text(_span(row["low_90"] / times, row["high_90"] / times)),
            Text(f"{row['chance']:.0%}"),
            *(Text(f"{chances[row['arm']]:.0%}") for chances in by_reading.values()),
            Text(number(row["regret"] / times)),
            Text(number(row["most_regret"] / times)),
        ]
        for _, row in both.iterrows()
    ]
    output.print(fitted(TITLES, cells, output.width, "policy", ("in 1 of 20", "90 % of changes"), set(TITLES[3:])))


def _span(low: float, high: float) -> str:
    return "" if low == high == 0.0 else f"{number(low)} to {number(high)}"


def _print_worth(worth: pd.DataFrame, times: float, unit: str, output: Console) -> None:
    """Print what it is worth to know the numbers that are worth knowing."""
    told = worth[worth["worth"] > worth["by_chance"]].head(MOST + 1)
    if told.empty or set(told["parameter"]) == {"everything"}:
        output.print("To know any number better would change no choice, as far as these draws tell.", markup=False)
    if told.empty:
        return
    cells = [
        [Text(str(row["parameter"])), Text(number(row["worth"] / times)), Text(unit)] for _, row in told.iterrows()
    ]
    output.print(fitted(WORTHS, cells, output.width, "to know", ("unit",), {"is worth"}))
