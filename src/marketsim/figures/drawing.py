"""What a figure is in code: a function that draws it, in the one style, and what it draws from."""

from collections.abc import Callable
from enum import StrEnum
from functools import update_wrapper
from inspect import cleandoc, signature
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

if TYPE_CHECKING:
    from matplotlib.figure import Figure

P = ParamSpec("P")


class Needs(StrEnum):
    """What a figure is drawn from."""

    RUNS = "one or more runs of one scenario"
    RUN = "one run, which is simulated again"
    COMPARISON = "a comparison of scenarios"
    BREAK_EVEN = "a break-even of two policies"
    RANKING = "a ranking of policies"
    TABLE = "a table of a sensitivity analysis"
    CALIBRATION = "a calibration"
    VALIDATION = "a validation of a calibration, which marketsim report --validation writes"
    PREDICTION = "a prediction"


class Drawing(Generic[P]):
    """A figure that can be drawn; calling it returns matplotlib's `Figure`."""

    __name__: str
    __wrapped__: Callable[..., Any]

    def __init__(self, function: "Callable[P, Figure]", needs: Needs) -> None:
        """Take the function that draws it, whose name and docstring become the figure's."""
        self._function = function
        self.needs = needs
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> "Figure":
        """Draw it in the house's style, whatever the user's own is."""
        from marketsim.figures.style import in_style

        with in_style():
            return self._function(*args, **kwargs)

    @property
    def name(self) -> str:
        """Name of the figure, its function and its file."""
        return self.__name__

    @property
    def what(self) -> str:
        """What it shows, in a line."""
        return cleandoc(self.__doc__ or "").partition("\n")[0]

    @property
    def options(self) -> tuple[str, ...]:
        """Names of what can be chosen."""
        return tuple(name for name in list(signature(self._function).parameters)[1:] if name != "axes")


def figure(needs: Needs) -> "Callable[[Callable[P, Figure]], Drawing[P]]":
    """Make a figure of a function; the first line of its docstring says what it shows.

    Args:
        needs: What the first argument is.
    """

    def make(function: "Callable[P, Figure]") -> Drawing[P]:
        return Drawing(function, needs)

    return make
