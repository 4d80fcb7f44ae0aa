"""The table of a comparison: every domain, with intervals, and what cannot be told from no change."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted, many_of
from marketsim.experiments.comparing import Comparison
from marketsim.experiments.effects import CLEAR, NONE
from marketsim.experiments.effects import FEW as RARE
from marketsim.experiments.intervals import caution
from marketsim.experiments.readings import SHARE
from marketsim.results.consequences import HEADLINES
from marketsim.scenario.faults import shorten
from marketsim.scenario.scenario import Scenario
from marketsim.world.attribution import Attribution

TITLES = ("consequence", "unit", "base", "change", "50 % interval", "90 % interval", "better in", "share", "at 95 %")
PRECISION = ("consequence", "error", "paired / unpaired sd", "pairs needed")
STANDING = ("policy", "over", "chance", "", "uncounted", "clearly worse in")
WORTH = ("averted", "number", "95 % interval", "KZT for one", "95 % interval of it", "over unit costs")
MILLION = 1e6
MOST_PRECISIONS = 8
"""Consequences whose precision is told where none is the headline of a domain."""
DISPUTED = {"weight_thresholds", "investigation_capacity"}
"""Kinds of policies whose effect hangs on how the rise of detentions is read."""
READING = (
    "Detentions rose from 2021 to 2023 for two reasons that figures hardly tell apart. Here {share} of it is the lower "
    "weight threshold, the rest capacity (assumed), and what this policy does to detentions hangs on it: ask again "
    "with --set parameters.attribution.threshold_share=0 and =1."
)
SILENT = (
    "Cost not stated: {names}. It counts as free: public money and the costs of averting one leave it out, and nothing "
    "is said of money that is saved."
)
UNCOUNTED = (
    "uncounted: too few agents are counted there, or, of money, costs are not stated; chances are over the other "
    "domains, and nothing dominates."
)
FIXED = (
    "Unknown numbers stand as they were set by hand: intervals hold chance alone. With --posterior CALIBRATION "
    "(kazakhstan is shipped) every pair draws them from what was learned of them."
)
DRAWN = (
    "Every pair draws {many} from the calibration '{name}'{provisional}: changes and intervals are of "
    "the mean over draws, and what one of them gives lies farther off (pairs.csv)."
)


def print_effects(made: Comparison, console: Console) -> None:
    """Print what every arm changes, domain by domain, and what it costs to avert one of each outcome."""
    pairs = f"{len(made.seeds)} pair{'s' if len(made.seeds) > 1 else ''}"
    scale = made.scenarios[made.base].scale
    for arm in tuple(made.scenarios)[1:]:
        head = f"{arm} against {made.base}: {made.since} to {made.until}, {pairs}, scale {scale:.3g}"
        console.print(head, style="bold", markup=False)
        effects = made.effects[made.effects["arm"] == arm]
        for domain, rows in effects.groupby("domain", sort=False):
            cells = [_cells(row) for _, row in rows.iterrows() if made.metrics or row["base"] or row["change"]]
            if not cells:
                continue
            console.print(f"\n{str(domain).capitalize()}", style="italic")
            spare = ("50 % interval", "unit", "share", "better in")
            console.print(fitted(TITLES, cells, console.width, "consequence", spare, set(TITLES[2:-1])))
        console.print()
        _print_precision(made, effects, console)
        _print_worth(made, arm, console)
    _print_dominance(made, console)
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


def _print_worth(made: Comparison, arm: str, console: Console) -> None:
    rows = made.ratios[made.ratios["arm"] == arm]
    cost = rows.iloc[0]
    ends = _span(cost["cost_low_kzt"] / MILLION, cost["cost_high_kzt"] / MILLION)
    console.print("Cost of averting one, discounted", style="italic")
    console.print(f"Public money: {_signed(cost['cost_kzt'] / MILLION)} mn KZT ({ends or 'no interval'})", markup=False)
    if silent := made.cost_not_stated(arm):
        console.print(SILENT.format(names=", ".join(silent)), markup=False)
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
    if words := caution(len(made.seeds)):
        console.print(words)
    console.print(_numbers(made.scenarios[made.base]), markup=False)
    if any(_tells_apart(made.scenarios[made.base], arm) for arm in made.scenarios.values()):
        console.print(READING.format(share=_threshold_share(made)))
    for line in (
        "base: mean of the base's runs. change: mean of the differences, seed by seed; flows summed, users averaged.",
        "Intervals: of that mean over seeds (Student; for ratios Fieller). One in ten of 90 % misses: do not pick.",
        "Last column: by the 95 % interval. better in: share of pairs in which less of the market, harm, hardship or",
        "expense is left, or more treatment; where the better way is in dispute it is empty.",
        f"Economics stated: {economics}.",
        "Unit costs are assumed (marketsim show parameters public_costs); public_money_low and _high have all of them",
        "at that end of their range.",
    ):
        console.print(line, style="dim", markup=False, soft_wrap=True)


def _numbers(base: Scenario) -> str:
    """Return whether intervals hold what is unknown of the model's numbers, in words."""
    drawn = base.posterior
    if drawn is None or not drawn.keys:
        return FIXED
    provisional = "" if drawn.finished else ", which is not finished"
    many = many_of(len(drawn.keys), "unknown number")
    return DRAWN.format(many=many, name=shorten(drawn.name), provisional=provisional)


def _tells_apart(base: Scenario, arm: Scenario) -> bool:
    """Tell whether two scenarios differ in a policy on thresholds or on capacity."""
    ours, theirs = base.policies, arm.policies
    apart = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return any(policies[name].kind in DISPUTED for name in apart for policies in (ours, theirs) if name in policies)


def _threshold_share(made: Comparison) -> str:
    """Return the share of the rise that the base takes for the threshold, in words."""
    base = made.scenarios[made.base]
    held = base.parameters.get("attribution")
    share = (held if isinstance(held, Attribution) else Attribution()).threshold_share
    drawn = base.posterior is not None and SHARE in base.posterior.keys
    return "a part, other in each pair," if drawn else f"{share:.0%}"


def _span(low: float, high: float) -> str:
    if math.isnan(low):
        return ""
    return f"{number(low)} always" if low == high else f"{number(low)} to {number(high)}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{number(value)}"


def number(value: float) -> str:
    """Return a figure in few digits."""
    if math.isnan(value):
        return "-"
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"
