"""Reported figures, and the model's figures beside them."""

import csv
import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import pandas as pd

from marketsim.measures.registry import all_measures
from marketsim.results.run import Run

COMPARED = ("fit", "check")
"""Uses of evidence that a run is compared with; the others are priors, law, inputs, bounds and context."""
ASKED = ("fit", "check", "bound", "tail")
"""Uses of evidence that ask something of the model."""

RECORDS = {"lab_stock_when_raided_kg": "product_seized_in_large_labs_kg"}
"""Measures whose largest day answers a record: what was found in large laboratories on one day, hardly ever in two
(assumed)."""


@dataclass(frozen=True)
class Figure:
    """One row of `evidence.csv`."""

    id: str
    metric: str
    scope: str
    start: date
    end: date
    value: str
    low: float
    high: float
    unit: str
    use: str
    grade: str
    source: str
    locator: str
    note: str

    @property
    def number(self) -> float:
        """The value as a number, NaN where it is a word."""
        try:
            return float(self.value)
        except ValueError:
            return math.nan


@cache
def figures() -> tuple[Figure, ...]:
    """Return all rows of `evidence.csv`."""
    with (resources.files("marketsim.data") / "evidence.csv").open(encoding="utf-8") as file:
        return tuple(_figure(row) for row in csv.DictReader(file))


def _figure(row: dict[str, str]) -> Figure:
    bounds = {key: float(row[key]) if row[key] else math.nan for key in ("low", "high")}
    days = {key: date.fromisoformat(row[key]) for key in ("start", "end")}
    return Figure(**(row | bounds | days))  # type: ignore[arg-type]


@cache
def answered() -> tuple[Figure, ...]:
    """Return the reported figures of the country that ask something of the model and that a measure answers."""
    known = all_measures()
    return tuple(f for f in figures() if f.use in ASKED and f.scope == "KZ" and f.metric in known)


@cache
def records() -> tuple[Figure, ...]:
    """Return the records: figures of the country that are the upper tail of a distribution, never its centre."""
    return tuple(f for f in figures() if f.use == "tail" and f.scope == "KZ" and f.metric in RECORDS)


def largest_until(daily: pd.DataFrame, record: Figure) -> float:
    """Return the largest of its kind from the first day of a run to the end of a record; NaN if that was not run."""
    last = pd.Timestamp(record.end)
    if last < daily.index[0] or last > daily.index[-1]:
        return math.nan
    return float(daily.loc[:last, RECORDS[record.metric]].max())


def figure_in(daily: pd.DataFrame, metric: str, start: date, end: date) -> float:
    """Return the figure of a measure over a period from the days of a run; NaN unless all of it was run."""
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    if first < daily.index[0] or last > daily.index[-1]:
        return math.nan
    return all_measures()[metric].over(daily.loc[first:last, metric].to_numpy())


def compare(run: Run, uses: tuple[str, ...] = COMPARED) -> pd.DataFrame:
    """Return one row a reported figure of the country that the model has a measure for.

    `covered` is the share of the figure's period that lies in the measured days of the run; `model` and `ratio`
    (model over reported) are NaN unless all of it does. `within` tells whether the model's figure lies in the
    reported range.
    """
    measures = all_measures()
    first = pd.Timestamp(run.manifest["measures_from"])
    last = pd.Timestamp(run.manifest["last_day"])
    origin = run.daily.index[0]
    rows = []
    for figure in figures():
        if figure.use not in uses or figure.scope != "KZ" or figure.metric not in measures:
            continue
        start, end = pd.Timestamp(figure.start), pd.Timestamp(figure.end)
        days = (min(end, last) - max(start, first)).days + 1
        covered = max(0, days) / ((end - start).days + 1)
        model = math.nan
        if covered == 1.0:
            period = slice((start - origin).days, (end - origin).days + 1)
            model = measures[figure.metric].over(run.daily[figure.metric].to_numpy()[period])
        low, high = figure.low, figure.high
        ranged = not (math.isnan(low) and math.isnan(high))
        within = not (model < low or model > high) and not math.isnan(model) if ranged else None
        rows.append(
            {
                "id": figure.id,
                "metric": figure.metric,
                "start": figure.start,
                "end": figure.end,
                "unit": figure.unit,
                "use": figure.use,
                "reported": figure.number,
                "low": low,
                "high": high,
                "model": model,
                "ratio": model / figure.number if figure.number else math.nan,
                "within": within,
                "covered": covered,
            }
        )
    return pd.DataFrame(rows)
