"""All figures, found by looking into the folder."""

import pkgutil
import sys
from functools import cache
from importlib import import_module
from typing import Any

from marketsim.figures.drawing import Drawing


@cache
def all_figures() -> dict[str, Drawing[Any]]:
    """Return every figure by name, in alphabetical order."""
    folder = sys.modules["marketsim.figures"]
    found: dict[str, Drawing[Any]] = {}
    for entry in pkgutil.iter_modules(folder.__path__):
        drawing = vars(import_module(f"marketsim.figures.{entry.name}")).get(entry.name)
        if isinstance(drawing, Drawing):
            found[entry.name] = drawing
    return found
