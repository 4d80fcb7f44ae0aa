"""What figures of sensitivity share: their tables, checked, and the parameters that stand in them.

Every table is tidy, one row an outcome and parameter, with the columns `outcome`, `parameter` and those of its kind:

* tornado: `low` and `high` (ends of the parameter), `at_low` and `at_high` (the outcome there), `base`;
* Morris: `mu_star` and `sigma` (elementary effects), may have `mu_star_low` and `mu_star_high`;
* Sobol: `s1` and `st`, may have `s1_low`, `s1_high`, `st_low`, `st_high`.

A column `unit` (of the outcome) may stand in any of them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from marketsim.figures.errors import FigureError
from marketsim.figures.style import plain
from marketsim.figures.words import lowered, title_of
from marketsim.measures.registry import all_measures

KEYS = ("outcome", "parameter")
MOST = 20
"""Parameters on a sheet; those that matter most stay."""
LETTERS = 38
"""Letters of a parameter's name."""


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
    names = [str(name) for name in dict.fromkeys(table["outcome"])]
    chosen = names[0] if outcome is None else outcome
    rows = table[table["outcome"].astype(str) == chosen]
    if rows.empty:
        known = ", ".join(plain(name, LETTERS) for name in names[:12])
        raise FigureError(f"There is no outcome {chosen!r} in the table. It holds {known}.")
    if rows["parameter"].duplicated().any():
        raise FigureError("A parameter stands twice in the table for one outcome. Keep one row of each.")
    held = rows.assign(**{name: pd.to_numeric(rows[name], errors="coerce") for name in columns})
    whole = np.isfinite(held[list(columns)].to_numpy(np.float64)).all(axis=1)
    if not whole.all():
        lacking = ", ".join(plain(name, LETTERS) for name in held.loc[~whole, "parameter"][:3])
        raise FigureError(f"The table has no numbers for {lacking}. Every row wants one in each of its columns.")
    return held.reset_index(drop=True)


def most_telling(rows: pd.DataFrame, weight: pd.Series) -> tuple[pd.DataFrame, str]:
    """Return the rows that matter most, the first of them first, and a sentence on those left out."""
    order = weight.abs().sort_values(ascending=False, kind="stable").index
    left = len(rows) - MOST
    said = f" {left} parameters that matter less are left out." if left > 0 else ""
    return rows.loc[order[:MOST]].reset_index(drop=True), said


def parameter_names(rows: pd.DataFrame) -> list[str]:
    """Return the parameters in short: rule and name, cut in the middle where they are long."""
    return [short_name(name) for name in rows["parameter"]]


def short_name(name: object) -> str:
    """Return a parameter in short."""
    said = plain(str(name).removeprefix("parameters."), 200)
    return said if len(said) <= LETTERS else f"{said[: LETTERS // 2 - 1]}…{said[-LETTERS // 2 :]}"


def outcome_words(rows: pd.DataFrame, unit: bool = True) -> str:
    """Return the outcome in words, with its unit where one is known."""
    name = str(rows["outcome"].iloc[0])
    said = str(rows["unit"].iloc[0]) if "unit" in rows else ""
    said = said or (all_measures()[name].unit if name in all_measures() else "")
    words = plain(lowered(title_of(name)), 60)
    return f"{words}, {plain(said, 30)}" if unit and said else words


def interval(rows: pd.DataFrame, name: str) -> np.ndarray | None:
    """Return how far an interval reaches below and above its value, if the table holds it."""
    if f"{name}_low" not in rows or f"{name}_high" not in rows:
        return None
    ends = [rows[name] - rows[f"{name}_low"], rows[f"{name}_high"] - rows[name]]
    return np.clip(np.nan_to_num(np.array(ends, np.float64)), 0.0, None)


def height_of(rows: pd.DataFrame) -> float:
    """Return the inches that rows take."""
    return 1.9 + 0.33 * len(rows)
