"""Cost against effect, policy by policy."""

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from marketsim.experiments.cost_effectiveness import OUTCOMES
from marketsim.experiments.intervals import LEVEL
from marketsim.figures.compared import Compared, about_comparison, title_of_arm
from marketsim.figures.drawing import Needs, figure
from marketsim.figures.style import COLOURS, PALE, head, place, thousands, wrapped
from marketsim.figures.worth import Worth, left_out, worth_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKERS = "osD^vP"
CORNERS = {
    (0.99, 0.985): "averts, costs more",
    (0.99, 0.015): "averts and saves",
    (0.01, 0.985): "adds, costs more",
    (0.01, 0.015): "adds, saves",
}


@figure(Needs.COMPARISON)
def cost_effectiveness_plane(made: Compared, outcome: str = "poisonings", axes: "Axes | None" = None) -> "Figure":
    """What a policy averts against what it costs the public: every pair, the mean, and where the mean may lie.

    Args:
        made: A comparison.
        outcome: What is averted: poisonings, deaths, dependent_users, prison_days and the like.
        axes: Where to draw.
    """
    held, reasons = worth_of(made, outcome)
    whole, drawn = place(axes, 8.4, 5.6)
    drawn.axhline(0.0, color=PALE, linewidth=1.0)
    drawn.axvline(0.0, color=PALE, linewidth=1.0)
    for number, (arm, worth) in enumerate(held.items()):
        colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
        drawn.plot(worth.averted, worth.cost, marker, color=colour, markersize=3.5, alpha=0.4, markeredgewidth=0)
        _draw_ellipse(drawn, worth, colour)
        means = [worth.averted.mean()], [worth.cost.mean()]
        label = wrapped(title_of_arm(made, arm), 26)
        drawn.plot(*means, marker, color=colour, markersize=9, markeredgecolor="white", label=label, zorder=5)
    for (x, y), words in CORNERS.items():
        across, up = "right" if x > 0.5 else "left", "top" if y > 0.5 else "bottom"
        drawn.text(
            x, y, words, transform=drawn.transAxes, fontsize=8.0, fontstyle="italic", color=PALE, ha=across, va=up
        )
    drawn.margins(0.12)
    drawn.set_xlabel(f"{OUTCOMES[outcome].many} averted, discounted")
    drawn.set_ylabel("added public money, discounted, mn KZT")
    drawn.xaxis.set_major_formatter(thousands)
    drawn.yaxis.set_major_formatter(thousands)
    drawn.locator_params(nbins=7)
    drawn.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    note = (
        f"{about_comparison(made)} Small marks: pairs of runs; large: their mean; line around it: where the mean lies "
    )
    note += "with 95 % confidence. Unit costs are assumed; what is drawn against them holds for them alone."
    if axes is None:
        head(whole, "Cost against effect", note + left_out(made, reasons))
    else:
        drawn.set_title("Cost against effect")
    return whole


def _draw_ellipse(axes: "Axes", worth: Worth, colour: str) -> None:
    """Draw the region of the mean (Hotelling), where there are enough pairs for one."""
    count = worth.averted.size
    covariance = np.cov(np.vstack([worth.averted, worth.cost])) / count if count > 2 else np.zeros((2, 2))
    if np.linalg.matrix_rank(covariance) < 2:
        return
    square = 2.0 * (count - 1) / (count - 2) * float(special.fdtri(2, count - 2, LEVEL))
    angles = np.linspace(0.0, 2.0 * np.pi, 181)
    circle = np.vstack([np.cos(angles), np.sin(angles)])
    x, y = np.linalg.cholesky(covariance) @ circle * np.sqrt(square)
    axes.plot(x + worth.averted.mean(), y + worth.cost.mean(), color=colour, linewidth=1.2)
