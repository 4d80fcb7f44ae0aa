"""What figures with a row a calibrated parameter share."""

import pandas as pd

from marketsim.figures.style import plain


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
