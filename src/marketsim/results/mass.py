"""The books of mass by year: what was there, what entered and left the market by which cause, and what is left."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.measures.record import Record
from marketsim.results.tables import dates
from marketsim.world.ledger import FIRST_MASS_EXIT, MassFlow

PRECURSOR = "precursor"
"""Name of the last material; the others are products."""
ENTRIES = tuple(f"{flow.name.lower()}_mg" for flow in MassFlow if flow < FIRST_MASS_EXIT)
EXITS = tuple(f"{flow.name.lower()}_mg" for flow in MassFlow if flow >= FIRST_MASS_EXIT)
OPENING, CLOSING = "opening_mg", "closing_mg"


def mass_table(
    record: Record, opening: NDArray[np.int64], closing: NDArray[np.int64], measures_from: date
) -> pd.DataFrame:
    """Return one row a year from `measures_from` on and material, in whole milligrams.

    Args:
        record: The days of the run.
        opening: Stock of every material before the first day, counted.
        closing: Stock of every material on the last evening, counted.
        measures_from: First day of the table; what flowed before it is in its first stock.
    """
    days = dates(record)
    counted = np.asarray(days >= pd.Timestamp(measures_from))
    flows, years = record.used("mass"), np.asarray(days.year)
    stock = opening + _net(flows[~counted].sum(axis=0))
    materials = (*record.products, PRECURSOR)
    listed = np.unique(years[counted])
    parts = []
    for year in listed:
        year_flows = flows[counted & (years == year)].sum(axis=0)
        left = closing if year == listed[-1] else stock + _net(year_flows)
        part: dict[str, object] = {"year": int(year), "days": int((counted & (years == year)).sum())}
        part |= {"material": materials, OPENING: stock}
        part |= {name: year_flows[place] for place, name in enumerate((*ENTRIES, *EXITS))}
        parts.append(pd.DataFrame(part | {CLOSING: left}))
        stock = left
    return pd.concat(parts, ignore_index=True).astype({"material": "str"})


def _net(flows: NDArray[np.int64]) -> NDArray[np.int64]:
    net: NDArray[np.int64] = flows[:FIRST_MASS_EXIT].sum(axis=0) - flows[FIRST_MASS_EXIT:].sum(axis=0)
    return net
