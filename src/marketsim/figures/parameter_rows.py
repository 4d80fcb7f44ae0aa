"""What figures with a row a calibrated parameter share."""

from collections.abc import Sequence

import pandas as pd

from marketsim.figures.errors import FigureError
from marketsim.figures.style import plain


def wanted(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return a table that has some columns and a row.

    Raises:
        FigureError: It has not.
    """
    if missing := [column for column in columns if column not in table.columns]:
        raise FigureError(f"This table lacks {', '.join(missing)}. Give one that a calibration or its report wrote.")
    if table.empty:
        raise FigureError("This table has no rows.")
    return table


def parameter_names(rows: pd.DataFrame, column: str = "key") -> list[str]:
    """Return keys in words: rule and parameter, or policy and setting."""
    return [plain(_words(str(key)), 46) for key in rows[column]]


def _words(key: str) -> str:
    section, _, rest = key.partition(".")
    name = rest.replace("_", " ").replace(".", ": ")
    return f"recorded: {name}" if section == "reporting" else name


def height_of(rows: pd.DataFrame) -> float:
    """Return the height of a figure, in inches."""
    return 1.7 + 0.24 * max(len(rows), 4)
