"""The ledger of consequences: who bears what, by year and region, in whole persons, grams and tenge.

Every column is a measure in a unit of its own size, rounded in each region; the country is the sum of its regions, so
that regions add up to it exactly. A measure that only the country has would stand in the row of the country alone.
The price is money over mass, so that prices of regions do not add up to that of the country.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.measures.measure import Kind, Measure
from marketsim.measures.record import Record
from marketsim.measures.registry import all_measures
from marketsim.results.tables import dates

COUNTRY = "country"
"""Region of the rows that hold the whole country."""


class Domain(StrEnum):
    """Part of life in which a consequence falls."""

    MARKET = "market"
    HEALTH = "health"
    JUSTICE = "justice"
    MONEY = "money"


class Better(StrEnum):
    """Which way of a consequence is the better one for the public; many are neither, or both at once."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = ""


class Column(NamedTuple):
    """One consequence: a measure, and how many of the column's unit make one of the measure's."""

    domain: str
    name: str
    unit: str
    measure: str
    times: float = 1.0

    @property
    def better(self) -> Better:
        """Which way is the better one."""
        return BETTER.get(self.name, Better.NEITHER)


def _same(domain: Domain, unit: str, *names: str) -> tuple[Column, ...]:
    return tuple(Column(domain, name, unit, name) for name in names)


def _money(*names: str) -> tuple[Column, ...]:
    return tuple(Column(Domain.MONEY, f"{name}_kzt", "KZT", f"{name}_bn_kzt", 1e9) for name in names)


LINES = ("police", "courts", "prisons", "health", "social")
COLUMNS = (
    *_same(Domain.MARKET, "orders", "orders"),
    Column(Domain.MARKET, "retail_g", "g", "retail_t", 1e6),
    Column(Domain.MARKET, "revenue_kzt", "KZT", "revenue_bn_kzt", 1e9),
    *_same(Domain.HEALTH, "persons", "active_users", "dependent_users"),
    *_same(Domain.HEALTH, "poisonings", "poisonings"),
    *_same(Domain.HEALTH, "deaths", "deaths"),
    *_same(Domain.HEALTH, "persons", "nps_first_hospitalisations", "infections_hiv", "infections_hcv"),
    *_same(Domain.HEALTH, "persons", "treatment_entries", "treatment_refused"),
    *_same(Domain.JUSTICE, "persons", "detained_administrators", "detained_operators_packers_stashers"),
    *_same(Domain.JUSTICE, "persons", "detained_couriers", "detained_taggers", "detained_droppers"),
    *_same(Domain.JUSTICE, "persons", "detained_laboratory_workers", "detained_precursor_suppliers"),
    *_same(Domain.JUSTICE, "persons", "detained_buyers"),
    *_same(Domain.JUSTICE, "persons", "detained_first_offenders", "detained_minors", "detained_women"),
    *_same(Domain.JUSTICE, "persons", "convictions_trafficking", "convictions_possession"),
    Column(Domain.JUSTICE, "prison_days", "person-days", "prison_years", DAYS_PER_YEAR),
    Column(Domain.JUSTICE, "custody_days", "person-days", "custody_years", DAYS_PER_YEAR),
    *_money(*(f"services_{line}" for line in LINES)),
    *_money(*(f"policies_{line}" for line in LINES)),
    *_money("public_money", "public_money_low", "public_money_high"),
)
"""What the ledger holds, in its order; `price_kzt_per_g` is added behind the revenue."""
PUBLIC = ("public_money_kzt", "public_money_low_kzt", "public_money_high_kzt")
"""All public money, at three levels of unit costs."""
BETTER = dict.fromkeys(
    (
        *("orders", "retail_g", "revenue_kzt"),
        *("active_users", "dependent_users", "poisonings", "deaths", "nps_first_hospitalisations"),
        *("infections_hiv", "infections_hcv", "treatment_refused"),
        *("detained_first_offenders", "detained_minors", "detained_women", "convictions_possession"),
        *("prison_days", "custody_days"),
        *PUBLIC,
    ),
    Better.LOWER,
) | {"treatment_entries": Better.HIGHER}
"""Consequences with a better way: less of the market, of harm, of hardship and of expense, more of treatment.

That more couriers are detained is success to one reader and hardship to another: such counts have none. Nor have single
budgets, which money only moves between.
"""
HEADLINES = {
    Domain.MARKET: "retail_g",
    Domain.HEALTH: "deaths",
    Domain.JUSTICE: "prison_days",
    Domain.MONEY: "public_money_kzt",
}
"""The consequence that stands for its domain where policies are ranked."""
PRICE = "price_kzt_per_g"


def consequences_table(record: Record, measures_from: date) -> pd.DataFrame:
    """Return one row a year from `measures_from` on and region, the country's row last within its year."""
    days = dates(record)
    counted = days >= pd.Timestamp(measures_from)
    years = np.asarray(days.year)
    listed = np.unique(years[counted])
    regions = (*record.regions, COUNTRY)
    table = pd.DataFrame({"year": np.repeat(listed, len(regions)), "region": np.tile(regions, listed.size)})
    table = table.astype({"year": "int64", "region": "str"})
    table["days"] = np.repeat([int((counted & (years == year)).sum()) for year in listed], len(regions))
    wanted = [counted & (years == year) for year in listed]
    for column in COLUMNS:
        table[column.name] = _by_year(column, record, wanted)
        if column.name == "revenue_kzt":
            table[PRICE] = _ratio(table["revenue_kzt"].to_numpy(), table["retail_g"].to_numpy())
    return table


def _by_year(
    column: Column, record: Record, wanted: Sequence[NDArray[np.bool_]]
) -> NDArray[np.int64] | NDArray[np.float64]:
    """Return the figures of every region and then of the country, year after year.

    Regions have NaN where only the country has a figure.
    """
    measure = all_measures()[column.measure]
    by_region = measure.regional(record)
    values = by_region if by_region is not None else measure.daily(record)[:, None]
    rows = [_of_year(column, measure, values[days]) for days in wanted]
    if not rows:
        return np.zeros(0, np.int64)
    figures = np.stack(rows)
    if by_region is not None:
        return np.column_stack([figures, figures.sum(axis=1)]).ravel()
    unknown = np.full((len(rows), len(record.regions)), np.nan)
    return np.column_stack([unknown, figures.astype(np.float64)]).ravel()


def _of_year(column: Column, measure: Measure, values: NDArray[Any]) -> NDArray[np.int64]:
    """Return the figures of one year in the column's unit, whole, from its days, shape (day, place)."""
    figures = values[-1] if measure.kind is Kind.STOCK else values.sum(axis=0)
    return np.rint(figures * column.times).astype(np.int64)


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    price = np.full(part.size, np.nan)
    np.divide(part, whole, out=price, where=whole > 0)
    return price
