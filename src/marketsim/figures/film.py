"""Figures that move: pictures of one figure, written as a GIF."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from marketsim.figures.errors import FigureError

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

DOTS_PER_INCH = 80
MILLISECONDS, LAST = 140, 2_000
"""How long a picture stands, and the last one."""
COLOURS = 160


class Frames(NamedTuple):
    """The pictures of a figure: how many, and what makes it one of them."""

    pictures: int
    show: Callable[[int], None]


_FRAMES: "WeakKeyDictionary[Figure, Frames]" = WeakKeyDictionary()


def let_move(figure: "Figure", pictures: int, show: Callable[[int], None]) -> None:
    """Let a figure have several pictures, and show the last of them."""
    _FRAMES[figure] = Frames(pictures, show)
    show(pictures - 1)


def moves(figure: "Figure") -> bool:
    """Tell whether a figure has several pictures."""
    return figure in _FRAMES


def gif_bytes(figure: "Figure") -> bytes:
    """Return all pictures of a figure as an animated GIF that goes round.

    Raises:
        FigureError: It has only one.
    """
    if not moves(figure):
        raise FigureError("This figure does not move: save it as .png, .svg or .pdf.")
    from PIL import Image

    frames = _FRAMES[figure]
    whole = _picture(figure).quantize(COLOURS)  # All pictures share the colours of the last day's.
    layout = figure.get_layout_engine()
    figure.set_layout_engine("none")  # The first picture has placed everything; it stays there.
    pictures = []
    for place in range(frames.pictures):
        frames.show(place)
        pictures.append(_picture(figure).quantize(palette=whole, dither=Image.Dither.NONE))
    if layout is not None:
        figure.set_layout_engine(layout)
    buffer = io.BytesIO()
    times = [MILLISECONDS] * (len(pictures) - 1) + [LAST]
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:], duration=times, loop=0, disposal=1)
    return buffer.getvalue()


def _picture(figure: "Figure") -> "Image":
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    figure.set_dpi(DOTS_PER_INCH)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
