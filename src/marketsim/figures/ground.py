"""The cartogram: a square tile for each region, roughly where it lies, and in it the cells of its city."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from marketsim.figures.style import FAINT, INK, SEQUENCE, plain
from marketsim.results.run import Run
from marketsim.scenario.data import load_regions
from marketsim.scenario.scenario import Space

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.image import AxesImage

LETTERS = 11
"""Letters of a region's name in a line."""
SHARE = 0.74
"""Share of a tile that its cells take; its name stands above them."""
EMPTY = "#f3f3f3"


class Tile(NamedTuple):
    """Where a region stands: its name for people, and column and row of its tile."""

    label: str
    x: int
    y: int


def tiles_of(run: Run) -> list[Tile]:
    """Return the tile of every region, in the order of the regions."""
    regions = load_regions(Space.model_validate(run.manifest["scenario"]["space"]).regions)
    rows = zip(regions.labels, regions.tile_x, regions.tile_y, strict=True)
    return [Tile(plain(label, 40), int(x), int(y)) for label, x, y in rows]


def cells_of(tile: Tile, layer: NDArray[Any], side: int) -> NDArray[Any]:
    """Return the cells of one tile of a layer of shape (width, height)."""
    return layer[tile.x * side : (tile.x + 1) * side, tile.y * side : (tile.y + 1) * side]


def draw_cells(axes: "Axes", tiles: Sequence[Tile], layer: NDArray[Any], top: float) -> "list[AxesImage]":
    """Draw a layer of cells, none of them where it is 0, and return the image of every tile.

    Args:
        axes: Where to draw.
        tiles: Where regions stand.
        layer: The layer, of shape (width, height).
        top: The figure that has the darkest colour.
    """
    side = layer.shape[0] // (max(tile.x for tile in tiles) + 1)
    images = [_image(axes, tile, cells_of(tile, layer, side), top) for tile in tiles]
    _frame(axes, tiles)
    return images


def draw_regions(axes: "Axes", tiles: Sequence[Tile], values: NDArray[np.float64], top: float) -> "AxesImage":
    """Draw a figure of each region as the colour of its tile, and return the image of one of them."""
    images = [_image(axes, tile, np.full((1, 1), value), top) for tile, value in zip(tiles, values, strict=True)]
    _frame(axes, tiles)
    return images[0]


def key(axes: "Axes", image: "ScalarMappable", words: str) -> None:
    """Draw the key of colours beside a map."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    bar = figure.colorbar(image, ax=axes, shrink=0.8, aspect=22, pad=0.02)
    bar.set_label(words)
    bar.outline.set_visible(False)


def shown(values: NDArray[Any]) -> Any:
    """Return cells as an image wants them: rows from below, and no colour where there is nothing."""
    return np.ma.masked_less_equal(np.asarray(values, np.float64).T, 0.0)


def _image(axes: "Axes", tile: Tile, values: NDArray[Any], top: float) -> "AxesImage":
    import matplotlib
    from matplotlib.colors import PowerNorm

    colours = matplotlib.colormaps[SEQUENCE].with_extremes(bad=EMPTY)
    extent = (tile.x + 0.5 - SHARE / 2, tile.x + 0.5 + SHARE / 2, tile.y + 0.02, tile.y + 0.02 + SHARE)
    return axes.imshow(
        shown(values),
        origin="lower",
        extent=extent,
        cmap=colours,
        norm=PowerNorm(0.5, 0.0, top),
        interpolation="nearest",
    )


def _frame(axes: "Axes", tiles: Sequence[Tile]) -> None:
    from matplotlib.patches import Rectangle

    for tile in tiles:
        corner = (tile.x + 0.5 - SHARE / 2, tile.y + 0.02)
        axes.add_patch(Rectangle(corner, SHARE, SHARE, fill=False, edgecolor=FAINT, linewidth=0.8))
        middle, above = tile.x + 0.5, tile.y + 0.03 + SHARE
        axes.text(middle, above, name_of(tile), ha="center", va="bottom", fontsize=5.6, color=INK, linespacing=1.0)
    axes.set_xlim(min(tile.x for tile in tiles), max(tile.x for tile in tiles) + 1)
    axes.set_ylim(min(tile.y for tile in tiles), max(tile.y for tile in tiles) + 1.02)
    axes.set_aspect("equal")
    axes.set_axis_off()


def name_of(tile: Tile) -> str:
    """Return a region's name in at most two short lines."""
    words = tile.label.split()
    lines = [words[0], " ".join(words[1:])] if len(words) > 1 and len(tile.label) > LETTERS else [tile.label]
    return "\n".join(plain(line, LETTERS + 4) for line in lines)
