"""The one style of all figures: a white sheet, read in print and on a dark page, in colours that all can tell apart."""

import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from marketsim.figures.errors import FigureError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#a6761d", "#e6ab02", "#555555")
"""After Okabe and Ito (2008); told apart with any colour vision, the yellow darkened for white paper."""
BLUE, ORANGE, GREEN = COLOURS[:3]
INK, PALE, FAINT = "#222222", "#777777", "#e4e4e4"
SEQUENCE = "cividis_r"
"""Colours of maps, from few to many: even in lightness, so that grey print keeps the order."""
BAND = 0.22
"""Opacity of a band."""
STYLE: Mapping[str, Any] = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,  # Names may hold a dollar sign.
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.8,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "marketsim",
}
LETTERS_PER_INCH = 16.5
"""Letters of a note in an inch."""
NOTE_SIZE = 7.5
ROUNDING = 1e-9
"""Up to which a figure is zero but for rounding."""


@contextmanager
def in_style() -> Iterator[None]:
    """Draw in this style, whatever the user's settings are."""
    import matplotlib.style

    with matplotlib.style.context(["default", dict(STYLE)]):
        yield


def sheet(width: float, height: float) -> "Figure":
    """Return an empty figure, width and height in inches, in which nothing overlaps."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    return Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.07, h_pad=0.07))


def place(axes: "Axes | None", width: float, height: float) -> "tuple[Figure, Axes]":
    """Return where to draw: the given axes, or those of a new sheet."""
    from matplotlib.figure import Figure

    if axes is None:
        made = sheet(width, height)
        return made, made.add_subplot()
    whole = axes.get_figure(root=True)
    if not isinstance(whole, Figure):
        raise FigureError("These axes belong to no figure. Make them with Figure().add_subplot().")
    return whole, axes


def head(figure: "Figure", title: str, note: str) -> None:
    """Write a title above all and a note below all, both wrapped to the width."""
    width = figure.get_figwidth()
    figure.suptitle(wrapped(title, int(width * 9.5)), x=0.012, ha="left", fontsize=12.0, fontweight="bold")
    lines = wrapped(note, int(width * LETTERS_PER_INCH))
    figure.supxlabel(lines, x=0.012, ha="left", fontsize=NOTE_SIZE, color=PALE, linespacing=1.35)


def wrapped(text: str, letters: int) -> str:
    """Return a text in lines of at most so many letters, even where a word is longer."""
    return "\n".join(textwrap.wrap(text, max(letters, 8), break_long_words=True))


def plain(text: object, most: int = 80) -> str:
    """Return a text on one line that the font can write, cut where it is too long."""
    words = " ".join(str(text).split())
    written = "".join(letter if letter == " " or _is_written(letter) else "\N{WHITE SQUARE}" for letter in words)
    return written if len(written) <= most else f"{written[: most - 1].rstrip()}…"


@cache
def _is_written(letter: str) -> bool:
    """Tell whether the font has a letter."""
    from matplotlib.font_manager import findfont, get_font

    return letter.isprintable() and get_font(findfont("DejaVu Sans")).get_char_index(ord(letter)) != 0


def from_zero(axes: "Axes") -> None:
    """Let the vertical axis begin at zero and leave room above what is drawn."""
    axes.set_ylim(0.0, axes.dataLim.y1 * 1.1 if axes.dataLim.y1 > 0.0 else 1.0)


def number(value: float, digits: int = 3) -> str:
    """Return a figure in few digits, thousands apart."""
    if value != value:
        return "-"
    if abs(value) <= ROUNDING:
        return "0"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


def thousands(value: float, _: object = None) -> str:
    """Return a tick with thousands apart."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.6g}"
