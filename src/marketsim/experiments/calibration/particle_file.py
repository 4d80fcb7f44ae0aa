"""Files of particles as they are read: whole, or a word on what is wrong."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from marketsim.results.errors import ResultError

NUMBERS = ("share:", "value:", "truth:")
"""What columns of numbers begin with."""


def read_particles(path: Path, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Return a file of particles.

    Args:
        path: Parquet file with a column `number`.
        columns: Others that it must have.

    Raises:
        ResultError: It is damaged.
    """
    try:
        table = pd.read_parquet(path)
    except Exception as error:  # Damage shows in the ways of Parquet, Thrift, Zstandard and the system.
        raise damaged(path, f"{type(error).__name__}: {error}") from error
    if lacking := [name for name in ("number", *columns) if name not in table]:
        raise damaged(path, f"it has no column {lacking[0]}")
    if not pd.api.types.is_integer_dtype(table["number"]) or (table["number"] < 0).any():
        raise damaged(path, "its runs are not numbered")
    if (again := table["number"].duplicated()).any():
        raise damaged(path, f"run {table.loc[again, 'number'].iloc[0]} is there twice")
    for name in table:
        if str(name).startswith(NUMBERS) and not pd.api.types.is_numeric_dtype(table[name]):
            raise damaged(path, f"its column {name} does not hold numbers")
    return table


def damaged(path: Path, why: str) -> ResultError:
    """Return the error that a file of particles is damaged."""
    return ResultError(f"{path} is damaged: {why}. Remove it: what is in runs/ is found again, the rest is made again.")


def rows_of(path: Path) -> int:
    """Return how many particles a file has, without reading them.

    Raises:
        ResultError: It is damaged.
    """
    try:
        return int(pq.read_metadata(path).num_rows)
    except Exception as error:  # As above.
        raise damaged(path, f"{type(error).__name__}: {error}") from error
