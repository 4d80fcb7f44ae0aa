"""A run as a folder: written whole or not at all, never over another one, and read back.

A folder is filled under a temporary name (`.<name>.<random>.partial`) beside its place and renamed when all of it
is on disk. A killed run leaves at most such a partial folder, which nothing takes for a result.
"""

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from marketsim.results import files
from marketsim.results.errors import ResultError
from marketsim.results.manifest import FORMAT, is_same_run, short_digest
from marketsim.results.run import Run
from marketsim.version import MODEL_VERSION

MANIFEST = "manifest.json"
TABLES = ("daily.parquet", "yearly.csv", "regions.parquet", "consequences.csv", "cells.npz")
EVENTS = "events.parquet"
MASS = "mass.csv"
"""Books of mass, which results of old lack."""
PARTIAL = ".partial"


class Written(NamedTuple):
    """Where a result is, and whether it had to be written."""

    folder: Path
    new: bool


def folder_name(manifest: dict[str, Any], name: str | None = None) -> str:
    """Return `<scenario>-<seed>-<digest>`; without a name the scenario's title gives it."""
    words = re.sub(r"\W+", "-", (name or manifest["scenario"]["title"]).lower()).strip("-_")
    return f"{words[:60] or 'scenario'}-{manifest['seed']}-{short_digest(manifest)}"


def find(parent: Path, manifest: dict[str, Any], name: str | None = None) -> Path | None:
    """Return the folder that holds this very run, made by this very source, or none."""
    for folder in _places(parent, folder_name(manifest, name)):
        if not os.path.lexists(folder):
            return None
        there = _manifest_or_none(folder)
        if there and is_same_run(there, manifest) and there.get("source_digest") == manifest["source_digest"]:
            return folder
    return None


def check_writable(parent: Path) -> None:
    """Make a folder for results if there is none and try to write there, before anybody waits for a run.

    Raises:
        ResultError: It cannot be written.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=parent) as probe:
            probe.write(b"\0" * 4096)
    except OSError as error:
        raise cannot_write(parent, error) from error


def write(run: Run, parent: Path, name: str | None = None) -> Written:
    """Write a run to a folder of its own under `parent`.

    Raises:
        ResultError: The disk is full or the folder cannot be written; the partial folder is removed.
    """
    content = _content(run)
    sums = {file: hashlib.sha256(data).hexdigest() for file, data in content.items()}
    listed = {file: {"sha256": sums[file], "bytes": len(data)} for file, data in content.items()}
    manifest = run.manifest | {"files": listed}
    content[MANIFEST] = (json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
    name = folder_name(manifest, name)
    partial: Path | None = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        partial = parent / f".{name}.{secrets.token_hex(8)}{PARTIAL}"
        partial.mkdir()
        for file, data in content.items():
            _write_file(partial / file, data)
        return _put_in_place(partial, parent, name, manifest)
    except OSError as error:
        raise cannot_write(parent, error) from error
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)


def read(folder: Path | str, verify: bool = False, measures: Collection[str] | None = None) -> Run:
    """Read a result folder.

    Args:
        folder: The folder.
        verify: Compare every file with its checksum first.
        measures: Those that are read by day and by region, to save time and memory; all without them.

    Raises:
        ResultError: The folder holds no finished result, or a damaged one.
    """
    folder = Path(folder)
    manifest = manifest_of(folder)
    if manifest.get("format") != FORMAT:
        raise ResultError(f"{folder} has layout {manifest.get('format')}, this version of marketsim reads {FORMAT}.")
    if (made_by := manifest.get("model_version")) != MODEL_VERSION:
        what = f"{folder} was made by version {made_by} of the model, this is version {MODEL_VERSION}"
        warnings.warn(f"{what}: the figures of the two differ.", UserWarning, stacklevel=2)
    try:
        content = {file: (folder / file).read_bytes() for file in manifest["files"]}
    except OSError as error:
        raise ResultError(f"{folder} is incomplete: {error.strerror}: {error.filename}.") from error
    if verify:
        wrong = [file for file, data in content.items() if not _is_listed(data, manifest["files"][file])]
        if wrong:
            raise ResultError(
                f"{folder} is damaged: {', '.join(wrong)} changed since the run. Move it away, and run it again."
            )
    by_region = None if measures is None else {"month", "days", "region", *measures}
    try:
        events, mass = content.get(EVENTS), content.get(MASS)
        return Run(
            daily=files.table_of_parquet(content["daily.parquet"], measures),
            yearly=files.table_of_csv(content["yearly.csv"]),
            regions=files.table_of_parquet(content["regions.parquet"], by_region),
            consequences=files.consequences_of_csv(content["consequences.csv"]),
            cells=files.arrays_of_npz(content["cells.npz"]),
            manifest=manifest,
            events=files.table_of_parquet(events) if events is not None else None,
            mass=files.mass_of_csv(mass) if mass is not None else None,
        )
    except Exception as error:  # Damaged files fail in the ways of three libraries.
        raise ResultError(f"{folder} is damaged: {error}") from error


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return the manifest of a result folder.

    Raises:
        ResultError: The folder holds no finished result.
    """
    manifest = _manifest_or_none(folder)
    if manifest is None:
        raise ResultError(f"{folder} holds no finished result: {_why_none(folder)}.")
    return manifest


def _why_none(folder: Path) -> str:
    """Return why a folder holds no finished result."""
    try:
        if not os.path.lexists(folder):
            return "there is no such folder"
        if not folder.is_dir():
            return "it is no folder"
        if folder.name.endswith(PARTIAL):
            return "it is unfinished, its run was stopped while it was written"
        if not any(folder.iterdir()):
            return "it is empty"
    except OSError as error:
        return str(error.strerror)
    return f"there is no {MANIFEST} that can be read in it"


def _is_listed(data: bytes, entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("sha256") == hashlib.sha256(data).hexdigest()


def _content(run: Run) -> dict[str, bytes]:
    content = {
        "daily.parquet": files.parquet_bytes(run.daily),
        "yearly.csv": files.csv_bytes(run.yearly),
        "regions.parquet": files.parquet_bytes(run.regions),
        "consequences.csv": files.csv_bytes(run.consequences, index=False),
        "cells.npz": files.npz_bytes(run.cells),
    }
    if run.mass is not None:
        content[MASS] = files.csv_bytes(run.mass, index=False)
    if run.events is not None:
        content[EVENTS] = files.parquet_bytes(run.events)
    return content


def _places(parent: Path, name: str) -> Iterator[Path]:
    yield parent / name
    for number in count(2):
        yield parent / f"{name}-{number}"


def _put_in_place(partial: Path, parent: Path, name: str, manifest: dict[str, Any]) -> Written:
    """Rename a finished partial folder to the first free place, unless its very tables are there already."""
    for folder in _places(parent, name):
        if not os.path.lexists(folder):
            try:
                partial.rename(folder)
            except OSError as error:
                if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
                    raise
            else:
                _sync_folder(parent)
                return Written(folder, True)
        there = _manifest_or_none(folder)
        if there and is_same_run(there, manifest) and there.get("files") == manifest["files"]:
            return Written(folder, False)
    raise AssertionError("unreachable: places never end")


def _manifest_or_none(folder: Path) -> dict[str, Any] | None:
    if folder.name.endswith(PARTIAL):
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    listed = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(listed, dict) or not set(TABLES) <= set(listed) <= {*TABLES, EVENTS, MASS}:
        return None
    return manifest


def _write_file(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def cannot_write(parent: Path, error: OSError) -> ResultError:
    """Return what to tell when a folder cannot be written."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        file = next((path for path in (parent, *parent.parents) if path.is_file()), parent)
        return ResultError(f"{parent}: results cannot be written: {file} is a file. Choose a folder with --out.")
    reason = error.strerror or str(error)
    mend = "Free some space" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "Check its permissions"
    return ResultError(f"{parent}: results cannot be written: {reason}. {mend}, or choose another folder with --out.")
