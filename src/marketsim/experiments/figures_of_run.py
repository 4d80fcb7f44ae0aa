"""A run in figures: each consequence over the days that count, as it is and discounted."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pandas as pd

from marketsim.core.elementary import power
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.experiments.errors import WrongCallError
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.consequences import COLUMNS, PRICE, Column, Domain
from marketsim.scenario.faults import nearest, shorten

PERSON_YEARS = ("active_users", "dependent_users")
"""Stocks that are summed up as person-years when they are effects."""
MOST_NAMES = 6
"""Names that are offered for a wrong one; further ones are counted."""
PROGRAMME = ("policy_cost_bn_kzt", "officers_bn_kzt", "officer_years", "treatment_places")
"""Measures beside the ledger from which the cost of a policy alone is told."""


def consequences() -> tuple[Column, ...]:
    """Return the ledger's columns in order, the price behind the revenue."""
    place = [column.name for column in COLUMNS].index("revenue_kzt") + 1
    price = Column(Domain.MARKET, PRICE, "KZT / g", "")
    return (*COLUMNS[:place], price, *COLUMNS[place:])


def asked(metrics: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of consequences and of measures beside the ledger, by name.

    Raises:
        WrongCallError: There is no such consequence or measure.
    """
    ledger = {column.name: column for column in consequences()}
    measures = all_measures()
    found = []
    for name in dict.fromkeys(metrics):
        if name not in ledger and name not in measures:
            what = f"There is no consequence or measure '{shorten(name)}'"
            raise WrongCallError(f"{what}. {names_like(name, {*ledger, *measures})}")
        held = ledger.get(name)
        found.append(held or Column(measures[name].group, name, measures[name].unit, name))
    return tuple(found)


def names_like(word: str, known: Collection[str]) -> str:
    """Return how to mend the name of a measure: the nearest known one, those that hold the word, and where all are."""
    near = nearest(word, known)
    holding = [name for name in sorted(known) if word.strip().lower() in name and name != near]
    more = f" and {len(holding) - MOST_NAMES} more" if len(holding) > MOST_NAMES else ""
    said = [f"Did you mean '{near}'?"] if near else []
    if holding:
        said.append(f"{'Also' if near else 'Known'} with this word: {', '.join(holding[:MOST_NAMES])}{more}.")
    return " ".join((*said, "marketsim show measures lists them all."))


def plain_figures(
    daily: pd.DataFrame, since: date, until: date, columns: Sequence[Column] | None = None
) -> dict[str, float]:
    """Return consequences of the country from one day to another: flows summed, stocks and shares averaged.

    Args:
        daily: The days of a run.
        since: First day that counts.
        until: Last day that counts.
        columns: Columns beside the ledger, each of which is there in any case.
    """
    days = daily.loc[pd.Timestamp(since) : pd.Timestamp(until)]
    found: dict[str, float] = {}
    for column in dict.fromkeys((*consequences(), *(columns or ()))):
        if column.name == PRICE:
            mass = found["retail_g"]
            found[PRICE] = found["revenue_kzt"] / mass if mass else float("nan")
            continue
        flow = all_measures()[column.measure].kind is Kind.FLOW
        values = days[column.measure]
        found[column.name] = float(values.sum() if flow else values.mean()) * column.times
    return found


def discounted_figures(daily: pd.DataFrame, since: date, until: date, rate: float) -> dict[str, float]:
    """Return flows and person-years from one day to another, each day worth less by its distance from the first.

    Args:
        daily: The days of a run.
        since: First day that counts; the one to which all is discounted.
        until: Last day that counts.
        rate: Discount rate, a year.
    """
    days = daily.loc[pd.Timestamp(since) : pd.Timestamp(until)]
    worth = power(1.0 + rate, -np.arange(len(days)) / DAYS_PER_YEAR)
    found: dict[str, float] = {}
    for column in COLUMNS:
        total = float((worth * days[column.measure].to_numpy()).sum()) * column.times
        found[column.name] = total / DAYS_PER_YEAR if column.name in PERSON_YEARS else total
    for name in PROGRAMME:
        total = float((worth * days[name].to_numpy()).sum())
        found[name] = total / DAYS_PER_YEAR if name == "treatment_places" else total
    return found
