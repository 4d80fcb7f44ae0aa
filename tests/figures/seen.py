"""What the reader of a figure would see: every text that is really drawn, and where."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SLACK = 1.0
"""Pixels by which boxes of texts may touch; they hold some air."""


@contextmanager
def _recorded(drawn: list[Text]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        real = Text.draw

        def draw(self: Text, renderer: Any) -> None:
            if self.get_visible() and self.get_text().strip():
                drawn.append(self)
            real(self, renderer)

        patch.setattr(Text, "draw", draw)
        yield


def texts(figure: Figure) -> dict[int, tuple[str, Bbox]]:
    """Return every text that is drawn, with its box in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # The layout comes to rest.
    drawn: list[Text] = []
    with _recorded(drawn):
        canvas.draw()
    renderer = canvas.get_renderer()
    return {id(text): (text.get_text(), text.get_window_extent(renderer)) for text in drawn}


def faults(figure: Figure) -> list[str]:
    """Return every text that is cut by the edge of the figure or overlaps another."""
    found = texts(figure)
    sheet = figure.bbox
    told = [
        f"{words!r} is cut at the edge: {box}"
        for words, box in found.values()
        if box.x0 < -SLACK or box.y0 < -SLACK or box.x1 > sheet.width + SLACK or box.y1 > sheet.height + SLACK
    ]
    for (one, box), (other, other_box) in combinations(found.values(), 2):
        width = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
        height = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
        if width > SLACK and height > SLACK:
            told.append(f"{one!r} overlaps {other!r} by {width:.0f} x {height:.0f} pixels")
    return told


def unlabelled(figure: Figure) -> list[str]:
    """Return the axes that are drawn and say neither by label nor by title what they show."""
    return [
        f"axes {place} has no {what}"
        for place, axes in enumerate(figure.axes)
        if axes.axison and not _is_key(axes)
        for what, text in (("label of its vertical axis", _vertical(axes)),)
        if not text
    ]


def _is_key(axes: Axes) -> bool:
    return axes.get_label() == "<colorbar>"


def _vertical(axes: Axes) -> str:
    named = [label.get_text() for label in axes.get_yticklabels()]
    shared = not any(label.get_visible() for label in axes.get_yticklabels())
    words = any(name and not name.lstrip("-\N{MINUS SIGN}+$").replace(",", "")[:1].isdigit() for name in named)
    return axes.get_ylabel() or ("named rows" if words or shared else "")


def labels(figure: Figure) -> set[str]:
    """Return the titles and axis labels of a figure."""
    return {
        text
        for axes in figure.axes
        for text in (axes.get_title("left"), axes.get_title(), axes.get_xlabel(), axes.get_ylabel())
        if text
    }
