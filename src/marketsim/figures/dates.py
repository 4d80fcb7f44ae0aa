"""Axes of time."""

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from marketsim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONG, VERY_LONG = 700, 1_500
"""Days from which an axis has a tick a year, and one every second year."""
ROOM = 0.03
"""Share of an axis left free behind the last day, so that no mark is cut."""


def day_of(day: date) -> float:
    """Return a day as axes of time count it."""
    from matplotlib.dates import date2num

    return float(date2num(day))


def date_axis(axes: "Axes", run: Run) -> None:
    """Let an axis go over the days of a run that count."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, DateFormatter, YearLocator

    first, last = (pd.Timestamp(run.manifest[key]) for key in ("measures_from", "last_day"))
    days = max((last - first).days, 1)
    axes.set_xlim(first, last + pd.Timedelta(days=max(days * ROOM, 0.5)))  # type: ignore[arg-type]
    if days > LONG:
        axes.xaxis.set_major_locator(YearLocator(2 if days > VERY_LONG else 1))
        axes.xaxis.set_major_formatter(DateFormatter("%Y"))
    else:
        locator = AutoDateLocator(minticks=2, maxticks=4)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.set_xlabel("")
