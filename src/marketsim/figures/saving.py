"""Figures as files: the same figure makes the same bytes on any day, and no file is ever overwritten."""

import io
import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketsim.figures.errors import FigureError
from marketsim.figures.film import gif_bytes
from marketsim.figures.style import in_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf", "gif")
DOTS_PER_INCH = 150
NO_TIME: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
}
"""Facts about a file that would change with the day or the version of matplotlib, left out."""


def form_of(path: Path) -> str:
    """Return the format that a file's name asks for.

    Raises:
        FigureError: It asks for none of those that there are.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise FigureError(f"{path.name!r} asks for no format of figures. Let it end in {known}.")
    return form


def figure_bytes(figure: "Figure", form: str = "png") -> bytes:
    """Return a figure as a file of a format."""
    if form == "gif":
        with in_style():
            return gif_bytes(figure)
    buffer = io.BytesIO()
    with in_style():
        figure.savefig(buffer, format=form, dpi=DOTS_PER_INCH, metadata=NO_TIME[form])
    return buffer.getvalue()


def save(figure: "Figure", path: Path | str) -> Path:
    """Write a figure and return where it is: if another file has the name, under the name with a number.

    Raises:
        FigureError: The file cannot be written, or its name asks for no known format.
    """
    path = Path(path)
    content = figure_bytes(figure, form_of(path))
    try:
        for number in count(1):
            free = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            if not os.path.lexists(free):
                _write(free, content)
                return free
            if free.is_file() and free.read_bytes() == content:
                return free
    except OSError as error:
        reason = error.strerror or str(error)
        raise FigureError(
            f"{path}: the figure cannot be written: {reason}. Choose another place with --out."
        ) from error
    raise AssertionError("unreachable: numbers never end")


def _write(path: Path, content: bytes) -> None:
    """Write a new file; what a full disk leaves of it is removed."""
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink()
            raise
