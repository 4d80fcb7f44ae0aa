"""The break-even curve: what two policies avert per billion tenge, over the assumed cost of a unit of the first."""

import io
import math
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MILLION = 1e6
FIRST, SECOND = "#0072b2", "#d55e00"
"""Colours that people with any colour vision tell apart."""
DOTS_PER_INCH = 150
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
    from matplotlib.ticker import LogLocator, NullLocator

    figure = Figure(figsize=(8.0, 5.0), layout="constrained")
    axes = figure.add_subplot()
    million = curve["unit_cost_kzt"] / MILLION
    for name, colour in (("first", FIRST), ("second", SECOND)):
        axes.plot(million, curve[name], color=colour, linewidth=2.0, label=words[name].replace("_", " "))
        axes.fill_between(million, curve[f"{name}_low"], curve[f"{name}_high"], color=colour, alpha=0.18, linewidth=0)
    if math.isfinite(cost):
        _mark(axes, words["unit"], cost / MILLION, [end / MILLION for end in interval])
    axes.set_xscale("log")
    axes.set_xlim(million.min(), million.max())
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_ylim(*_span(curve))
    axes.axhline(0.0, color="0.6", linewidth=0.8)
    axes.set_xlabel(f"assumed cost of one {words['unit']} for a year, million KZT (logarithmic)")
    axes.set_ylabel(f"{words['outcome']} averted per billion KZT")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(frameon=False, loc="outside lower center", ncols=2)
    reason = words["reason"]
    said = f"No break-even: {reason}." if reason else "At the cost where the lines cross, both are worth the same."
    pairs = f"Bands: 95 % intervals from {words['pairs']} pairs of runs."
    axes.set_title("\n".join([*textwrap.wrap(said, WIDEST), pairs]), loc="left", fontsize=9)
    return figure


def png_bytes(figure: "Figure") -> bytes:
    """Return a figure as PNG; the same figure makes the same bytes, on any day."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()


def _mark(axes: "Axes", unit: str, cost: float, ends: list[float]) -> None:
    """Mark the break-even and its interval on the axis of costs."""
    axes.axvline(cost, color="0.25", linewidth=1.0, linestyle="--")
    axes.axvspan(*ends, color="0.5", alpha=0.12, linewidth=0)
    said = f" break-even {cost:.3g} mn KZT a {unit}\n (95 %: {ends[0]:.3g} to {ends[1]:.3g})"
    axes.annotate(said, (cost, 0.62), xycoords=("data", "axes fraction"), fontsize=9, color="0.2")


def _span(curve: pd.DataFrame) -> tuple[float, float]:
    """Return an axis that shows where the lines cross and not the far end of the steep one."""
    level = curve[["second", "second_low", "second_high"]].abs().max().max()
    top = 3.0 * level if level > 0.0 and math.isfinite(level) else curve["first"].abs().max()
    low = min(0.0, float(curve[["first_low", "second_low"]].min().min()))
    return max(low, -0.5 * top), float(top) if top > 0.0 and math.isfinite(top) else 1.0
