"""A part of the page of a validation: texts, a table, a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from marketsim.figures.registry import all_figures
from marketsim.report.pictures import Picture, address, drawn
from marketsim.report.table import Table


class Section(NamedTuple):
    """A part of the page."""

    title: str
    texts: Sequence[str] = ()
    table: Table | None = None
    picture: Picture | None = None
    drawn: bytes = b""
    """The picture as a file of its own."""


def picture(name: str, given: Any, alt: str, ending: str = "", **chosen: Any) -> tuple[Picture, bytes]:
    """Return a figure within the page, and as a file.

    Args:
        name: Name of the figure.
        given: What it is drawn from.
        alt: What it shows, in words for those who cannot see it.
        ending: End of the name of its file, where the page shows the figure more than once.
        chosen: Choices of the figure.
    """
    drawing = all_figures()[name]
    content, width, height = drawn(drawing(given, **chosen))
    held = address(content)
    return Picture(f"{name}{ending}", drawing.what, held, f"{drawing.what} {alt}", width, height), content
