"""How likely each policy is the one to choose, by what averting one is worth."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from marketsim.experiments.cost_effectiveness import OUTCOMES
from marketsim.figures.compared import Compared, about_comparison, title_of_arm
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError
from marketsim.figures.style import COLOURS, INK, head, place, thousands, wrapped
from marketsim.figures.worth import Worth, left_out, worth_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RESAMPLES = 4_000
"""Samples of pairs, drawn with replacement."""
POINTS = 121
USUAL = 10.0
"""End of the axis where no policy has a price for averting one, mn KZT."""
DASHES = ("-", "--", "-.", ":")


@figure(Needs.COMPARISON)
def acceptability_curve(
    made: Compared, outcome: str = "poisonings", most: float | None = None, axes: "Axes | None" = None
) -> "Figure":
    """How likely each policy, or none, is worth most, by what averting one is worth to the public.

    Args:
        made: A comparison.
        outcome: What is averted.
        most: End of the axis, mn KZT for one averted.
        axes: Where to draw.
    """
    held, reasons = worth_of(made, outcome)
    if most is not None and not 0.0 < most < 1e12:
        raise FigureError(f"The axis cannot end at {most:g} mn KZT. Give more than 0.")
    whole, drawn = place(axes, 8.4, 4.8)
    values = np.linspace(0.0, most if most is not None else _end(held), POINTS)
    drawn.axhline(0.5, color="0.8", linewidth=0.8)
    for number, (name, chances) in enumerate(chances_of(held, values).items()):
        colour = INK if number == 0 else COLOURS[(number - 1) % len(COLOURS)]
        label = f"none ({title_of_arm(made, made.base)})" if number == 0 else title_of_arm(made, name)
        drawn.plot(values, chances, color=colour, linestyle=DASHES[number % len(DASHES)], label=wrapped(label, 26))
    drawn.set_xlim(values[0], values[-1])
    drawn.set_ylim(-0.02, 1.02)
    drawn.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    drawn.xaxis.set_major_formatter(thousands)
    drawn.set_xlabel(f"what averting one {OUTCOMES[outcome].one} is worth, mn KZT")
    drawn.set_ylabel("chance of being worth most")
    drawn.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    note = (
        f"{about_comparison(made)} Net worth is the worth of what is averted less added public money, both discounted; "
    )
    note += f"chances are over {RESAMPLES:,} resamples of the pairs. Unit costs are assumed and held fixed."
    if axes is None:
        head(whole, "Which policy is worth most", note + left_out(made, reasons))
    else:
        drawn.set_title("Which policy is worth most")
    return whole


def chances_of(held: dict[str, Worth], values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return for no policy (under an empty name) and every arm how often it has the highest net worth."""
    count = next(iter(held.values())).averted.size
    samples = np.random.default_rng(1).integers(0, count, (RESAMPLES, count))
    means = [(worth.averted[samples].mean(axis=1), worth.cost[samples].mean(axis=1)) for worth in held.values()]
    chances = np.zeros((len(held) + 1, len(values)))
    for place_of, value in enumerate(values):
        nets = np.vstack([np.zeros(RESAMPLES), *(value * averted - cost for averted, cost in means)])
        best = np.argmax(nets, axis=0)  # Of equals the earlier one, so that a policy without effect is not chosen.
        chances[:, place_of] = np.bincount(best, minlength=len(nets)) / RESAMPLES
    return dict(zip(("", *held), chances, strict=True))


def _end(held: dict[str, Worth]) -> float:
    """Return a value beyond which the choice hardly changes: three times the dearest mean price of averting one."""
    prices = [worth.cost.mean() / worth.averted.mean() for worth in held.values() if worth.averted.mean() > 0.0]
    dearest = max([price for price in prices if price > 0.0], default=USUAL / 3.0)
    return float(f"{3.0 * dearest:.1g}")
