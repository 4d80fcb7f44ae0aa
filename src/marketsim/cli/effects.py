"""The table of a comparison: every domain, with intervals, and what cannot be told from no change."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted
from marketsim.experiments.compared_in_words import costs_in_words, idle_in_words, numbers_in_words, reading_in_words
from marketsim.experiments.comparing import Comparison
from marketsim.experiments.effects import CLEAR, FEWEST, FEWEST_APART, NONE
from marketsim.experiments.effects import FEW as RARE
from marketsim.experiments.intervals import LEVEL, caution
from marketsim.figures.style import ROUNDING, number
from marketsim.figures.words import title_of
from marketsim.results.consequences import HEADLINES
from marketsim.results.readable import MILLION, in_millions
from marketsim.scenario.faults import shorten

TITLES = (
    *("consequence", "unit", "base", "change", "50 % interval", "90 % interval", "better in", "of base"),
    "verdict (95 %)",
)
PRECISION = ("consequence", "error", "paired / unpaired sd", "pairs needed")
STANDING = ("policy", "over", "chance", "verdict", "uncounted", "clearly worse (90 %)")
WORTH = ("averted", "number", "95 % interval", "KZT for one", "95 % interval of it", "at low, at high unit costs")
MOST_PRECISIONS = 8
"""Consequences whose precision is told where none is the headline of a domain."""
UNKNOWN = "pairs needed: - where nothing changes, too few are counted, or the base has none of it."
UNCOUNTED = (
    "uncounted: too few agents are counted there, or, of money, costs are not stated; chances are over the other "
    "domains, and nothing dominates."
)


def print_effects(made: Comparison, console: Console) -> None:
    """Print what every arm changes, domain by domain, and what it costs to avert one of each outcome."""
    pairs = f"{len(made.seeds)} pair{'s' if len(made.seeds) > 1 else ''}"
    scale = made.scenarios[made.base].scale
    facts = made.described()
    for arm in tuple(made.scenarios)[1:]:
        head = f"{arm} against {made.base}: {made.since} to {made.until}, {pairs}, scale {scale:.3g}"
        console.print(head, style="bold", markup=False)
        if idle := idle_in_words(facts, arm):
            console.print(idle, markup=False)
        effects = made.effects[made.effects["arm"] == arm]
        _print_changes(effects, bool(made.metrics), console)
        _print_precision(made, effects, console)
        _print_worth(made, arm, costs_in_words(facts, arm), console)
    _print_dominance(made, console)
    _print_words(made, console)


def _print_changes(effects: pd.DataFrame, whole: bool, console: Console) -> None:
    """Print all domains in one table, so that columns are the same in each; rows of nothing where it is `whole`."""
    cells: list[list[Text]] = []
    for domain, rows in effects.groupby("domain", sort=False):
        held = [_cells(row) for _, row in rows.iterrows() if whole or row["base"] or row["change"]]
        if held:
            nothing = [Text("") for _ in TITLES]
            cells += [
                *([nothing] if cells else []),
                [Text(title_of(str(domain)), style="italic"), *nothing[1:]],
                *held,
            ]
    if cells:
        spare = ("50 % interval", "unit", "of base", "better in")
        console.print(fitted(TITLES, cells, console.width, "consequence", spare, set(TITLES[2:-1])))
    none = effects[(effects["base"] == 0.0) & (effects["change"] == 0.0)]["consequence"]
    if len(none) and not whole:
        console.print(f"None in any run: {', '.join(name.removesuffix('_kzt') for name in none)}.", style="dim")
    console.print()


def _cells(row: pd.Series[Any]) -> list[Text]:
    """Return a row in words, large sums of money in millions."""
    times, unit = in_millions(str(row["unit"]))
    share = f"{row['share']:+.1%}" if math.isfinite(row["share"]) and row["change"] else ""
    clear = row["verdict"] == CLEAR
    words = (
        row["consequence"].removesuffix("_kzt"),
        unit,
        number(row["base"] / times),
        _signed(row["change"] / times),
        *(_interval(row, level, times) for level in (50, 90)),
        f"{row['better_share']:.0%}" if math.isfinite(row["better_share"]) and row["change"] else "",
        share,
        "" if clear else row["verdict"],
    )
    return [Text(word, style="" if clear else "dim") for word in words]


def _interval(row: pd.Series[Any], level: int, times: float) -> str:
    """Return an interval; none where too few are counted, and words where all pairs agree."""
    if row["verdict"] in (RARE, NONE):
        return ""
    return _span(row[f"low_{level}"] / times, row[f"high_{level}"] / times)


def _print_precision(made: Comparison, effects: pd.DataFrame, console: Console) -> None:
    """Print how precise the headline of each domain is; the rest is in the saved table."""
    if len(made.seeds) < 2:
        return
    shown = effects[effects["consequence"].isin(HEADLINES.values())]
    shown = effects.iloc[:MOST_PRECISIONS] if shown.empty else shown
    cells = [
        [
            Text(row["consequence"]),
            Text(f"{row['mc_error'] / row['base']:.2%} of base" if row["base"] else "-"),
            Text(f"{row['sd_ratio']:.2f}" if math.isfinite(row["sd_ratio"]) else "-"),
            Text("-" if row["verdict"] in (RARE, NONE) else number(row["pairs_needed"])),
        ]
        for _, row in shown.iterrows()
    ]
    console.print(
        f"Precision: pairs needed for a 90 % interval of {made.precision:.2g} of the base to either side",
        style="italic",
    )
    console.print(fitted(PRECISION, cells, console.width, "consequence", (), set(PRECISION[1:])))
    if any(row[-1].plain == "-" for row in cells):
        console.print(UNKNOWN, style="dim")
    console.print()


def _print_dominance(made: Comparison, console: Console) -> None:
    """Print which arm is no worse in the headline of any domain and better in one."""
    if made.dominance.empty or len(made.seeds) < 2:
        return
    names = ", ".join(HEADLINES.values())
    console.print(f"Dominance: no worse in any of {names}, better in one", style="italic")
    cells = [
        [
            *(Text(row[name]) for name in ("arm", "over")),
            Text(f"{row['chance']:.0%}" if math.isfinite(row["chance"]) else "-"),
            Text(row["verdict"]),
            Text(row["uncounted"]),
            Text(shorten(row["worse"], 50)),
        ]
        for _, row in made.dominance.iterrows()
    ]
    console.print(fitted(STANDING, cells, console.width, "policy", (STANDING[-1],), {"chance"}))
    if made.dominance["uncounted"].any():
        console.print(UNCOUNTED)
    console.print()


def _print_worth(made: Comparison, arm: str, not_stated: str, console: Console) -> None:
    rows = made.ratios[made.ratios["arm"] == arm]
    cost = rows.iloc[0]
    ends = _span(cost["cost_low_kzt"] / MILLION, cost["cost_high_kzt"] / MILLION)
    console.print("Cost of averting one, discounted", style="italic")
    interval = f"{100 * LEVEL:.0f} % interval: {ends}" if ends else "no interval"
    console.print(f"Public money: {_signed(cost['cost_kzt'] / MILLION)} mn KZT ({interval})", markup=False)
    if not_stated:
        console.print(not_stated, markup=False)
    told = rows[rows["note"] == ""]
    cells = [
        [
            Text(row["one"]),
            Text(number(row["averted"])),
            Text(_span(row["averted_low"], row["averted_high"])),
            Text(number(row["ratio_kzt"])),
            Text(_span(row["ratio_low_kzt"], row["ratio_high_kzt"])),
            Text(_ends(row["ratio_at_low_costs_kzt"], row["ratio_at_high_costs_kzt"])),
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
    if words := caution(len(made.seeds)):
        console.print(words)
    facts = made.described()
    for said in (numbers_in_words(facts), reading_in_words(facts)):
        if said:
            console.print(said, markup=False)
    for line in (
        "base: mean of the base's runs. change: mean of the differences, seed by seed; flows summed, users averaged.",
        "Intervals: of that mean over seeds (Student; for ratios Fieller). One in ten of 90 % misses: do not pick.",
        "verdict: by the 95 % interval, which is wider than those printed; empty where that leaves out zero.",
        f"{RARE}: in health and justice, fewer than {FEWEST} agents a run, or fewer than {FEWEST_APART} in whom runs",
        "differ, over all pairs.",
        "better in: share of pairs in which less of the market, harm, hardship or expense is left, or more treatment;",
        "where the better way is in dispute it is empty.",
        f"Economics stated: {economics}.",
        "Unit costs are assumed (marketsim show parameters public_costs); public_money_low and _high have all of them",
        "at that end of their range.",
    ):
        console.print(line, style="dim", markup=False, soft_wrap=True)


def _span(low: float, high: float) -> str:
    if math.isnan(low):
        return ""
    return f"{number(low)} always" if low == high else f"{number(low)} to {number(high)}"


def _ends(low: float, high: float) -> str:
    """Return a ratio at both ends of unit costs, between which it need not lie: what is saved is dearer there too."""
    return "" if math.isnan(low) else f"{number(low)}, {number(high)}"


def _signed(value: float) -> str:
    return f"{'+' if value > ROUNDING else ''}{number(value)}"
