"""What hangs on market size, or on how 2021 to 2023 is read: what `marketsim rank` tells of it, briefly."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted, many_of
from marketsim.cli.told import safe
from marketsim.experiments.effects_by_size import (
    BY_READING,
    BY_SIZE,
    DOUBLING,
    MARGIN,
    why_not_by_size,
)
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.ranked_standing import stating_costs
from marketsim.experiments.ranking_policies import Ranking
from marketsim.experiments.readings import BOTH, LESS
from marketsim.experiments.saved_ranking import BY_SIZE as FILE
from marketsim.experiments.size_line import LEVEL
from marketsim.figures.style import number
from marketsim.results.readable import in_millions

TITLES = ("outcome", "policy", "effect", "what can be told", "by", "90 % of that")
TOLD = {*BY_SIZE, *BY_READING}
"""What is a finding of some kind."""


def print_by_size(made: Ranking, output: Console) -> None:
    """Print which effects hang on market size or on the reading, and which can be told not to.

    Args:
        made: The ranking.
        output: Where it is printed.
    """
    output.print("By market size and by reading", style="bold")
    sizes = made.sizes[SIZE]
    if len(sizes):
        ends = f"{number(sizes.min())} to {number(sizes.max())}"
        output.print(f"Market before the policies: {ends} t a year over {many_of(len(sizes), 'draw')}.", markup=False)
    if why := why_not_by_size(sizes.to_numpy()):
        output.print(f"{why[:1].upper()}{why[1:]}.", markup=False)
    free = made.described()["cost_not_stated"]
    table = stating_costs(made.by_size, free)
    cells = [_cells(row, DOUBLING) for _, row in _told(table, BOTH).iterrows()]
    cells += [_cells(row, "mean", _both(table, row)) for _, row in _told(table, LESS).iterrows()]
    if cells:
        output.print(fitted(TITLES, cells, output.width, "policy", ("90 % of that", "effect"), {"effect", "by"}))
    else:
        output.print("Of no effect can it be told whether it hangs on either.")
    if len(table) < len(made.by_size):
        what = f"Effects on public money are left out where a policy's cost is not stated: {', '.join(free)}."
        output.print(safe(what), style="dim", markup=False, soft_wrap=True)
    for line in (
        "by: how much the effect grows with each doubling of the market, or from all capacity to all threshold.",
        f"hardly: the {LEVEL:.0%} interval of that lies within {MARGIN:.0%} of the effect. Of what is not listed it",
        f"cannot be told; one in ten intervals misses. All numbers: {FILE} in the folder below.",
    ):
        output.print(line, style="dim", markup=False, soft_wrap=True)
    output.print()


def _told(table: pd.DataFrame, reading: str) -> pd.DataFrame:
    return table[(table["reading"] == reading) & table["verdict"].isin(TOLD)]


def _both(table: pd.DataFrame, row: pd.Series[Any]) -> float:
    """Return the mean effect over both readings of the outcome and policy of a row."""
    same = (table["outcome"] == row["outcome"]) & (table["arm"] == row["arm"]) & (table["reading"] == BOTH)
    return float(table.loc[same, "mean"].iloc[0])


def _cells(row: pd.Series[Any], part: str, effect: float | None = None) -> list[Text]:
    """Return a row in words.

    Args:
        row: A row of the table.
        part: What of it is the dependence.
        effect: The effect that depends, if it is not the row's own mean.
    """
    times, unit = in_millions(str(row["unit"]))
    ends = [number(row[f"{part}{end}_90"] / times) for end in ("_low", "_high")]
    words = (
        f"{row['outcome'].removesuffix('_kzt')}, {unit}",
        row["arm"],
        number((row["mean"] if effect is None else effect) / times),
        row["verdict"],
        number(row[part] / times),
        " to ".join(ends),
    )
    return [Text(word) for word in words]
