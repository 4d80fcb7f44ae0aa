"""Two results side by side: the first day, table and column in which they differ, and in what they were made unlike."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from marketsim.results.errors import ResultError
from marketsim.results.making import Making, making_of_run, making_of_scenario, unlike
from marketsim.results.run import Run
from marketsim.results.table_diff import TableDiff, compared, of_cells
from marketsim.scenario.difference import difference
from marketsim.scenario.scenario import Scenario

KEYS = {
    "events": ("date", "table", "uid"),
    "daily": ("date",),
    "regions": ("month", "region"),
    "yearly": ("year",),
    "consequences": ("year", "region"),
    "mass": ("year", "material"),
}
"""What names a row of each table; those by day stand first."""
BY_DAY = ("daily", "events")
Source = Run | Scenario | Path | str


class First(NamedTuple):
    """The first place at which two results differ."""

    day: date
    table: str
    row: str
    column: str
    a: Any
    b: Any
    columns: int
    """How many columns of the table differ in that row."""


@dataclass(frozen=True, eq=False)
class Diff:
    """In what two results differ."""

    first: First | None
    """The first place, by day; none if every table is the same, or if there are no tables to compare."""
    tables: pd.DataFrame
    """One row a table: rows in both and in one alone, values that differ, and the first of them."""
    settings: pd.DataFrame
    """One row a setting, version or machine that differs: `part`, `name`, `a` and `b`, None where it is not there."""
    since: date | None
    """First day on which two scenarios of one scale and seed can differ; none if they cannot, or nobody can tell."""

    @property
    def same(self) -> bool:
        """Whether all results agree to the last bit; of scenarios, whether all settings do."""
        return self.settings.empty if self.tables.empty else bool(self.tables["same"].all())


def diff(a: Source, b: Source) -> Diff:
    """Compare two results: every table, value by value, and what they were made with.

    Args:
        a: A run, a result folder, or a scenario or its file; of a scenario there are settings alone.
        b: Another one.

    Raises:
        ResultError: A folder holds no finished result, or a damaged one.
        ScenarioError: A file holds no valid scenario.
    """
    ours, theirs = _opened(a), _opened(b)
    found: list[TableDiff] = []
    if isinstance(ours, Run) and isinstance(theirs, Run):
        found = _tables(ours, theirs)
    settings = unlike(_making(ours), _making(theirs))
    columns = ("table", "same", "rows", "only_a", "only_b", "differing", "row", "column", "a", "b")
    rows = [(t.table, t.same, t.rows, t.only_a, t.only_b, t.differing, t.row, t.column, t.a, t.b) for t in found]
    return Diff(_first(found), pd.DataFrame(rows, columns=list(columns)), settings, _since(ours, theirs))


def _opened(source: Source) -> Run | Scenario:
    if isinstance(source, Run | Scenario):
        return source
    from marketsim.results.folder import MANIFEST, read
    from marketsim.scenario.loading import load

    path = Path(source)
    if path.name == MANIFEST:
        path = path.parent
    if path.suffix.lower() in (".yaml", ".yml") and not path.is_dir():
        return load(path)
    if not path.exists():
        raise ResultError(f"There is no {path}. Name a result folder, or a scenario file ending in .yaml.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Another version of the model is among what is told.
        return read(path, verify=True)


def _tables(a: Run, b: Run) -> list[TableDiff]:
    found = []
    for name, keys in KEYS.items():
        ours, theirs = getattr(a, name), getattr(b, name)
        if ours is not None and theirs is not None:
            found.append(compared(name, ours, theirs, keys))
    found.append(compared("cells", of_cells(a.cells), of_cells(b.cells), ("x", "y")))
    return sorted(found, key=lambda held: held.table not in BY_DAY)


def _first(found: list[TableDiff]) -> First | None:
    """Return the earliest place; tables by year and month tell less, and count only where those by day agree."""
    differing = [held for held in found if not held.same and held.when is not None]
    by_day = [held for held in differing if held.table in BY_DAY]
    chosen = min(by_day or differing, key=lambda held: (held.when, held.table != "daily"), default=None)
    if chosen is None or chosen.when is None:
        return None
    return First(chosen.when, chosen.table, chosen.row, chosen.column, chosen.a, chosen.b, chosen.columns)


def _making(source: Run | Scenario) -> Making:
    return making_of_run(source.manifest) if isinstance(source, Run) else making_of_scenario(source.resolved())


def _since(a: Run | Scenario, b: Run | Scenario) -> date | None:
    ours, theirs = _scenario(a), _scenario(b)
    if ours is None or theirs is None or _chance(a) != _chance(b) or ours.scale != theirs.scale:
        return None
    apart = difference(ours, theirs)
    return apart.since if apart is not None else None


def _chance(source: Run | Scenario) -> Any:
    return source.manifest.get("seed") if isinstance(source, Run) else None


def _scenario(source: Run | Scenario) -> Scenario | None:
    if isinstance(source, Scenario):
        return source
    from marketsim.scenario.faults import ScenarioError
    from marketsim.scenario.loading import load_resolved

    held = source.manifest.get("scenario")
    try:
        return load_resolved(held, "manifest").scenario if isinstance(held, dict) else None
    except ScenarioError:  # Another version of the model knew other settings.
        return None
