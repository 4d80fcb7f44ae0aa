"""What policies do in small and large markets, and under both readings of the rise in detentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.effects import FEW
from marketsim.experiments.effects_by_size import effects_of, why_not_by_size
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.ranked_standing import competing
from marketsim.experiments.readings import BOTH, READINGS
from marketsim.experiments.size_line import line_of
from marketsim.figures.compared import title_of_arm
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError, UnknownChoiceError
from marketsim.figures.style import BAND, BLUE, ORANGE, PALE, head, number, sheet, thousands, wrapped
from marketsim.figures.words import lowered, seeds_in_words, title_in
from marketsim.results.readable import readable

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 6
"""Policies on a sheet."""
ACROSS = 3
"""Policies beside each other."""
WIDTH, HEIGHT = 2.9, 2.6
"""Inches of a panel."""
LEGEND = 2.4
"""Inches of the legend beside panels, and of the label of their axis."""
MARKS = dict(zip(READINGS, (("o", BLUE, "-"), ("^", ORANGE, "--")), strict=True))
"""Mark, colour and dash of each reading."""
CURVE = 60
"""Points of a line."""
TICKS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Where an axis of sizes may have ticks, and at ten times and a tenth of that."""
MOST_TICKS = 4
BEYOND = 1.08
"""How far an axis goes beyond the smallest and largest market, as a factor."""


class Ranked(Protocol):
    """A ranking of policies, fresh or read from its folder."""

    @property
    def samples(self) -> pd.DataFrame:
        """One row an outcome, reading, seed and arm."""

    @property
    def sizes(self) -> pd.DataFrame:
        """One row a seed."""

    @property
    def by_size(self) -> pd.DataFrame:
        """One row an outcome, policy and reading."""

    @property
    def titles(self) -> dict[str, str]:
        """Titles of scenarios by arm."""

    def described(self) -> dict[str, Any]:
        """Return what was ranked as plain values."""


class Shown(NamedTuple):
    """What is drawn."""

    effects: dict[str, pd.DataFrame]
    """Effects of each policy, one row a seed, in the unit of the axis."""
    sizes: NDArray[np.float64]
    """Size of each seed's market, t a year, in the order of effects."""
    few: set[tuple[str, str]]
    """Policy and reading of which too few were counted for a line."""
    left_out: int
    """Policies that are not drawn, as others change more."""
    without_cost: int
    """Policies that are not drawn, as they state no cost, which money is about."""


@figure(Needs.RANKING)
def effects_by_size(made: Ranked, outcome: str | None = None) -> Figure:
    """What policies do in small and in large markets and under both readings of the rise in detentions, seed by seed.

    Args:
        made: A ranking of policies.
        outcome: Outcome to draw; without it the first of the ranking.
    """
    known = list(dict.fromkeys(made.samples["outcome"]))
    chosen = outcome or next(iter(known), "")
    if chosen not in known:
        raise UnknownChoiceError(f"This ranking has no outcome {chosen!r}. It has: {', '.join(known) or 'none'}.")
    held = made.samples[made.samples["outcome"] == chosen]
    unit = str(held["unit"].iloc[0])
    times, told = readable(unit)
    shown = _shown(made, held, times)
    down = -(-len(shown.effects) // ACROSS)
    across = -(-len(shown.effects) // down)  # Four are two by two.
    whole = sheet(LEGEND + WIDTH * across, 1.9 + HEIGHT * down)
    shared: Axes | None = None
    for place, (arm, effects) in enumerate(shown.effects.items()):
        axes = whole.add_subplot(down, across, place + 1, sharex=shared)
        _panel(axes, arm, effects, shown)
        axes.set_title(wrapped(title_of_arm(made, arm), 28), fontweight="bold")
        shared = shared or axes
    assert shared is not None
    _label(whole, shared, shown, told)
    head(whole, f"What policies do to {lowered(title_in(chosen, told))}, by market size", _note(made, shown))
    return whole


def _shown(made: Ranked, held: pd.DataFrame, unit: float) -> Shown:
    """Return what is drawn: of many policies those that change the outcome most.

    Raises:
        FigureError: Nothing can be drawn.
    """
    if made.sizes.empty:
        why = "the policies begin with the run, and size is told by the year before"
        raise FigureError(f"This ranking knows no market sizes: {why}. Let runs start earlier.")
    base = next(iter(made.described()["scenarios"]))
    outcome, free = str(held["outcome"].iloc[0]), made.described()["cost_not_stated"]
    whole = effects_of(held, base)
    effects = {arm: table / unit for arm, table in whole.items() if competing(outcome, (arm,), free)}
    if not effects:
        raise FigureError("No policy states its cost: what it does to public money is not known.")
    seeds = next(iter(effects.values())).index
    sizes = made.sizes.set_index("seed")[SIZE].reindex(seeds).to_numpy(np.float64)
    if not (sizes > 0.0).all():
        raise FigureError("A market sold nothing before the policies, or has no size: it has no place on the axis.")
    most = sorted(effects, key=lambda arm: -abs(float(effects[arm][BOTH].mean())))[:MOST]
    told = made.by_size[(made.by_size["outcome"] == outcome) & (made.by_size["verdict"] == FEW)]
    few = set(zip(told["arm"], told["reading"], strict=True))
    drawn = {arm: effects[arm] for arm in effects if arm in most}
    return Shown(drawn, sizes, few, len(effects) - len(most), len(whole) - len(effects))


def _panel(axes: Axes, arm: str, effects: pd.DataFrame, shown: Shown) -> None:
    x = shown.sizes
    axes.set_xscale("log")
    axes.set_xlim(x.min() / BEYOND, x.max() * BEYOND)
    axes.axhline(0.0, color=PALE, linewidth=1.0)
    axes.locator_params(axis="y", nbins=6)
    if not effects.to_numpy().any():
        axes.set_yticks([0.0])
        axes.text(0.5, 0.55, "no change", transform=axes.transAxes, ha="center", color=PALE)
    for reading, (mark, colour, dash) in MARKS.items():
        y = np.asarray(effects[reading], np.float64)
        axes.plot(x, y, mark, color=colour, markersize=4.0, alpha=0.6, markeredgewidth=0, label=f"{reading}: a draw")
        if (arm, reading) not in shown.few and not why_not_by_size(x):
            along = np.geomspace(x.min(), x.max(), CURVE)
            middle, low, high = line_of(x, y).at(along)
            axes.fill_between(along, low, high, color=colour, alpha=BAND, linewidth=0)
            axes.plot(along, middle, dash, color=colour, label=f"{reading}: on average")
    axes.margins(y=0.08)
    axes.yaxis.set_major_formatter(thousands)


def _label(whole: Figure, axes: Axes, shown: Shown, unit: str) -> None:
    """Say what axes, marks and lines are; panels share all of it."""
    ends = float(shown.sizes.min()), float(shown.sizes.max())
    axes.set_xticks(_ticks(*ends), minor=False)
    axes.set_xticks([], minor=True)
    axes.xaxis.set_major_formatter(thousands)
    for panel in whole.axes:
        panel.set_xlabel("market, t a year")
        panel.set_ylabel(f"change, {unit}")
    held: dict[str, Artist] = {}  # A line may be in some panels only.
    for panel in whole.axes:
        handles, words = panel.get_legend_handles_labels()
        held |= dict(zip(words, handles, strict=True))
    whole.legend(list(held.values()), list(held), loc="outside right center")


def _ticks(low: float, high: float) -> list[float]:
    """Return two or more sizes, few enough to be read: round ones between two, or the ends, apart to be read."""
    power = np.floor(np.log10(low))
    round_ones = [unit * 10.0**exponent for exponent in np.arange(power, power + 8) for unit in TICKS]
    found = [float(f"{size:.3g}") for size in round_ones if low <= size <= high]
    if len(found) < 2:
        beyond = 1.0 if high > low * 1.2 else BEYOND**0.5
        return [float(f"{low / beyond:.3g}"), float(f"{high * beyond:.3g}")]
    return found[:: -(-len(found) // MOST_TICKS)]


def _note(made: Ranked, shown: Shown) -> str:
    facts = made.described()
    seeds = [int(seed) for seed in next(iter(shown.effects.values())).index]
    draws = seeds_in_words(seeds).replace("run", "draw", 1)
    ends = f"{number(float(shown.sizes.min()))} to {number(float(shown.sizes.max()))} t a year"
    parts = [
        f"{draws} under each reading, scale {facts['scale']:.3g}, model {facts['model_version']}; all days from "
        f"{facts['since']} to {facts['until']}. A mark: policy less base in one draw of parameters. Line and band: the "
        "straight line that fits best, with its 90 % interval. Market: sales in the year before the policies "
        f"({ends}). All capacity, all threshold: how the rise in detentions from 2021 to 2023 is read. Vertical axes "
        "differ.",
    ]
    if why := why_not_by_size(shown.sizes):
        parts.append(f"No lines: {why}.")
    elif any(arm in shown.effects and reading in MARKS for arm, reading in shown.few):
        parts.append(f"No line: {FEW}.")
    if shown.left_out:
        parts.append(f"Shown: the {len(shown.effects)} policies that change it most; {shown.left_out} others are not.")
    if shown.without_cost:
        parts.append(f"Not shown: {shown.without_cost} whose cost is not stated.")
    if facts["provisional"]:
        parts.append("Provisional: the calibration is not finished.")
    return " ".join(parts)
