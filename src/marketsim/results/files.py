"""Tables as bytes and back; the same table makes the same bytes, on any day."""

import csv
import io
import math
import zipfile
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

_NO_DATE = (1980, 1, 1, 0, 0, 0)


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as a Parquet file, compressed with zstd."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, engine="pyarrow", compression="zstd")
    return buffer.getvalue()


def csv_bytes(table: pd.DataFrame, index: bool = True) -> bytes:
    """Return a table as CSV in which every number reads back as it was."""
    return table.to_csv(lineterminator="\n", index=index).encode()


def as_json(value: Any) -> Any:
    """Return a value as JSON holds it: tables as rows, days as text, what is no finite number as nothing."""
    if isinstance(value, pd.DataFrame):
        return [as_json(row) for row in value.to_dict("records")]
    if isinstance(value, Mapping):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    if isinstance(value, np.ndarray):
        return as_json(value.tolist())
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        return as_json(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def npz_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return arrays as a compressed `.npz`; `numpy.savez` would write the time of day into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, array in arrays.items():
            part = io.BytesIO()
            np.lib.format.write_array(part, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part.getvalue())
    return buffer.getvalue()


def table_of_parquet(content: bytes, columns: Collection[str] | None = None) -> pd.DataFrame:
    """Return the table of a Parquet file, or those of some columns that it has."""
    file = pq.ParquetFile(io.BytesIO(content))
    kept = None if columns is None else [name for name in file.schema_arrow.names if name in columns]
    held = file.read(columns=kept, use_threads=False, use_pandas_metadata=True)
    return held.to_pandas(use_threads=False)


def table_of_csv(content: bytes) -> pd.DataFrame:
    """Return the yearly table of a CSV file; Python reads the numbers, since not every pandas reads them exactly."""
    return pd.DataFrame({name: _numbers(words) for name, words in _columns(content).items()}).set_index("year")


def consequences_of_csv(content: bytes) -> pd.DataFrame:
    """Return the ledger of consequences of a CSV file."""
    return _named(content, "region")


def mass_of_csv(content: bytes) -> pd.DataFrame:
    """Return the books of mass of a CSV file."""
    return _named(content, "material")


def _named(content: bytes, name: str) -> pd.DataFrame:
    """Return a table of numbers with one column of names."""
    columns = _columns(content).items()
    return pd.DataFrame(
        {title: pd.Series(words, dtype="str") if title == name else _numbers(words) for title, words in columns}
    )


def _columns(content: bytes) -> dict[str, list[str]]:
    header, *rows = csv.reader(io.StringIO(content.decode()))
    return {name: [row[place] for row in rows] for place, name in enumerate(header)}


def _numbers(words: list[str]) -> NDArray[Any]:
    if all(word in ("True", "False") for word in words):
        return np.array([word == "True" for word in words])
    try:
        return np.array([int(word) for word in words], np.int64)
    except ValueError:
        return np.array([float(word or "nan") for word in words])


def arrays_of_npz(content: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of a `.npz` file."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
