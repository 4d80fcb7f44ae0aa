"""What figures of sensitivity share: their tables, checked, and the dimensions that stand in them.

Every table is tidy, one row a measure and dimension, with the columns `measure`, `dimension` (a parameter, a policy or
a date, as its key in scenarios) and those of its kind:

* tornado: `base`, `at_low` and `at_high`, the measure at the base and at either end of the dimension's range;
* Morris: `mu_star` and `sigma` of the elementary effects; may have `low` and `high`, the interval of `mu_star`;
* Sobol: `first` and `total`; may have `first_low` and `first_high`, and `low` and `high`, the interval of `total`.

A column `unit` (of the measure) may stand in any of them, and `note`, which says why figures lack.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from marketsim.figures.errors import FigureError, UnknownChoiceError
from marketsim.figures.style import plain
from marketsim.figures.words import lowered, title_of
from marketsim.measures.registry import all_measures

KEYS = ("measure", "dimension")
MOST = 20
"""Dimensions on a sheet; those that matter most stay."""
LETTERS = 38
"""Letters of a dimension's name."""


def rows_of(table: pd.DataFrame, columns: Sequence[str], outcome: str | None) -> pd.DataFrame:
    """Return the rows of one outcome, the first one unless told otherwise.

    Raises:
        FigureError: A column lacks, holds no numbers, or there is no such outcome.
    """
    missing = [name for name in (*KEYS, *columns) if name not in table]
    if missing:
        wanted = ", ".join((*KEYS, *columns))
        raise FigureError(f"The table lacks {', '.join(missing)}. This figure wants the columns {wanted}.")
    if table.empty:
        raise FigureError("The table has no rows: there is nothing to draw.")
    names = [str(name) for name in dict.fromkeys(table["measure"])]
    chosen = names[0] if outcome is None else outcome
    rows = table[table["measure"].astype(str) == chosen]
    if rows.empty:
        known = ", ".join(plain(name, LETTERS) for name in names[:12])
        raise UnknownChoiceError(f"There is no outcome {chosen!r} in the table. It holds {known}.")
    if rows["dimension"].duplicated().any():
        raise FigureError("A dimension stands twice in the table for one measure. Keep one row of each.")
    held = rows.assign(**{name: pd.to_numeric(rows[name], errors="coerce") for name in columns})
    whole = np.isfinite(held[list(columns)].to_numpy(np.float64)).all(axis=1)
    if not whole.any():
        why = plain(rows["note"].iloc[0], 200) if "note" in rows and rows["note"].notna().any() else ""
        raise FigureError(f"No row of {plain(chosen, LETTERS)} has its numbers{f': {why}' if why else ''}.")
    return held[whole].reset_index(drop=True).assign(lacking=int((~whole).sum()))


def most_telling(rows: pd.DataFrame, weight: pd.Series) -> tuple[pd.DataFrame, str]:
    """Return the rows that matter most, the first of them first, and a sentence on those left out."""
    order = weight.abs().sort_values(ascending=False, kind="stable").index
    left, lacking = len(rows) - MOST, int(rows["lacking"].iloc[0])
    said = f" {left} dimensions that matter less are left out." if left > 0 else ""
    said += f" {lacking} without figures are left out." if lacking else ""
    return rows.loc[order[:MOST]].reset_index(drop=True), said


def dimension_names(rows: pd.DataFrame) -> list[str]:
    """Return the dimensions in short, cut in the middle where they are long."""
    return [short_name(name) for name in rows["dimension"]]


def short_name(name: object) -> str:
    """Return a dimension in short: without the section of the scenario that it stands in."""
    said = plain(str(name).removeprefix("parameters."), 200)
    return said if len(said) <= LETTERS else f"{said[: LETTERS // 2 - 1]}…{said[-LETTERS // 2 :]}"


def outcome_words(rows: pd.DataFrame, unit: bool = True) -> str:
    """Return the outcome in words, with its unit where one is known."""
    name = str(rows["measure"].iloc[0])
    said = str(rows["unit"].iloc[0]) if "unit" in rows else ""
    said = said or (all_measures()[name].unit if name in all_measures() else "")
    words = plain(lowered(title_of(name)), 60)
    return f"{words}, {plain(said, 30)}" if unit and said and said != words else words


def interval(rows: pd.DataFrame, name: str, prefix: str = "") -> np.ndarray | None:
    """Return how far an interval reaches below and above its value, if the table holds it.

    Args:
        rows: Rows of a table.
        name: Column of the value.
        prefix: What stands before `low` and `high` in the columns of its interval.
    """
    low, high = f"{prefix}low", f"{prefix}high"
    if low not in rows or high not in rows or rows[low].isna().all():
        return None
    ends = [rows[name] - rows[low], rows[high] - rows[name]]
    return np.clip(np.nan_to_num(np.array(ends, np.float64)), 0.0, None)


def height_of(rows: pd.DataFrame) -> float:
    """Return the inches that rows take."""
    return 1.9 + 0.33 * len(rows)
