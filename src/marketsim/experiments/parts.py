"""Parts of a store as bytes and as files: whole or not there, and damage is noticed.

A part has one row a year of a run, and one of year 0 for the whole measured period. All measures of a row are one list,
since two hundred columns would take longer to write than some runs to make; the schema's metadata names them.
"""

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from marketsim.measures.registry import all_measures
from marketsim.results.folder import PARTIAL, cannot_write

WHOLE = 0
"""Stands for the year in the row of the whole measured period."""
_MEASURES = b"measures"


class DamagedPartError(Exception):
    """A part cannot be read as it was written."""


def part_table(columns: dict[str, object], figures: NDArray[np.float64]) -> pa.Table:
    """Return a part.

    Args:
        columns: `run`, `seconds`, `daily_checksum`, `year`, `days` and `complete`.
        figures: Every measure, in the order of the registry, shape (row, measure).
    """
    kinds = {"run": pa.string(), "seconds": pa.float64(), "complete": pa.bool_()}
    rows = {name: pa.array(values, kinds.get(name, pa.int64())) for name, values in columns.items()}
    return _with_figures(pa.table(rows), figures)


def figures_of(table: pa.Table | None, rows: Sequence[int | None]) -> dict[str, pa.Array]:
    """Return the measures of some rows of a part as columns, NaN where a row is none."""
    values = np.full((len(rows), len(all_measures())), np.nan)
    if table is not None:
        known = [place for place, row in enumerate(rows) if row is not None]
        values[known] = _matrix(table, len(all_measures()))[[row for row in rows if row is not None]]
    return {name: pa.array(values[:, place]) for place, name in enumerate(all_measures())}


def part_bytes(table: pa.Table) -> bytes:
    """Return a part as Parquet with a checksum in every page."""
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, compression="zstd", use_dictionary=["run"], write_page_checksum=True)
    return buffer.getvalue().to_pybytes()


def read_part(path: Path) -> pa.Table:
    """Return the table of a part, its measures as they are known today; those that it lacks are NaN.

    Raises:
        DamagedPartError: It is not as it was written.
    """
    try:
        table = pq.ParquetFile(path, page_checksum_verification=True).read()
        names = json.loads(table.schema.metadata[_MEASURES])
        if names == list(all_measures()):
            return table
        return _with_figures(table.drop_columns("figures"), _in_order(names, _matrix(table, len(names))))
    except Exception as error:  # Damage shows in the ways of Parquet, Thrift, Zstandard and the system.
        raise DamagedPartError(str(error)) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under a temporary name and rename it when all of it is on disk.

    Raises:
        ResultError: It cannot be written; nothing is left that looks whole.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}{PARTIAL}")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise cannot_write(path.parent, error) from error
    finally:
        partial.unlink(missing_ok=True)


def _with_figures(table: pa.Table, figures: NDArray[np.float64]) -> pa.Table:
    names = list(all_measures())
    values = pa.array(np.ascontiguousarray(figures, np.float64).ravel())
    whole = table.append_column("figures", pa.FixedSizeListArray.from_arrays(values, len(names)))
    return whole.replace_schema_metadata({_MEASURES: json.dumps(names).encode()})


def _matrix(table: pa.Table, width: int) -> NDArray[np.float64]:
    chunks = [np.asarray(chunk.flatten()) for chunk in table["figures"].chunks]
    return np.concatenate(chunks or [np.zeros(0)]).reshape(-1, width)


def _in_order(names: list[str], values: NDArray[np.float64]) -> NDArray[np.float64]:
    place = {name: place for place, name in enumerate(names)}
    lost = np.full(len(values), np.nan)
    return np.stack([values[:, place[name]] if name in place else lost for name in all_measures()], axis=1)
