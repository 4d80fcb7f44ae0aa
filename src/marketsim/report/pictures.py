"""Figures of a report, within the page, each with a text for those who cannot see it."""

import base64
import io
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from marketsim.experiments.saved_comparison import SavedComparison
from marketsim.figures.compared import CLEAR, arms_of, title_of_arm
from marketsim.figures.detentions import ROLES
from marketsim.figures.errors import FigureError
from marketsim.figures.mass_flow import product_stages
from marketsim.figures.registry import all_figures
from marketsim.figures.sankey import mass_in_words, masses
from marketsim.figures.style import number
from marketsim.report.gathering import Group
from marketsim.report.numbers import said_of
from marketsim.results.run import Run
from marketsim.scenario.faults import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 100
COLOURS = 128
"""Colours of a picture; few, so that the page can be mailed."""
OF_FIRST = ("evidence", "detentions", "prices", "mass_flow", "market_map")
LEDGER = "consequences"
OF_OTHERS = ("detentions",)
OF_COMPARISON = ("policy_differences",)
OF_WORTH = ("cost_effectiveness_plane", "acceptability_curve")
"""Figures of cost against effect."""

TOLD = {
    "prices": ("retail_price_alpha_pvp", "retail_price_mephedrone"),
    "consequences": ("active_users", "poisonings", "prison_years", "public_money_bn_kzt"),
    "market_map": ("active_users", "patrol_hours", "detained_on_patrol"),
}
"""Measures that the words for a figure name."""


class Picture(NamedTuple):
    """A figure, or why there is none."""

    name: str
    caption: str
    address: str
    alt: str
    width: int
    height: int
    reason: str = ""


def names_of(is_first: bool, compared: bool) -> tuple[str, ...]:
    """Return the figures of a scenario; where policies are compared, differences stand for those of others."""
    if is_first:
        return OF_FIRST if compared else (*OF_FIRST, LEDGER)
    return () if compared else OF_OTHERS


def of_runs(group: Group, names: tuple[str, ...]) -> list[Picture]:
    """Return the figures of one scenario."""
    return [_picture(name, list(group.runs), partial(_alt, name, group)) for name in names]


def of_comparison(made: SavedComparison, worth: bool = True) -> list[Picture]:
    """Return the figures of a comparison, those of cost against effect where something can be said of it."""
    names = (*OF_COMPARISON, *(OF_WORTH if worth else ()))
    return [_picture(name, made, partial(_alt_of_comparison, name, made)) for name in names]


def _picture(name: str, given: Any, alt: Callable[[], str]) -> Picture:
    drawing = all_figures()[name]
    try:
        content, width, height = drawn(drawing(given))
        return Picture(name, drawing.what, address(content), alt(), width, height)
    except FigureError as error:
        why = str(error)
    except Exception as error:  # Results of old, and files changed by hand, lack what nobody foresaw.
        why = f"These results do not hold what it is drawn from: {type(error).__name__}: {one_line(str(error))}."
    return Picture(name, drawing.what, "", "", 0, 0, why)


def address(png: bytes) -> str:
    """Return an address that holds a picture."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def drawn(figure: "Figure") -> tuple[bytes, int, int]:
    """Return a figure as a PNG of few colours, and its width and height in pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    from marketsim.figures.few_colours import few_colours

    figure.set_dpi(DOTS_PER_INCH)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # `savefig` would draw twice.
    whole = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    image = few_colours(whole, COLOURS)
    small = io.BytesIO()
    image.save(small, "PNG", optimize=True)
    return small.getvalue(), image.width, image.height


def _alt(name: str, group: Group) -> str:
    """Return a figure in words, with its main numbers."""
    runs, what = group.runs, all_figures()[name].what
    year, days = int(runs[0].yearly.index[-1]), ""
    whole = runs[0].yearly.index[runs[0].yearly["complete"]]
    if len(whole):
        year = int(whole[-1])
    else:
        days = " (as far as the runs go)"
    if name == "mass_flow":
        return f"{what} {_said_of_mass(runs[0])}"
    if name == "evidence":
        return f"{what} The table of reported figures above holds the same numbers."
    if name == "detentions":
        said = ", ".join(f"{words} {number(_median(runs, measure, year))}" for measure, words in ROLES.items())
    else:
        said = "; ".join(said_of(measure, _median(runs, measure, year)) for measure in TOLD[name])
    return f"{what} In {year}{days}: {said}."


def _median(runs: tuple[Run, ...], name: str, year: int) -> float:
    return float(np.median([run.yearly[name].get(year, np.nan) for run in runs]))


def _said_of_mass(run: Run) -> str:
    if run.mass is None:
        return ""
    stages = product_stages(run.mass)
    through = zip(stages, masses(stages), strict=True)
    seed = run.manifest["seed"]
    return (
        f"With seed {seed}: " + "; ".join(f"{stage.label.lower()} {mass_in_words(kg)}" for stage, kg in through) + "."
    )


def _alt_of_comparison(name: str, made: SavedComparison) -> str:
    what = all_figures()[name].what
    if name != "policy_differences":
        return f"{what} The table of costs above holds the numbers."
    clear = made.effects[made.effects["verdict"] == CLEAR]
    counts = ", ".join(f"{title_of_arm(made, arm)} {int((clear['arm'] == arm).sum())}" for arm in arms_of(made))
    return f"{what} Changes that can be told from none: {counts}; the table above names them."
