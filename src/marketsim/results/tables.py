"""Tables of a run, computed from its record by the measures."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.core.units import EPOCH
from marketsim.measures.measure import Kind, Measure
from marketsim.measures.record import Record
from marketsim.measures.registry import all_measures
from marketsim.world.cells import LAYERS, Cells


def daily_table(record: Record) -> pd.DataFrame:
    """Return one row a day, one column a measure."""
    columns = {name: measure.daily(record) for name, measure in all_measures().items()}
    return pd.DataFrame(columns, index=dates(record))


def yearly_table(daily: pd.DataFrame, measures_from: date) -> pd.DataFrame:
    """Return one row a year from `measures_from` on; `complete` tells whether all of its days are there."""
    counted = daily[daily.index >= pd.Timestamp(measures_from)]
    years = np.asarray(pd.DatetimeIndex(counted.index).year)
    index = pd.Index(np.unique(years), dtype="int64", name="year")
    days = np.array([int((years == year).sum()) for year in index], np.int64)
    full = np.array([366 if pd.Timestamp(int(year), 1, 1).is_leap_year else 365 for year in index], np.int64)
    columns: dict[str, NDArray[Any]] = {"days": days, "complete": days == full}
    for name, measure in all_measures().items():
        values = counted[name].to_numpy()
        figures = np.array([measure.over(values[years == year]) for year in index], np.float64)
        whole = values.dtype.kind == "i" and measure.kind is not Kind.MEAN
        columns[name] = figures.astype(np.int64) if whole else figures
    return pd.DataFrame(columns, index=index)


def regional_table(record: Record) -> pd.DataFrame:
    """Return one row a month and region; `days` tells how many days of the month are there.

    Months and not days: twenty regions split the country's figures so finely that single days are mostly noise.
    """
    month = dates(record).to_numpy().astype("datetime64[M]")
    starts = np.flatnonzero(np.r_[True, month[1:] != month[:-1]][: month.size])
    days = np.diff(np.r_[starts, month.size])
    regions = len(record.regions)
    columns: dict[str, Any] = {
        "month": np.repeat(month[starts].astype("datetime64[us]"), regions),
        "days": np.repeat(days.astype(np.int64), regions),
        "region": np.tile(np.array(record.regions, object), starts.size),
    }
    for name, measure in all_measures().items():
        by_region = measure.regional(record)
        if by_region is not None:
            columns[name] = _by_month(measure, by_region, starts, days).ravel()
    return pd.DataFrame(columns).astype({"region": "str"})


def _by_month(
    measure: Measure, by_region: NDArray[Any], starts: NDArray[np.int64], days: NDArray[np.int64]
) -> NDArray[Any]:
    if measure.kind is Kind.STOCK or not starts.size:
        return np.asarray(by_region[starts + days - 1])
    sums = np.add.reduceat(by_region, starts, axis=0)
    return np.asarray(sums if measure.kind is Kind.FLOW else sums / days[:, None])


def cell_layers(cells: Cells) -> dict[str, NDArray[Any]]:
    """Return copies of the cells' columns as arrays of shape (width, height)."""
    shape = (cells.width, cells.height)
    return {name: getattr(cells, name).reshape(shape).copy() for name in (*LAYERS, "region")}


def dates(record: Record) -> pd.DatetimeIndex:
    """Return the date of every day of a record."""
    days = np.datetime64(EPOCH, "D") + record.used("days").astype("timedelta64[D]")
    return pd.DatetimeIndex(days.astype("datetime64[us]"), name="date")
