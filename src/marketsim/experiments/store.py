"""A folder of finished runs by id: killing whoever writes it loses no run that was finished, and damage is noticed.

    store.json          version of the model
    parts/              figures of each year, as Parquet: a part a run, and blocks into which parts are merged
    daily/<run>.parquet every day of a run, where it was asked for
    failed/<run>.json   why a run failed
    damaged/            parts that could not be read; their runs are made again

A file is written under a temporary name and renamed when all of it is on disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from marketsim.experiments.errors import ExperimentError, OtherVersionError
from marketsim.experiments.parts import DamagedPartError, answers_of, part_bytes, read_part, write_whole
from marketsim.experiments.tasks import Outcome, Task
from marketsim.results.errors import ResultError
from marketsim.results.folder import PARTIAL, check_writable
from marketsim.version import MODEL_VERSION

FORMAT = 1
LOOSE = 256
"""Parts of single runs that are merged into a block."""


class Place(NamedTuple):
    """Where the rows of a run are, and how long it took."""

    file: str
    first: int
    rows: int
    seconds: float


class Store:
    """Finished and failed runs."""

    def __init__(self, folder: Path, daily: bool = False, look: bool = False) -> None:
        """Open a folder, or make a new one; damaged parts are put aside.

        Args:
            folder: The folder.
            daily: Only runs with all of their days count as finished.
            look: Only look: nothing is made, and damaged parts stay where they are.

        Raises:
            OtherVersionError: It holds runs of another version of the model.
            ResultError: It cannot be written, or what says of which version its runs are is damaged.
        """
        self.folder, self.daily, self.look = folder, daily, look
        self.damaged: list[Path] = []
        """Parts that were put aside."""
        self.finished: dict[str, Place] = {}
        self.failed: dict[str, dict[str, Any]] = {}
        self._loose: dict[Path, None] = {}
        for name in ("parts", "failed", *(["daily"] if daily else [])) if not look else ():
            check_writable(folder / name)
        self._check_version()
        for path in sorted((folder / "parts").glob("*.parquet")):
            self._index(path)
        for path in (folder / "failed").glob("*.json"):
            with contextlib.suppress(ValueError, OSError):
                self.failed[path.stem] = json.loads(path.read_bytes())

    def clear(self) -> None:
        """Remove what killed writers left behind; only who alone writes here may."""
        for path in self.folder.rglob(f".*{PARTIAL}"):
            path.unlink(missing_ok=True)

    def put(self, task: Task, outcome: Outcome) -> None:
        """Keep the outcome of a run.

        Raises:
            ResultError: It cannot be written.
        """
        record = self.folder / "failed" / f"{task.run}.json"
        if outcome.error:
            facts = {"error": outcome.error, "traceback": outcome.traceback, "seconds": round(outcome.seconds, 3)}
            known = self.failed.get(task.run, {}).get("failures", 0)
            self.failed[task.run] = facts | {"failures": known + 1}
            write_whole(record, json.dumps(self.failed[task.run], indent=1).encode())
            return
        if outcome.daily:
            write_whole(self._days(task.run), outcome.daily)
        path = self.folder / "parts" / f"run-{task.run}.parquet"
        write_whole(path, outcome.figures)
        rows = pq.read_metadata(pa.BufferReader(outcome.figures)).num_rows
        self.finished[task.run] = Place(path.name, 0, rows, outcome.seconds)
        self._loose[path] = None
        if self.failed.pop(task.run, None) is not None:
            record.unlink(missing_ok=True)

    def merge(self, least: int = LOOSE) -> None:
        """Merge the parts of single runs into a block where there are many; only who alone writes here may."""
        names = [path for path in self._loose if self.finished.get(path.stem[4:], _NOWHERE).file == path.name]
        if len(names) < max(least, 1):
            return  # What is there without its days stays as it is: a design that wants none finds it again.
        block = pa.concat_tables([self._read(path.name) for path in names])
        name = hashlib.sha256("".join(path.stem for path in names).encode()).hexdigest()[:32]
        path = self.folder / "parts" / f"block-{name}.parquet"
        write_whole(path, part_bytes(block))
        self._note(path, block)
        for loose in names:
            loose.unlink(missing_ok=True)
            del self._loose[loose]

    def figures(self, runs: Iterable[str]) -> pa.Table:
        """Return the rows of some finished runs, run by run."""
        places = [self.finished[run] for run in runs]
        files = list(dict.fromkeys(place.file for place in places))
        tables = {file: self._read(file) for file in files}
        offsets, start = {}, 0
        for file in files:
            offsets[file] = start
            start += tables[file].num_rows
        rows = [offsets[p.file] + row for p in places for row in range(p.first, p.first + p.rows)]
        return pa.concat_tables(tables.values()).take(pa.array(rows, pa.int64()))

    def answers(self, runs: Iterable[str]) -> dict[str, dict[str, float]]:
        """Return what some finished runs have for each reported figure, by run and id of the figure."""
        asked = set(runs)
        files = dict.fromkeys(self.finished[run].file for run in asked)
        found = {run: known for file in files for run, known in answers_of(self._read(file)).items()}
        return {run: known for run, known in found.items() if run in asked}

    def days(self, run: str) -> bytes:
        """Return every day of a run, as Parquet."""
        return self._days(run).read_bytes()

    def _read(self, file: str) -> pa.Table:
        try:
            return read_part(self.folder / "parts" / file)
        except DamagedPartError as error:
            what = f"{self.folder / 'parts' / file} was damaged while it was in use"
            raise ResultError(f"{what}. Run the same again: its runs are then made anew.") from error

    def _days(self, run: str) -> Path:
        return self.folder / "daily" / f"{run}.parquet"

    def _check_version(self) -> None:
        path = self.folder / "store.json"
        try:
            said = json.loads(path.read_bytes()) if path.exists() else None
        except ValueError:
            said = None
        if path.exists() and not (isinstance(said, dict) and "model_version" in said):
            raise ResultError(
                f"{path} is damaged. Remove it: runs of another version of the model are not taken anyway."
            )
        if said is None:
            said = {"format": FORMAT, "model_version": MODEL_VERSION}
            if not self.look:
                write_whole(path, json.dumps(said).encode())
        if (version := said.get("model_version")) != MODEL_VERSION:
            what = f"{self.folder} holds runs of version {version} of the model, this is version {MODEL_VERSION}"
            raise OtherVersionError(f"{what}. Choose another folder with --out, or remove that one.")
        if said.get("format") != FORMAT:
            what = f"{self.folder} has layout {said.get('format')}, this version of marketsim reads {FORMAT}"
            raise ExperimentError(f"{what}. Choose another folder with --out.")

    def _index(self, path: Path) -> None:
        try:
            table = read_part(path)
            self._note(path, table)
        except (DamagedPartError, KeyError):
            self._put_aside(path)
            return
        if path.name.startswith("run-"):
            self._loose[path] = None

    def _note(self, path: Path, table: pa.Table) -> None:
        """Note where the runs of a part are, those left out whose days are wanted and not there."""
        names, seconds = table["run"].to_pylist(), table["seconds"].to_pylist()
        checksums = table["daily_checksum"].to_pylist()
        first = 0
        for row in range(1, len(names) + 1):
            if row == len(names) or names[row] != names[first]:
                if not self.daily or self._has_days(names[first], checksums[first]):
                    self.finished[names[first]] = Place(path.name, first, row - first, seconds[first])
                first = row

    def _has_days(self, run: str, checksum: int) -> bool:
        path = self._days(run)
        if checksum < 0 or not path.exists():
            return False
        if zlib.crc32(path.read_bytes()) == checksum:
            return True
        self._put_aside(path)
        return False

    def _put_aside(self, path: Path) -> None:
        self.damaged.append(path)
        if self.look:
            return
        try:
            (self.folder / "damaged").mkdir(exist_ok=True)
            path.replace(self.folder / "damaged" / path.name)
        except OSError as error:
            raise ResultError(f"{path} is damaged and cannot be moved: {error.strerror}. Remove it.") from error


_NOWHERE = Place("", 0, 0, 0.0)
