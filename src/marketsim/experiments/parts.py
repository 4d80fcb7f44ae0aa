"""Parts of a store as bytes and as files: whole or not there, and damage is noticed.

A part has one row a year of a run, and one of year 0 for the whole measured period. All measures of a row are one list,
since two hundred columns would take longer to write than some runs to make; the schema's metadata names them. The row
of year 0 also has what the run answers to the reported figures, each over the period of the report.
"""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from marketsim.measures.registry import all_measures
from marketsim.results.evidence import answered
from marketsim.results.folder import PARTIAL, cannot_write

WHOLE = 0
"""Stands for the year in the row of the whole measured period."""
_MEASURES, _ANSWERS = b"measures", b"answers"


class DamagedPartError(Exception):
    """A part cannot be read as it was written."""


def part_table(columns: dict[str, object], figures: NDArray[np.float64], answers: Sequence[float]) -> pa.Table:
    """Return the part of a run.

    Args:
        columns: `run`, `seconds`, `daily_checksum`, `year`, `days` and `complete`.
        figures: Every measure, in the order of the registry, shape (row, measure).
        answers: What the run has for each figure of `answered`; it stands in the first row.
    """
    kinds = {"run": pa.string(), "seconds": pa.float64(), "complete": pa.bool_()}
    rows = {name: pa.array(values, kinds.get(name, pa.int64())) for name, values in columns.items()}
    held = [list(answers), *[None] * (len(figures) - 1)]
    return _with_figures(_with_answers(pa.table(rows), held), figures)


def answers_of(table: pa.Table) -> dict[str, dict[str, float]]:
    """Return the answers of each run of a part by the ids of reported figures; none of a run that was made without."""
    names = [figure.id for figure in answered()]
    held = zip(table["run"].to_pylist(), table["year"].to_pylist(), table["answers"].to_pylist(), strict=True)
    return {run: dict(zip(names, values, strict=True)) for run, year, values in held if year == WHOLE and values}


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
        asked = json.loads(table.schema.metadata.get(_ANSWERS, "[]"))
        if names == list(all_measures()) and asked == [figure.id for figure in answered()]:
            return table
        plain = table.drop_columns([name for name in ("figures", "answers") if name in table.column_names])
        held = table["answers"].to_pylist() if asked else [None] * table.num_rows
        return _with_figures(
            _with_answers(plain, [_reordered(asked, values) for values in held]),
            _in_order(names, _matrix(table, len(names))),
        )
    except Exception as error:  # Damage shows in the ways of Parquet, Thrift, Zstandard and the system.
        raise DamagedPartError(str(error)) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under a temporary name and rename it when all of it is on disk.

    Raises:
        ResultError: It cannot be written; nothing is left that looks whole.
    """
    write_together(path.parent, {path.name: data})


def write_together(folder: Path, content: Mapping[str, bytes]) -> None:
    """Write files so that none takes its place before all are on disk; the last one says that the others are there.

    Args:
        folder: Where they go.
        content: What they hold by name; the last one is away while the others change.

    Raises:
        ResultError: One cannot be written. Where that is for want of room, all is as it was before.
    """
    partial = {name: folder / f".{name}.{secrets.token_hex(8)}{PARTIAL}" for name in content}
    try:
        for name, data in content.items():
            with partial[name].open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        *others, last = content
        if others:
            (folder / last).unlink(missing_ok=True)
        for name in content:
            partial[name].replace(folder / name)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)


def _with_answers(table: pa.Table, answers: Sequence[Sequence[float] | None]) -> pa.Table:
    return table.append_column("answers", pa.array(answers, pa.list_(pa.float64())))


def _reordered(asked: Sequence[str], values: Sequence[float] | None) -> list[float] | None:
    """Return answers in the order of today's figures, NaN to those that were not asked for then."""
    if values is None:
        return None
    known = dict(zip(asked, values, strict=True))
    return [known.get(figure.id, np.nan) for figure in answered()]


def _with_figures(table: pa.Table, figures: NDArray[np.float64]) -> pa.Table:
    names = list(all_measures())
    values = pa.array(np.ascontiguousarray(figures, np.float64).ravel())
    whole = table.append_column("figures", pa.FixedSizeListArray.from_arrays(values, len(names)))
    asked = [figure.id for figure in answered()]
    return whole.replace_schema_metadata({_MEASURES: json.dumps(names).encode(), _ANSWERS: json.dumps(asked).encode()})


def _matrix(table: pa.Table, width: int) -> NDArray[np.float64]:
    chunks = [np.asarray(chunk.flatten()) for chunk in table["figures"].chunks]
    return np.concatenate(chunks or [np.zeros(0)]).reshape(-1, width)


def _in_order(names: list[str], values: NDArray[np.float64]) -> NDArray[np.float64]:
    place = {name: place for place, name in enumerate(names)}
    lost = np.full(len(values), np.nan)
    return np.stack([values[:, place[name]] if name in place else lost for name in all_measures()], axis=1)
