"""The table of a comparison: every domain, with intervals, and what cannot be told from no change."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted
from marketsim.experiments.comparing import CLEAR, Comparison

TITLES = ("consequence", "unit", "base", "change", "95 % interval", "share", "")
WORTH = ("averted", "number", "95 % interval", "KZT for one", "95 % interval of it", "over unit costs")
MILLION = 1e6
FEW = 5
"""Pairs below which intervals are rough."""


def print_effects(made: Comparison, console: Console) -> None:
    """Print what every arm changes, domain by domain, and what it costs to avert one of each outcome."""
    pairs = f"{len(made.seeds)} pair{'s' if len(made.seeds) > 1 else ''}"
    scale = made.scenarios[made.base].scale
    for arm in tuple(made.scenarios)[1:]:
        head = f"{arm} against {made.base}: {made.since} to {made.until}, {pairs}, scale {scale:.3g}"
        console.print(head, style="bold", markup=False)
        effects = made.effects[made.effects["arm"] == arm]
        for domain, rows in effects.groupby("domain", sort=False):
            console.print(f"\n{str(domain).capitalize()}", style="italic")
            cells = [_cells(row) for _, row in rows.iterrows() if row["base"] or row["change"]]
            right = {"base", "change", "95 % interval", "share"}
            console.print(fitted(TITLES, cells, console.width, "consequence", ("unit", "share"), right))
        console.print()
        _print_worth(made, arm, console)
    _print_words(made, console)


def _cells(row: pd.Series[Any]) -> list[Text]:
    """Return a row in words, large sums of money in millions."""
    money = row["unit"] == "KZT"
    times = MILLION if money else 1.0
    share = f"{row['share']:+.1%}" if math.isfinite(row["share"]) and row["change"] else ""
    clear = row["verdict"] == CLEAR
    words = (
        row["consequence"].removesuffix("_kzt") if money else row["consequence"],
        "mn KZT" if money else row["unit"],
        number(row["base"] / times),
        _signed(row["change"] / times),
        _span(row["low"] / times, row["high"] / times),
        share,
        "" if clear else row["verdict"],
    )
    return [Text(word, style="" if clear else "dim") for word in words]


def _print_worth(made: Comparison, arm: str, console: Console) -> None:
    rows = made.ratios[made.ratios["arm"] == arm]
    cost = rows.iloc[0]
    ends = _span(cost["cost_low_kzt"] / MILLION, cost["cost_high_kzt"] / MILLION)
    console.print("Cost of averting one, discounted", style="italic")
    console.print(f"Public money: {_signed(cost['cost_kzt'] / MILLION)} mn KZT ({ends or 'no interval'})", markup=False)
    told = rows[rows["note"] == ""]
    cells = [
        [
            Text(row["one"]),
            Text(number(row["averted"])),
            Text(_span(row["averted_low"], row["averted_high"])),
            Text(number(row["ratio_kzt"])),
            Text(_span(row["ratio_low_kzt"], row["ratio_high_kzt"])),
            Text(_span(row["ratio_cheapest_kzt"], row["ratio_dearest_kzt"])),
        ]
        for _, row in told.iterrows()
    ]
    if cells:
        console.print(fitted(WORTH, cells, console.width, "averted", (WORTH[-1],), set(WORTH[1:])))
    for note, held in rows[rows["note"] != ""].groupby("note", sort=False):
        names = "" if len(held) == len(rows) else f"{', '.join(held['one'])}: "
        console.print(f"{names}{note}.", markup=False)
    console.print()


def _print_words(made: Comparison, console: Console) -> None:
    stated = made.scenarios[made.base].economics.model_dump(mode="json", exclude_none=True)
    economics = ", ".join(f"{name} {value}" for name, value in stated.items()) or "nothing"
    if 1 < len(made.seeds) < FEW:
        console.print(f"Only {len(made.seeds)} pairs: intervals are rough, and too narrow where counts are low.")
    for line in (
        "base: mean of the base's runs. change: mean of the differences, seed by seed; flows summed, users averaged.",
        "Intervals: of that mean over seeds (Student; for ratios Fieller). One in twenty misses: do not pick.",
        f"Economics stated: {economics}.",
        "Unit costs are assumed (marketsim show parameters public_costs); public_money_low and _high have all of them",
        "at that end of their range.",
    ):
        console.print(line, style="dim", markup=False, soft_wrap=True)


def _span(low: float, high: float) -> str:
    return "" if math.isnan(low) else f"{number(low)} to {number(high)}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{number(value)}"


def number(value: float) -> str:
    """Return a figure in few digits."""
    if math.isnan(value):
        return "-"
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"
