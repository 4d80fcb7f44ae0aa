"""The data sets of a sweep: the same bytes whatever the number of workers and the order in which runs were finished."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from marketsim.experiments.designs import Design
from marketsim.experiments.parts import WHOLE, figures_of
from marketsim.experiments.store import Store
from marketsim.experiments.substituting import Value
from marketsim.experiments.tasks import Task
from marketsim.results.folder import PARTIAL, cannot_write

RUNS, YEARLY, STATUS = "runs.parquet", "yearly.parquet", "status.parquet"
CHUNK = 512
"""Runs that are read and written at once."""
FINISHED, FAILED, MISSING = "finished", "failed", "not run"
"""Statuses of a run."""


def collect(design: Design, tasks: Iterable[Task], store: Store, folder: Path) -> None:
    """Write the data sets of a design: `runs`, `yearly`, and the status of each run with its time.

    Args:
        design: The design.
        tasks: Its runs in order.
        store: Where finished runs are.
        folder: Where to write.

    Raises:
        ResultError: They cannot be written; what was there before stays.
    """
    tasks = iter(tasks)
    kinds = [_kind(design, place) for place in range(len(design.dimensions))]
    with _written(folder / RUNS) as runs, _written(folder / YEARLY) as yearly, _written(folder / STATUS) as status:
        while chunk := list(islice(tasks, CHUNK)):
            finished = [task for task in chunk if task.run in store.finished]
            figures = store.figures(task.run for task in finished) if finished else None
            runs.write(_runs(design, kinds, chunk, store, figures))
            status.write(_status(chunk, store))
            if figures is not None:
                yearly.write(_yearly(finished, store, figures))


def status_of(task: Task, store: Store) -> str:
    """Return the status of a run."""
    return FINISHED if task.run in store.finished else FAILED if task.run in store.failed else MISSING


def _runs(
    design: Design, kinds: Sequence[pa.DataType], chunk: Sequence[Task], store: Store, figures: pa.Table | None
) -> pa.Table:
    """Return one row a run: what it is, its values of the dimensions, every measure over the whole period."""
    columns = _named(chunk)
    columns["run"] = pa.array([task.run for task in chunk])
    columns["status"] = pa.array([status_of(task, store) for task in chunk])
    for place, (dimension, kind) in enumerate(zip(design.dimensions, kinds, strict=True)):
        values = [design.points[task.arm.point - 1][place] if task.arm.point else None for task in chunk]
        columns[dimension] = pa.array([_as(kind, value) for value in values], kind)
    rows = _rows_of_whole_period(chunk, store, figures)
    days = figures["days"].to_pylist() if figures is not None else []
    columns["days"] = pa.array([None if row is None else days[row] for row in rows], pa.int64())
    return pa.table(columns | figures_of(figures, rows))


def _rows_of_whole_period(chunk: Sequence[Task], store: Store, figures: pa.Table | None) -> list[int | None]:
    """Return in which row of the figures each run's whole period is; none where it is not finished."""
    whole = iter(pc.indices_nonzero(pc.equal(figures["year"], WHOLE)).to_pylist() if figures is not None else [])
    return [next(whole) if task.run in store.finished else None for task in chunk]


def _yearly(finished: Sequence[Task], store: Store, figures: pa.Table) -> pa.Table:
    """Return one row a run and year."""
    each = [task for task in finished for _ in range(store.finished[task.run].rows)]
    rows = [row for row, year in enumerate(figures["year"].to_pylist()) if year != WHOLE]
    columns = _named([each[row] for row in rows])
    columns |= {name: figures[name].take(rows).combine_chunks() for name in ("run", "year", "days", "complete")}
    return pa.table(columns | figures_of(figures, rows))


def _status(chunk: Sequence[Task], store: Store) -> pa.Table:
    """Return one row a run: its status and time, and why it failed."""
    failures = [{} if task.run in store.finished else store.failed.get(task.run, {}) for task in chunk]
    times = [store.finished[task.run].seconds if task.run in store.finished else None for task in chunk]
    columns = _named(chunk) | {
        "run": pa.array([task.run for task in chunk]),
        "status": pa.array([status_of(task, store) for task in chunk]),
        "seconds": pa.array(
            [failed.get("seconds", seconds) for failed, seconds in zip(failures, times, strict=True)], pa.float64()
        ),
        "failures": pa.array([failed.get("failures", 0) for failed in failures], pa.int64()),
        "error": pa.array([failed.get("error", "") for failed in failures]),
        "traceback": pa.array([failed.get("traceback", "") for failed in failures]),
    }
    return pa.table(columns)


def _named(tasks: Sequence[Task]) -> dict[str, pa.Array]:
    """Return the columns that name runs."""
    return {
        "scenario": pa.array([task.arm.name for task in tasks], pa.string()),
        "point": pa.array([task.arm.point for task in tasks], pa.int64()),
        "seed": pa.array([task.seed for task in tasks], pa.uint64()),
    }


def _kind(design: Design, place: int) -> pa.DataType:
    values = [point[place] for point in design.points]
    if all(isinstance(value, bool) for value in values):
        return pa.bool_()
    if all(isinstance(value, int | float) for value in values):
        return pa.float64()
    return pa.timestamp("us") if all(isinstance(value, date) for value in values) else pa.string()


def _as(kind: pa.DataType, value: Value | None) -> Any:
    if value is None:
        return None
    if pa.types.is_string(kind):
        return str(value)
    return datetime.combine(value, time()) if isinstance(value, date) else value


@contextmanager
def _written(path: Path) -> Iterator[_Rows]:
    """Yield what takes the rows of a file, which is put in place when all are there."""
    rows = _Rows(path.with_name(f".{path.name}.{secrets.token_hex(8)}{PARTIAL}"))
    try:
        yield rows
        rows.close()
        if rows.partial.exists():
            rows.partial.replace(path)
        else:
            path.unlink(missing_ok=True)  # It is of another design.
    except OSError as error:
        raise cannot_write(path.parent, error) from error
    finally:
        with suppress(OSError):  # On a full disk the end of the file cannot be written either.
            rows.close()
        rows.partial.unlink(missing_ok=True)


class _Rows:
    """A Parquet file that grows by a row group a chunk."""

    def __init__(self, partial: Path) -> None:
        self.partial = partial
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        """Add rows."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.partial, table.schema, compression="zstd")
        self._writer.write_table(table)

    def close(self) -> None:
        """Finish the file."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
