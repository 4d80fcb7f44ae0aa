"""Parts of a store as bytes and as files: whole or not there, and damage is noticed."""

import os
import secrets
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from marketsim.results.folder import PARTIAL, cannot_write


class DamagedPartError(Exception):
    """A part cannot be read as it was written."""


def part_bytes(table: pd.DataFrame) -> bytes:
    """Return figures of runs as a part."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    return arrow_bytes(arrow.cast(pa.schema([_field(field) for field in arrow.schema])))


def arrow_bytes(table: pa.Table) -> bytes:
    """Return a table of figures as Parquet with a checksum in every page."""
    buffer = pa.BufferOutputStream()
    options = {"compression": "zstd", "use_dictionary": ["run"], "write_statistics": False}
    pq.write_table(table, buffer, write_page_checksum=True, **options)
    return buffer.getvalue().to_pybytes()


def read_part(path: Path) -> pa.Table:
    """Return the table of a part.

    Raises:
        DamagedPartError: It is not as it was written.
    """
    try:
        return pq.ParquetFile(path, page_checksum_verification=True).read()
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


def _field(field: pa.Field) -> pa.Field:
    """Return a column's kind: all figures are doubles, so that parts of all runs fit each other."""
    if field.name in ("year", "days", "daily_checksum"):
        return pa.field(field.name, pa.int64())
    if field.name in ("run", "complete"):
        return pa.field(field.name, pa.string() if field.name == "run" else pa.bool_())
    return pa.field(field.name, pa.float64())
