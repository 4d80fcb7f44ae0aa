"""What policies change, with intervals."""

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.compared import (
    CLEAR,
    FEW,
    LONGEST_NOTE,
    NONE,
    Compared,
    about_comparison,
    arms_of,
    title_of_arm,
)
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError
from marketsim.figures.style import BLUE, INK, ORANGE, PALE, head, number, plain, sheet, wrapped
from marketsim.figures.words import title_of, with_unit
from marketsim.results.readable import readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW = 0.205
"""Inches of a row."""
MOST_ARMS = 6
NARROWEST, WIDEST = 0.05, 1.0
"""Least and largest share of the base that the axis reaches to either side."""
FAR, EVEN = 0.08, 0.01
"""Reach from which an axis is logarithmic, and up to which share it is even then linear."""
MARKS = {CLEAR: ("o", BLUE, BLUE), FEW: ("x", ORANGE, ORANGE)}
"""Marker, its colour and its filling by what can be said; others are hollow."""


@figure(Needs.COMPARISON)
def policy_differences(made: Compared) -> "Figure":
    """What policies change, with 95 % intervals: every consequence as a share of the base, a panel for each policy.

    Args:
        made: A comparison.
    """
    arms = arms_of(made)
    if len(arms) > MOST_ARMS:
        raise FigureError(f"These are {len(arms)} policies; a sheet holds {MOST_ARMS}. Compare fewer at a time.")
    effects = made.effects[(made.effects["base"] != 0.0) | (made.effects["change"] != 0.0)]
    if effects.empty:
        raise FigureError("Nothing happened in these days, neither in the base nor with a policy. Compare longer runs.")
    listed = made.effects.drop_duplicates("consequence")[["domain", "consequence", "unit"]]
    rows = _by_domain(listed[listed["consequence"].isin(effects["consequence"])])
    places = _places(rows)
    reach = _reach(effects)
    whole = sheet(3.2 + 2.9 * len(arms), ROW * (max(places.values()) + 2) + 1.6)
    shared: Axes | None = None
    for place, arm in enumerate(arms):
        axes = whole.add_subplot(1, len(arms), place + 1, sharey=shared)
        _panel(axes, effects[effects["arm"] == arm], places, reach)
        axes.set_title(wrapped(title_of_arm(made, arm), 28), fontweight="bold", pad=16)
        axes.tick_params(axis="y", length=0, labelleft=place == 0)
        shared = shared or axes
    assert shared is not None
    _name_rows(shared, rows, places)
    note = (
        "Filled: the interval leaves zero out. Hollow: cannot be told from no change. Cross: too few were counted to "
        "tell. Arrow: the change or its interval goes on beyond the axis. No mark: the base has none of it. Numbers: "
        "the change itself, in the unit of its row; flows summed, users averaged. "
    )
    note += "One in twenty intervals misses: a single row that barely stands out is no finding."
    head(whole, "What policies change", f"{about_comparison(made)} {note}{_cost_not_stated(made, arms)}")
    return whole


def _cost_not_stated(made: Compared, arms: list[str]) -> str:
    """Return which policies have no stated cost, so that what is drawn of public money leaves it out."""
    free = made.described().get("cost_not_stated", {})
    held = [f"{title_of_arm(made, arm)} ({', '.join(free[arm])})" for arm in arms if free.get(arm)]
    said = plain(f"Cost not stated, so that public money leaves it out: {'; '.join(held)}.", LONGEST_NOTE)
    return f" {said}" if held else ""


def _by_domain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows domain by domain; domains, and rows within them, in the order in which they were asked for."""
    order = {domain: place for place, domain in enumerate(dict.fromkeys(rows["domain"]))}
    return rows.sort_values("domain", key=lambda domains: domains.map(order), kind="stable")


def _places(rows: pd.DataFrame) -> dict[str, float]:
    """Return how far down every consequence stands; a domain begins after a gap."""
    found, y, before = {}, 0.0, ""
    for domain, consequence in zip(rows["domain"], rows["consequence"], strict=True):
        y += 1.0 if domain == before else 2.0
        found[str(consequence)], before = y, domain
    return found


def _reach(effects: pd.DataFrame) -> float:
    """Return how far the axis goes to either side: over all intervals that leave zero out, within bounds."""
    known = effects[effects["base"] > 0.0]
    told = known[known["verdict"] == CLEAR]
    told = told if len(told) else known
    ends = np.abs(np.r_[told["low"] / told["base"], told["high"] / told["base"], told["change"] / told["base"]])
    ends = ends[np.isfinite(ends)]
    return float(np.clip(1.15 * ends.max(initial=0.0), NARROWEST, WIDEST))


def _panel(axes: "Axes", effects: pd.DataFrame, places: dict[str, float], reach: float) -> None:
    axes.axvline(0.0, color=PALE, linewidth=1.0)
    for _, row in effects.iterrows():
        y, (times, _) = places[str(row["consequence"])], readable(str(row["unit"]))
        change = float(row["change"]) / times
        said = "0" if row["verdict"] == NONE else f"{'+' if change > 0 else ''}{number(change)}"
        axes.annotate(
            said, (1.0, y), (9, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            va="center", fontsize=7.0, color=INK if row["verdict"] == CLEAR else PALE, annotation_clip=False,
        )  # fmt: skip
        if row["base"] > 0.0:
            shares = [float(row[name]) / float(row["base"]) for name in ("change", "low", "high")]
            _draw_row(axes, y, shares, str(row["verdict"]), reach)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(max(places.values()) + 1.0, min(places.values()) - 1.6)
    _scale(axes, reach)
    axes.spines["left"].set_visible(False)
    axes.text(1.0, 1.0, " change", transform=axes.transAxes, fontsize=7.0, color=PALE, va="bottom")


def _scale(axes: "Axes", reach: float) -> None:
    """Let an axis that goes far be logarithmic beyond one percent, so that small changes are seen beside large ones."""
    said = "change, % of the base"
    if reach > FAR:
        ticks = [share for share in (1.0, 0.1, EVEN) if share <= reach]
        axes.set_xscale("symlog", linthresh=EVEN, linscale=0.8)
        axes.set_xticks([*(-share for share in ticks), 0.0, *reversed(ticks)], minor=False)
        axes.set_xticks([], minor=True)
        said += f"\n(logarithmic beyond {EVEN:.0%})"
    else:
        axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:+.3g}" if share else "0")
    axes.set_xlabel(said)


def _draw_row(axes: "Axes", y: float, shares: list[float], verdict: str, reach: float) -> None:
    """Draw a change with its interval, if it is worth one; what goes beyond the axis ends in an arrow."""
    marker, colour, filling = MARKS.get(verdict, ("o", PALE, "white"))
    share, low, high = shares
    if not math.isnan(low) and verdict != FEW:
        axes.plot(np.clip([low, high], -reach, reach), [y, y], color=colour, linewidth=1.3, solid_capstyle="butt")
        for beyond, edge, arrow in ((low < -reach, -reach, "<"), (high > reach, reach, ">")):
            if beyond:
                axes.plot([edge], [y], arrow, color=colour, markersize=4.0, clip_on=False)
    if abs(share) <= reach:
        axes.plot([share], [y], marker, color=colour, markerfacecolor=filling, markersize=4.6, zorder=4)
    elif not math.isnan(share):
        edge, arrow = (-reach, "<") if share < 0.0 else (reach, ">")
        axes.plot([edge], [y], arrow, color=colour, markersize=4.0, clip_on=False)


def _name_rows(axes: "Axes", rows: pd.DataFrame, places: dict[str, float]) -> None:
    labels = []
    for name, unit in zip(rows["consequence"], rows["unit"], strict=True):
        labels.append(with_unit(name, readable(unit)[1]))
    axes.set_yticks(list(places.values()), labels, fontsize=7.5)
    for domain, first in rows.groupby("domain", sort=False)["consequence"].first().items():
        axes.annotate(
            title_of(str(domain)), (0.0, places[str(first)] - 1.0), (-6, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", ha="right", va="center", fontsize=8.5, fontweight="bold", annotation_clip=False,
        )  # fmt: skip
