"""What the explorer reads: the results folder and the folder of scenarios, nothing outside them."""

from __future__ import annotations

import json
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketsim.experiments.saved_comparison import is_comparison
from marketsim.results.folder import MANIFEST, PARTIAL, TABLES
from marketsim.results.manifest import FORMAT
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load
from marketsim.scenario.scenario import Scenario

LARGEST_MANIFEST = 20_000_000
RUNS = "runs.parquet"
"""Table by which the folder of a sweep is known."""
STORE = "store.json"
"""File by which a folder of kept runs is known that comparisons share; it is nothing to look at."""
DESIGNS = ("sweeps", "calibrations")
"""Folders below that of the scenarios which hold designs, not scenarios."""
DOCUMENTS = (".md", ".txt", ".html", ".pdf", ".png", ".svg")
"""Endings of what lies beside results and is nothing to look at here."""
MOST = 500
"""Entries of a folder that are listed."""


@dataclass(frozen=True)
class Entry:
    """A result in the folder."""

    path: Path
    kind: str
    """`run`, `comparison` or `sweep`."""
    manifest: dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """An entry that cannot be shown, and why: a key of the catalogue and what is put in."""

    name: str
    key: str
    values: dict[str, object]


def entries(folder: Path) -> tuple[list[Entry], list[Fault]]:
    """Return the results of a folder, newest first, and what is no result that can be shown."""
    found: list[Entry] = []
    faults: list[Fault] = []
    for path in sorted(folder.iterdir(), key=_changed, reverse=True)[:MOST]:
        told = _entry(path, folder)
        if isinstance(told, Entry):
            found.append(told)
        elif told is not None:
            faults.append(told)
    return found, faults


def _entry(path: Path, folder: Path) -> Entry | Fault | None:
    """Return what an entry of the folder is; none for what nobody takes for a result."""
    try:
        if not path.resolve().is_relative_to(folder.resolve()) or _leads_out(path):
            return Fault(path.name, "stored.outside", {})
        if path.name.endswith(PARTIAL):
            return Fault(path.name, "stored.unfinished", {})
        if path.name.startswith(".") or path.name == "README.md" or _is_kept(path):
            return None
        if not path.is_dir():
            return Fault(path.name, "stored.other_file", {})
        if _holds_no_result(path):
            return None
        if is_comparison(path):
            return Entry(path, "comparison", _described(path / "comparison.json"))
        manifest = _described(path / MANIFEST)
    except (OSError, ValueError, RecursionError):
        return Fault(path.name, "stored.no_result", {})
    if (path / RUNS).is_file():
        return Entry(path, "sweep", manifest)
    if not isinstance(manifest.get("files"), dict) or not isinstance(manifest.get("scenario"), dict):
        return Fault(path.name, "stored.no_result", {})
    if manifest.get("format") != FORMAT:
        return Fault(path.name, "stored.other_layout", {"layout": str(manifest.get("format"))[:20], "known": FORMAT})
    if missing := [file for file in manifest["files"] if not (path / file).is_file()]:
        return Fault(path.name, "stored.damaged", {"why": ", ".join(missing)})
    return Entry(path, "run", manifest)


def _is_kept(path: Path) -> bool:
    """Tell whether a folder holds nothing but kept runs; a sweep keeps its own beside its tables."""
    return (path / STORE).exists() and not (path / RUNS).exists()


def _holds_no_result(path: Path) -> bool:
    """Tell whether a folder is no result, not even a damaged one: it holds further folders, or documents alone."""
    names = {child.name for child in path.iterdir()}
    if not names or names & {MANIFEST, RUNS, "comparison.json", *TABLES}:
        return False
    return any(child.is_dir() for child in path.iterdir()) or all(Path(name).suffix in DOCUMENTS for name in names)


def _leads_out(path: Path) -> bool:
    """Tell whether a file of a result is a link to somewhere else."""
    return path.is_dir() and any(child.is_symlink() for child in path.iterdir())


def _described(file: Path) -> dict[str, Any]:
    if file.stat().st_size > LARGEST_MANIFEST:
        raise ValueError
    held = json.loads(file.read_bytes())
    if not isinstance(held, dict):
        raise ValueError
    return held


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def scenario_files(folder: Path) -> tuple[dict[str, Scenario], dict[str, str]]:
    """Return the scenarios of a folder and of those just below it, the history first, and why other files are none."""
    found: dict[str, Scenario] = {}
    faults: dict[str, str] = {}
    paths = [*folder.glob("*.yaml"), *folder.glob("*/*.yaml")]
    for path in sorted(paths, key=lambda path: (path.name != "baseline.yaml", len(path.parts), path)):
        name = os.fspath(path.relative_to(folder))
        if path.parent.name in DESIGNS:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found[name] = load(path)
        except ScenarioError as error:
            faults[name] = str(error.faults[0]) if error.faults else str(error)
    return found, faults
