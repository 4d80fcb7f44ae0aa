"""Figures, one a file: `marketsim.figures.<name>(...)` draws the one of that name and returns it.

Names are looked up when they are first used, since matplotlib takes its time.
"""

import sys
from importlib import import_module
from types import ModuleType

from marketsim.figures.drawing import Drawing


class _Folder(ModuleType):
    """The folder, in which the name of a figure is what draws it and not the file that holds it."""

    def __setattr__(self, name: str, value: object) -> None:
        drawing = getattr(value, name, None)
        super().__setattr__(name, drawing if isinstance(drawing, Drawing) else value)

    def __getattr__(self, name: str) -> object:
        from marketsim.figures.registry import all_figures

        if name.startswith("_") or name not in all_figures():
            raise AttributeError(f"module 'marketsim.figures' has no attribute {name!r}")
        import_module(f"{__name__}.{name}")
        return self.__dict__[name]

    def __dir__(self) -> list[str]:
        from marketsim.figures.registry import all_figures

        return sorted({*super().__dir__(), *all_figures()})


sys.modules[__name__].__class__ = _Folder
