"""Ribbons as wide as what flows: stages in a row, and below each what leaves it, nothing crossing anything else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from marketsim.figures.style import COLOURS, INK, PALE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = {
    "goes on": COLOURS[4],
    "stock": COLOURS[2],
    "seized": COLOURS[1],
    "leaves the country": COLOURS[3],
    "lost, stolen or wasted": "#8a8a8a",
}
"""Colours by what becomes of it."""
TALLEST = 1.5
"""Inches of the highest bar."""
LINE, LEFT, STEP, BAR, TOP = 0.2, 1.75, 2.15, 0.09, 0.42
"""Inches: between two labels, left of the first bars, between two stages, a bar's width, above the stages."""
THINNEST = 0.012
KG_PER_T = 1_000.0


class Ribbon(NamedTuple):
    """Mass that enters or leaves a stage, kg, and what becomes of it."""

    label: str
    kg: float
    kind: str


class Stage(NamedTuple):
    """A stage, what enters it from outside and what leaves it there; the rest goes on to the next one."""

    label: str
    sources: tuple[Ribbon, ...]
    exits: tuple[Ribbon, ...]


class _Bar(NamedTuple):
    x: float
    y: float
    height: float


def mass_in_words(kg: float) -> str:
    """Return a mass in tonnes, kilograms or grams."""
    value, unit = (kg / KG_PER_T, "t") if kg >= KG_PER_T else (kg, "kg") if kg >= 1.0 else (kg * KG_PER_T, "g")
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def masses(stages: Sequence[Stage]) -> list[float]:
    """Return how much passes through every stage, kg."""
    passing, found = 0.0, []
    for stage in stages:
        passing += sum(ribbon.kg for ribbon in stage.sources)
        found.append(passing)
        passing -= sum(ribbon.kg for ribbon in stage.exits)
    return found


def size(stages: Sequence[Stage]) -> tuple[float, float]:
    """Return width and height that a drawing takes, inches."""
    _, _, bottom = _layout(stages)
    sources = sum(max(LINE, ribbon.kg * _scale(stages) + LINE * 0.5) for ribbon in stages[0].sources)
    steps = len(stages) + bool(stages[-1].exits)
    return LEFT + STEP * steps + 1.9, max(bottom, TOP + sources) + 0.1


def draw_sankey(axes: "Axes", stages: Sequence[Stage]) -> None:
    """Draw stages, of which only the first has sources, on axes whose unit is the inch, y downwards."""
    bars, exits, _ = _layout(stages)
    scale, width_height = _scale(stages), size(stages)
    axes.set_xlim(0.0, width_height[0])
    axes.set_ylim(width_height[1], 0.0)
    axes.set_axis_off()
    _draw_sources(axes, stages[0], bars[0], scale)
    for place, (stage, bar, kg) in enumerate(zip(stages, bars, masses(stages), strict=True)):
        _draw_bar(axes, bar, INK)
        words = f"{stage.label}\n{mass_in_words(kg)}"
        axes.text(bar.x + BAR / 2, bar.y - 0.06, words, ha="center", va="bottom", fontsize=8.5, fontweight="bold")
        y = bar.y
        if place + 1 < len(stages):
            on = bars[place + 1]
            _draw_ribbon(axes, (bar.x + BAR, y), (on.x, on.y), on.height, "goes on")
            y += on.height
        for ribbon, end in zip(stage.exits, exits[place], strict=True):
            _draw_ribbon(axes, (bar.x + BAR, y), (end.x, end.y), end.height, ribbon.kind)
            _draw_bar(axes, end, KINDS[ribbon.kind])
            said = f"{ribbon.label}  {mass_in_words(ribbon.kg)}"
            axes.text(end.x + BAR + 0.06, end.y + end.height / 2, said, ha="left", va="center", fontsize=8.0)
            y += end.height


def _layout(stages: Sequence[Stage]) -> tuple[list[_Bar], list[list[_Bar]], float]:
    """Return the bars of the stages, those of their exits, and where the lowest ends.

    What leaves a later stage stands higher, so that no ribbon passes through a label.
    """
    scale = _scale(stages)
    xs = [LEFT + STEP * (place + 1) for place in range(len(stages) + 1)]
    bars = [_Bar(x, TOP, max(kg * scale, THINNEST)) for x, kg in zip(xs, masses(stages), strict=False)]
    exits: list[list[_Bar]] = [[] for _ in stages]
    lowest = 0.0
    for place in reversed(range(len(stages))):
        below = bars[place + 1].height if place + 1 < len(bars) else -LINE
        y = max(lowest, TOP + below + LINE)
        for ribbon in stages[place].exits:
            height = max(ribbon.kg * scale, THINNEST)
            space = max(LINE, height + LINE * 0.4)
            exits[place].append(_Bar(xs[place + 1], y + (space - height) / 2, height))
            y += space
        lowest = y if stages[place].exits else lowest
    return bars, exits, max(lowest, TOP + max(bar.height for bar in bars))


def _scale(stages: Sequence[Stage]) -> float:
    return TALLEST / max(*masses(stages), 1e-9)


def _draw_sources(axes: "Axes", stage: Stage, into: _Bar, scale: float) -> None:
    start, y = TOP, into.y
    for ribbon in stage.sources:
        height = max(ribbon.kg * scale, THINNEST)
        bar = _Bar(LEFT, start, height)
        _draw_ribbon(axes, (bar.x + BAR, bar.y), (into.x, y), height, ribbon.kind)
        _draw_bar(axes, bar, KINDS[ribbon.kind])
        said = (
            f"{ribbon.label}\n{mass_in_words(ribbon.kg)}"
            if height > 2 * LINE
            else (f"{ribbon.label}  {mass_in_words(ribbon.kg)}")
        )
        axes.text(LEFT - 0.06, bar.y + height / 2, said, ha="right", va="center", fontsize=8.0)
        start += max(LINE, height + LINE * 0.5)
        y += height


def _draw_bar(axes: "Axes", bar: _Bar, colour: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((bar.x, bar.y), BAR, bar.height, facecolor=colour, edgecolor=PALE, linewidth=0.3))


def _draw_ribbon(
    axes: "Axes", start: tuple[float, float], end: tuple[float, float], height: float, kind: str
) -> None:  # fmt: skip
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    points = [
        (x0, y0), (middle, y0), (middle, y1), (x1, y1), (x1, y1 + height), (middle, y1 + height),
        (middle, y0 + height), (x0, y0 + height), (x0, y0),
    ]  # fmt: skip
    curve = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, curve), facecolor=KINDS[kind], alpha=0.45, linewidth=0.0))
