"""What a measure is: a name, a unit, a way to sum up a period, and a pure function of the record."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.measures.record import Record

Function = Callable[[Record], NDArray[Any]]


class Kind(StrEnum):
    """How the days of a period become one figure."""

    FLOW = "flow"
    """Summed over the period."""
    STOCK = "stock"
    """As on the evening of its last day."""
    MEAN = "mean"
    """Mean of its days, those without a value left out."""


@dataclass(frozen=True)
class Measure:
    """One outcome. Where `evidence.csv` has a metric of the same name, unit and agency are the same too."""

    name: str
    unit: str
    kind: Kind
    agency: str
    """Whose figure it is; empty where no agency is meant."""
    group: str
    """The file that holds it."""
    definition: str
    function: Function

    def daily(self, record: Record) -> NDArray[Any]:
        """Return the value of every day, int64 or float64, shape (day,)."""
        values = self.function(record)
        return values.sum(axis=1) if values.ndim == 2 else values

    def regional(self, record: Record) -> NDArray[Any] | None:
        """Return the value of every day by region, shape (day, region), or none if the country has only one value."""
        values = self.function(record)
        return values if values.ndim == 2 else None

    def over(self, daily: NDArray[Any]) -> float:
        """Return the figure of a period from its days, shape (day,); NaN when there is none."""
        if daily.size == 0:
            return float("nan")
        if self.kind is Kind.FLOW:
            return float(daily.sum())
        if self.kind is Kind.STOCK:
            return float(daily[-1])
        known = daily[~np.isnan(daily)]
        return float(known.mean()) if known.size else float("nan")


def measure(unit: str, kind: Kind, agency: str = "") -> Callable[[Function], Measure]:
    """Make a measure of a function from the record to days, or to days by region where regions add up.

    The function's name is the measure's name and its docstring the definition.

    Args:
        unit: Unit of a day's value; a flow over a year has the same unit a year.
        kind: How days become one figure.
        agency: Whose figure it is, if the sources count by agency.
    """

    def make(function: Function) -> Measure:
        name: str = getattr(function, "__name__", "")
        group = function.__module__.rpartition(".")[2]
        return Measure(name, unit, kind, agency, group, cleandoc(function.__doc__ or ""), function)

    return make


def ratio(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """Return part / whole, NaN where the whole is 0."""
    share = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=share, where=whole != 0)
    return share
