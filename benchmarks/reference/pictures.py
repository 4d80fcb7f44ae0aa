"""Pictures of the reference results: small, and the same bytes from the same results."""

import io
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from marketsim.figures.few_colours import few_colours
from marketsim.figures.saving import figure_bytes

COLOURS = 128


def keep(figure: Figure, path: Path) -> None:
    """Write a figure as a PNG of few colours."""
    whole = Image.open(io.BytesIO(figure_bytes(figure)))
    few_colours(whole, COLOURS).save(path, "PNG", optimize=True)
