"""Results for a report, read from their folders; those that cannot be read are named, and the rest is shown."""

import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from marketsim.experiments.saved_comparison import SavedComparison, is_comparison, read_comparison
from marketsim.figures.detentions import ROLES
from marketsim.report.choices import COURSES, MAPS
from marketsim.report.errors import ReportError
from marketsim.results.errors import ResultError
from marketsim.results.evidence import figures
from marketsim.results.folder import manifest_of, read
from marketsim.results.run import Run
from marketsim.scenario.faults import one_line, shorten

READ = frozenset({*COURSES, *MAPS, *ROLES, *(figure.metric for figure in figures())})
"""Measures that are read by day and region: those that move, and those that figures are drawn from."""


OTHERS = {
    "rank.json": "a ranking: marketsim report --validation CALIBRATION --ranking {folder} shows it",
    "prediction.json": "a prediction: marketsim figure prediction_fan {folder} draws it",
    "break_even.json": "a break-even: marketsim figure break_even {folder} draws it",
    "sensitivity.json": "a sensitivity analysis: marketsim figure tornado, morris or sobol with {folder} draws it",
}
"""Results that have a command of their own, by a file of theirs."""

Tell = Callable[[str, int, int], None]
"""Called with what is done next, how many parts of it are done, and how many there are."""


def nobody(what: str, done: int, whole: int) -> None:
    """Tell nobody."""


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


def gather(folders: Iterable[Path | str], progress: Tell = nobody) -> Gathered:
    """Read results, telling before each which it is.

    Raises:
        ReportError: None of them can be read.
    """
    paths = list(dict.fromkeys(Path(folder) for folder in folders))
    runs: dict[tuple[str, str], list[tuple[Run, str]]] = {}
    comparisons: list[tuple[str, SavedComparison]] = []
    notices: list[str] = []
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for number, folder in enumerate(paths):
            progress(f"reading {folder.name}", number, len(paths))
            name = one_line(folder.absolute().name)
            try:
                _refuse_others(folder)
                if is_comparison(folder):
                    comparisons.append((name, _with_policies(read_comparison(folder), folder)))
                    continue
                key = _scenario_of(folder)
                run = read(folder, verify=True, measures=READ)
            except ResultError as error:
                notices.append(f"Not shown: {_without_paths(str(error), paths)}")
                continue
            held = runs.setdefault(key, [])
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


def _refuse_others(folder: Path) -> None:
    """Name the command for results that no report is made of."""
    for file, what in OTHERS.items():
        if (folder / file).is_file():
            raise ResultError(f"{folder} holds {what.format(folder=folder)}.")


def _scenario_of(folder: Path) -> tuple[str, str]:
    """Return what runs that stand together have in common: digest of the scenario, and version of the model."""
    manifest = manifest_of(folder)
    try:
        int(manifest["seed"])
        return str(manifest["scenario_digest"]), str(manifest["model_version"])
    except (TypeError, ValueError) as error:
        raise ResultError(f"{folder} is damaged: its manifest has no number for a seed.") from error
    except KeyError as error:
        raise ResultError(f"{folder} is damaged: its manifest lacks {error}.") from error


def _with_policies(made: SavedComparison, folder: Path) -> SavedComparison:
    if made.effects.empty:
        raise ResultError(f"{folder} holds no policies: there is nothing to compare. Compare again.")
    return made


def _without_paths(text: str, folders: Iterable[Path]) -> str:
    """Return a message that names folders without where they lie, which is nobody's business who gets the report."""
    for folder in folders:
        if len(folder.parts) > 1:  # Else it says nothing of where it lies; "." is every full stop besides.
            text = text.replace(str(folder), folder.absolute().name)
    return one_line(text)
