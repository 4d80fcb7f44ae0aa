"""Results for a report, read from their folders; those that cannot be read are named, and the rest is shown."""

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from marketsim.experiments.saved_comparison import SavedComparison, is_comparison, read_comparison
from marketsim.report.errors import ReportError
from marketsim.results.errors import ResultError
from marketsim.results.folder import read
from marketsim.results.run import Run
from marketsim.scenario.faults import one_line, shorten


class Group(NamedTuple):
    """Runs of one scenario, by seed, with the names of their folders."""

    runs: tuple[Run, ...]
    folders: tuple[str, ...]

    @property
    def scenario(self) -> dict[str, Any]:
        """The scenario, resolved."""
        found: dict[str, Any] = self.runs[0].manifest["scenario"]
        return found

    @property
    def title(self) -> str:
        """Title of the scenario, on one line."""
        return shorten(one_line(str(self.scenario["title"])), 90)

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds of the runs."""
        return tuple(int(run.manifest["seed"]) for run in self.runs)


class Gathered(NamedTuple):
    """All that a report is made of."""

    groups: tuple[Group, ...]
    comparisons: tuple[tuple[str, SavedComparison], ...]
    """With the names of their folders."""
    notices: tuple[str, ...]
    """What could not be read and why, and what else the reader has to know."""


def gather(folders: Iterable[Path | str]) -> Gathered:
    """Read results.

    Raises:
        ReportError: None of them can be read.
    """
    paths = list(dict.fromkeys(Path(folder) for folder in folders))
    runs: dict[tuple[str, str], list[tuple[Run, str]]] = {}
    comparisons, notices = [], []
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for folder in paths:
            name = one_line(folder.absolute().name)
            try:
                if is_comparison(folder):
                    comparisons.append((name, read_comparison(folder)))
                    continue
                run = read(folder, verify=True)
            except ResultError as error:
                notices.append(f"Not shown: {_without_paths(str(error), paths)}")
                continue
            held = runs.setdefault((run.manifest["scenario_digest"], run.manifest["model_version"]), [])
            if any(other.manifest["seed"] == run.manifest["seed"] for other, _ in held):
                notices.append(f"Not shown: {name}: the same scenario and seed are there already.")
            else:
                held.append((run, name))
    notices += [_without_paths(str(warning.message), paths) for warning in told]
    if not runs and not comparisons:
        raise ReportError("There is nothing to report. " + (" ".join(notices) or "Name a result folder at least."))
    groups = [sorted(held, key=lambda one: int(one[0].manifest["seed"])) for held in runs.values()]
    made = (Group(tuple(run for run, _ in held), tuple(name for _, name in held)) for held in groups)
    return Gathered(tuple(made), tuple(comparisons), tuple(dict.fromkeys(notices)))


def _without_paths(text: str, folders: Iterable[Path]) -> str:
    """Return a message that names folders without where they lie, which is nobody's business who gets the report."""
    for folder in folders:
        text = text.replace(str(folder), folder.absolute().name)
    return one_line(text)
