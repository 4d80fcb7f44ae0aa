"""How policies stand in each outcome, and what it would be worth to know more: what `marketsim rank` prints first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted, many_of
from marketsim.cli.told import safe
from marketsim.experiments.effects import NONE
from marketsim.experiments.predictive_interval import draws_for, range_holds
from marketsim.experiments.ranked_in_words import costs_in_words, counted_days, readings_in_words
from marketsim.experiments.ranking_policies import FEWEST, Ranking
from marketsim.experiments.readings import BOTH, DRAWN, READINGS
from marketsim.figures.style import number
from marketsim.results.readable import in_millions

BY_READING = dict(zip(("capacity", "threshold", "drawn"), (*READINGS, DRAWN), strict=True))
"""Columns of chances of being best, with their readings."""
TITLES = (
    "policy",
    "mean",
    "90 % of changes",
    "best (90 %)",
    *BY_READING,
    "regret",
    "in 1 of 20",
    "against nothing new",
)
SPARE = ("in 1 of 20", "regret", "90 % of changes", "capacity", "threshold", "drawn")
WORTHS = ("to know", "is worth", "unit")
MOST = 6
"""Parameters that are told of each outcome; the rest is in the saved table."""
LEVEL = 0.9
WORDS = (
    "best: share of samples, each a draw of parameters under one reading, in which the policy is the best of all, with",
    "its 90 % interval over draws; capacity, threshold: under one reading; drawn: at the share that each draw has.",
    "90 % of changes: holds the change of one sample more with that chance.",
    "better, worse: than doing nothing new, where the 95 % interval of the mean change over draws leaves out zero.",
    "regret: what is lost on average, and at most in nineteen of twenty samples, against the best of each.",
    "Worth of knowing: how much better the choice would be on average; everything includes the chance of a run.",
    "Numbers are told that are worth more than the best of their kind would be by chance in nineteen of twenty cases:",
    "numbers of draws are one kind, the reading, which is both in every draw, is another.",
)


def print_standing(made: Ranking, output: Console) -> None:
    """Print what each policy is, then a table and the worth of knowing for each outcome, and what words mean."""
    if made.provisional:
        output.print("Provisional: the calibration is not finished, and the ranking may change.", style="bold")
    for name, scenario in made.scenarios.items():
        output.print(safe(f"{name}: {scenario.title}"), style="dim", markup=False, soft_wrap=True)
    facts = made.described()
    for line in (counted_days(facts), readings_in_words(facts), costs_in_words(facts)):
        if line:
            output.print(safe(line), markup=False, soft_wrap=True)
    output.print()
    for outcome, held in made.standing.groupby("outcome", sort=False):
        times, unit = in_millions(str(held["unit"].iloc[0]))
        _print_outcome(str(outcome), held, len(made.seeds), times, unit, output)
        if outcome not in made.not_ranked:
            _print_worth(made.worth[made.worth["outcome"] == outcome], times, unit, output)
        output.print()
    for line in _few(len(made.seeds)):
        output.print(line, style="bold", markup=False, soft_wrap=True)
    for line in WORDS:
        output.print(line, style="dim", markup=False, soft_wrap=True)


def _few(draws: int) -> Iterator[str]:
    """Yield what few draws cannot tell."""
    if draws == 1:
        yield "One draw is no ranking over draws: there are no intervals, and shares and regret tell of it alone."
        return
    if draws < FEWEST:
        yield f"{many_of(draws, 'draw')} are few: shares, intervals and regret are rough below {FEWEST}."
    if draws < draws_for(LEVEL):
        yield f"90 % of changes is their range under each reading, which holds one more in {range_holds(draws):.0%}."


def _print_outcome(outcome: str, held: pd.DataFrame, draws: int, times: float, unit: str, output: Console) -> None:
    """Print how policies stand in an outcome; numbers are told in `unit`, of which `times` are one of the table's."""
    both = held[held["reading"] == BOTH]
    head = f"{outcome}, {unit} ({both['better'].iloc[0]} is better), {many_of(draws, 'draw')}, each under both readings"
    output.print(head, style="bold", markup=False)
    if reason := str(both["not_ranked"].iloc[0]):
        output.print(f"Not ranked: {reason}.", markup=False, soft_wrap=True)
        return
    if set(held["said"]) <= {"", NONE}:
        output.print("No policy changes anything in any run.", markup=False)
        return
    chances = {
        title: held[held["reading"] == reading].set_index("arm")["chance"]
        for title, reading in BY_READING.items()
        if reading in set(held["reading"])
    }
    titles = [title for title in TITLES if title not in BY_READING or title in chances]
    cells = [
        [
            Text(str(row["arm"])),
            Text(number(row["mean"] / times)),
            Text(_span(row["low_90"] / times, row["high_90"] / times)),
            Text(_best(row)),
            *(Text(_share(one[row["arm"]])) for one in chances.values()),
            Text(number(row["regret"] / times)),
            Text(number(row["most_regret"] / times)),
            Text(str(row["said"])),
        ]
        for _, row in both.iterrows()
    ]
    right = {"mean", "best (90 %)", *BY_READING, "regret", "in 1 of 20"}
    output.print(fitted(titles, cells, output.width, "policy", [title for title in SPARE if title in titles], right))


def _best(row: pd.Series[Any]) -> str:
    """Return the chance of being best with its interval; of what does not compete, why it does not."""
    if row["chance"] != row["chance"]:
        return f"cost {row['cost']}"
    return f"{row['chance']:.0%} ({100 * row['chance_low_90']:.0f}-{100 * row['chance_high_90']:.0f})"


def _share(chance: float) -> str:
    return "-" if chance != chance else f"{chance:.0%}"


def _span(low: float, high: float) -> str:
    return "" if low == high == 0.0 or low != low else f"{number(low)} to {number(high)}"


def _print_worth(worth: pd.DataFrame, times: float, unit: str, output: Console) -> None:
    """Print what it is worth to know the numbers that are worth knowing."""
    told = worth[worth["worth"] > worth["by_chance"]].head(MOST + 1)
    if told.empty:
        output.print("To know any number better would change no choice, as far as these draws tell.", markup=False)
        return
    if set(told["parameter"]) == {"everything"}:
        alone = "No number is by itself worth more than by chance; to know all, and the chance of a run, would be:"
        output.print(alone, markup=False)
    cells = [
        [Text(str(row["parameter"])), Text(number(row["worth"] / times)), Text(unit)] for _, row in told.iterrows()
    ]
    output.print(fitted(WORTHS, cells, output.width, "to know", ("unit",), {"is worth"}))
