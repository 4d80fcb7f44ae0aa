"""The break-even curve: what two policies avert per billion tenge, over the assumed cost of a unit of the first."""

import math
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from marketsim.figures.compared import Titled, name_of, title_of_arm
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.style import BAND, BLUE, INK, ORANGE, PALE, head, sheet, wrapped
from marketsim.results.readable import MILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHORT = 4.0
"""Axis of costs, highest over lowest, below which ticks stand evenly."""


class Weighed(Titled, Protocol):
    """A break-even, fresh or read from its folder."""

    @property
    def curve(self) -> pd.DataFrame:
        """Columns `unit_cost_kzt`, and `first` and `second` with `_low` and `_high`."""

    @property
    def cost(self) -> float:
        """Break-even cost, KZT a unit and year; NaN if there is none."""

    @property
    def low(self) -> float:
        """Lower end of its interval."""

    @property
    def high(self) -> float:
        """Upper end of its interval."""

    def words(self) -> dict[str, str]:
        """Names of both policies, outcome, unit, number of pairs, and the reason why there is no break-even."""


@figure(Needs.BREAK_EVEN)
def break_even(made: Weighed) -> "Figure":
    """Break-even: what two policies avert per billion tenge, over the assumed cost of a unit of the first.

    Args:
        made: A break-even.
    """
    words, curve = made.words(), made.curve
    whole = sheet(8.6, 5.2)
    axes = whole.add_subplot()
    million = curve["unit_cost_kzt"] / MILLION
    for name, colour, dash in (("first", BLUE, "-"), ("second", ORANGE, "--")):
        axes.plot(million, curve[name], color=colour, linestyle=dash, label=_label(made, words[name]))
        axes.fill_between(
            million, curve[f"{name}_low"], curve[f"{name}_high"], color=colour, alpha=BAND, linewidth=0
        )  # fmt: skip
    if math.isfinite(made.cost):
        axes.axvline(made.cost / MILLION, color=INK, linewidth=1.0, linestyle=":")
        axes.axvspan(made.low / MILLION, made.high / MILLION, color=PALE, alpha=0.12, linewidth=0)
    _scale(axes, million)
    axes.set_ylim(*_span(curve))
    axes.axhline(0.0, color=PALE, linewidth=0.8)
    axes.set_xlabel(f"assumed cost of one {words['unit']} for a year, million KZT (logarithmic)")
    axes.set_ylabel(f"{words['outcome']} averted per billion KZT")
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
    ends = (float(curve["unit_cost_kzt"].min()), float(curve["unit_cost_kzt"].max()))
    said = _said(words, made.cost, (made.low, made.high), ends)
    note = f"Bands: 95 % intervals from {words['pairs']} pairs of runs; dotted, with its interval: the break-even."
    head(whole, "At which cost both avert as much", f"{said} {note}")
    return whole


def _label(made: Weighed, arm: str) -> str:
    """Return what a policy is for people, with its name as reasons have it, on lines that leave room for the other."""
    title, name = title_of_arm(made, arm), name_of(arm)
    return wrapped(title if title == name else f"{title} ({name})", 40)


def _scale(axes: "Axes", million: "pd.Series[float]") -> None:
    from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

    axes.set_xscale("log")
    axes.set_xlim(million.min(), million.max())
    short = million.max() < SHORT * million.min()
    axes.xaxis.set_major_locator(MaxNLocator(6) if short else LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_minor_locator(NullLocator())
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,g}")


def _said(words: dict[str, str], cost: float, interval: tuple[float, float], axis: tuple[float, float]) -> str:
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
