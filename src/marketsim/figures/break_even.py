"""The break-even curve: what two policies avert per billion tenge, over the assumed cost of a unit of the first."""

import io
import math
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MILLION = 1e6
FIRST, SECOND = "#0072b2", "#d55e00"
"""Colours that people with any colour vision tell apart."""
DOTS_PER_INCH = 150
SHORT = 4.0
"""Axis of costs, highest over lowest, below which ticks stand evenly."""
WIDEST = 110
"""Letters in a line above the axes."""


def draw(curve: pd.DataFrame, words: Mapping[str, str], cost: float, interval: tuple[float, float]) -> "Figure":
    """Return the figure.

    Args:
        curve: Columns `unit_cost_kzt`, and `first` and `second` with `_low` and `_high`.
        words: Names of both policies, outcome, unit, number of pairs, and the reason why there is no break-even.
        cost: Break-even cost, KZT a unit and year; NaN if there is none.
        interval: Its ends.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

    figure = Figure(figsize=(8.0, 5.0), layout="constrained")
    axes = figure.add_subplot()
    million = curve["unit_cost_kzt"] / MILLION
    for name, colour in (("first", FIRST), ("second", SECOND)):
        axes.plot(million, curve[name], color=colour, linewidth=2.0, label=words[name])
        axes.fill_between(million, curve[f"{name}_low"], curve[f"{name}_high"], color=colour, alpha=0.18, linewidth=0)
    if math.isfinite(cost):
        axes.axvline(cost / MILLION, color="0.25", linewidth=1.0, linestyle="--")
        axes.axvspan(*(end / MILLION for end in interval), color="0.5", alpha=0.12, linewidth=0)
    axes.set_xscale("log")
    axes.set_xlim(million.min(), million.max())
    short = million.max() < SHORT * million.min()
    axes.xaxis.set_major_locator(MaxNLocator(6) if short else LogLocator(subs=(1.0, 2.0, 5.0)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_ylim(*_span(curve))
    axes.axhline(0.0, color="0.6", linewidth=0.8)
    axes.set_xlabel(f"assumed cost of one {words['unit']} for a year, million KZT (logarithmic)")
    axes.set_ylabel(f"{words['outcome']} averted per billion KZT")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(frameon=False, loc="outside lower center", ncols=2)
    said = _said(words, cost, interval, (float(curve["unit_cost_kzt"].min()), float(curve["unit_cost_kzt"].max())))
    pairs = f"Bands: 95 % intervals from {words['pairs']} pairs of runs."
    axes.set_title("\n".join([*textwrap.wrap(said, WIDEST), pairs]), loc="left", fontsize=9)
    return figure


def png_bytes(figure: "Figure") -> bytes:
    """Return a figure as PNG; the same figure makes the same bytes, on any day."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()


def _said(words: Mapping[str, str], cost: float, interval: tuple[float, float], axis: tuple[float, float]) -> str:
    """Return the break-even in words, or why there is none."""
    if words["reason"]:
        return f"No break-even: {words['reason']}."
    low, high = (_few_digits(end / MILLION) for end in interval)
    said = (
        f"Break-even: {_few_digits(cost / MILLION)} million KZT for one {words['unit']} a year (95 %: {low} to {high})"
    )
    return f"{said}, where the lines cross." if axis[0] <= cost <= axis[1] else f"{said}, beyond the axis."


def _few_digits(value: float) -> str:
    """Return a number with three digits that mean something, and no exponent."""
    return f"{float(f'{value:.3g}'):,.10g}"


def _span(curve: pd.DataFrame) -> tuple[float, float]:
    """Return an axis that shows where the lines cross and not the far end of the steep one."""
    level = curve[["second", "second_low", "second_high"]].abs().max().max()
    top = 3.0 * level if level > 0.0 and math.isfinite(level) else curve["first"].abs().max()
    low = min(0.0, float(curve[["first_low", "second_low"]].min().min()))
    return max(low, -0.5 * top), float(top) if top > 0.0 and math.isfinite(top) else 1.0
