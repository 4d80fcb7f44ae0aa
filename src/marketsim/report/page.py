"""The page: all parts of a report put together."""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from marketsim.experiments.intervals import caution
from marketsim.experiments.saved_comparison import SavedComparison
from marketsim.figures.compared import what_was_compared
from marketsim.report import arms, assumptions, numbers, origins, pictures
from marketsim.report.errors import ReportError
from marketsim.report.gathering import Gathered, Group, Tell, gather, nobody
from marketsim.report.interactive import moving
from marketsim.report.table import Table
from marketsim.scenario.faults import one_line, shorten
from marketsim.version import __version__

MOST_QUESTIONS = 8
"""Questions that stand at the top."""


def report(folders: Iterable[Path | str], progress: Tell = nobody) -> str:
    """Return a report of results as a page of HTML that needs no network.

    Args:
        folders: Folders of runs, of one scenario or several, and of comparisons.
        progress: Called with what is done next, its number and how many there are.

    Raises:
        ReportError: None of them can be read.
    """
    from jinja2 import Environment, StrictUndefined

    template, style = (
        (resources.files("marketsim.report") / file).read_text("utf-8") for file in ("report.html.j2", "report.css")
    )
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(_content(gather(folders, progress), progress), style=style)


def _content(found: Gathered, progress: Tell) -> dict[str, Any]:
    gathered, bodies, compared = _usable(found, progress)
    progress("putting the page together", 1, 1)
    groups = gathered.groups
    first = groups[0] if groups else None
    parts = [("what", "What was run")]
    parts += [("numbers", "Key numbers")] if groups else []
    parts += [("differences", "What policies change")] if compared else []
    moves = moving(groups) if groups else None
    parts += [("moving-section", "Move through time")] if moves is not None else []
    parts += [("figures", "Figures"), ("assumptions", "Assumptions")] if groups else []
    parts += [
        ("tables", "Tables to take away"),
        ("provenance", "Where it comes from"),
        ("again", "How to make it again"),
    ]
    return {
        "title": compared[0]["title"] if compared or first is None else first.title,
        "asked": list(dict.fromkeys(one for made in compared for one in made["asked"]))[:MOST_QUESTIONS],
        "version": __version__,
        "notices": gathered.notices,
        "contents": parts,
        "what_was_run": _what_was_run(gathered),
        "groups": bodies,
        "numbers": numbers.key_numbers(groups) if groups else None,
        "alone": any(len(group.runs) == 1 for group in groups),
        "weight": max((int(group.runs[0].manifest["weight"]) for group in groups), default=1),
        "evidence": numbers.evidence_table(first) if first is not None else None,
        "comparisons": compared,
        "moving": moves,
        "grades": assumptions.grades(first) if first is not None else None,
        "parameters": assumptions.parameters(first) if first is not None else None,
        "downloads": numbers.downloads(gathered),
        "provenance": origins.provenance(gathered),
        "commands": origins.commands(gathered),
        "not_kept": origins.not_kept(gathered),
    }


def _usable(found: Gathered, progress: Tell) -> tuple[Gathered, list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what of the results can be shown, with the parts of each scenario and comparison.

    Raises:
        ReportError: None of them can be shown.
    """
    notices = list(found.notices)
    groups: list[Group] = []
    comparisons: list[tuple[str, SavedComparison]] = []
    bodies: list[dict[str, Any]] = []
    compared: list[dict[str, Any]] = []
    whole = len(found.groups) + len(found.comparisons)
    for group in found.groups:
        progress(f"drawing {group.title}", len(bodies), whole)
        names = pictures.names_of(not groups, bool(found.comparisons))
        if (body := _tried(partial(_of_group, group, names), ", ".join(group.folders), notices)) is not None:
            groups.append(group)
            bodies.append(body)
    for folder, made in found.comparisons:
        progress(f"drawing {folder}", len(bodies) + len(compared), whole)
        if (body := _tried(partial(_compared, folder, made), folder, notices)) is not None:
            comparisons.append((folder, made))
            compared.append(body)
    if not groups and not comparisons:
        raise ReportError(f"There is nothing to report. {' '.join(notices)}")
    return Gathered(tuple(groups), tuple(comparisons), tuple(notices)), bodies, compared


def _tried(make: Callable[[], dict[str, Any]], name: str, notices: list[str]) -> dict[str, Any] | None:
    """Return a part of the page, or none and a notice: results that were changed by hand fail in unforeseen ways."""
    try:
        return make()
    except Exception as error:
        why = one_line(f"{type(error).__name__}: {error}")
        notices.append(f"Not shown: {shorten(name, 200)} does not hold what a report is made of ({why}).")
        return None


def _of_group(group: Group, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title": group.title,
        "question": shorten(one_line(str(group.scenario["question"])), 600),
        "policies": assumptions.policies(group),
        "changed": assumptions.changed(group),
        "calibration": assumptions.calibration(group),
        "pictures": pictures.of_runs(group, names),
    }


def _compared(folder: str, made: SavedComparison) -> dict[str, Any]:
    refused = numbers.refused(made)
    return {
        "title": arms.title(made),
        "asked": arms.asked(made),
        "about": what_was_compared(made),
        "changes": arms.changes_table(made),
        "changes_not_kept": arms.NOT_KEPT,
        "effects": numbers.effects_table(made),
        "cautions": arms.cautions(made),
        "caution": caution(len(made.seeds)),
        "refused": refused,
        "worth": None if refused else numbers.worth_table(made),
        "pictures": pictures.of_comparison(made, worth=not refused),
    }


def _what_was_run(gathered: Gathered) -> Table:
    rows = []
    for group in gathered.groups:
        held = group.runs[0].manifest
        space = group.scenario["space"]
        where = f"{one_line(str(space['country']))}, {len(space['regions'])} regions"
        days = f"{held['first_day']} to {held['last_day']}, measured from {held['measures_from']}"
        rows.append([group.title, where, days, f"{1 / held['weight']:.3g}", _seeds(group.seeds)])
    for folder, made in gathered.comparisons:
        facts = made.described()
        days = f"{made.since} to {made.until}, counted"
        rows.append([f"Comparison {folder}", "", days, f"{facts['scale']:.3g}", _seeds(made.seeds)])
    return Table("Scenarios, days and seeds", ["Scenario", "Where", "Days", "Scale", "Seeds"], rows, frozenset({3}))


def _seeds(seeds: Iterable[int]) -> str:
    numbers_of = sorted(seeds)
    if len(numbers_of) > 2 and numbers_of[-1] - numbers_of[0] == len(numbers_of) - 1:
        return f"{numbers_of[0]} to {numbers_of[-1]}"
    return ", ".join(str(seed) for seed in numbers_of)
