"""The page: all parts of a report put together."""

import shlex
from collections.abc import Callable, Iterable
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from marketsim.experiments.saved_comparison import SavedComparison
from marketsim.figures.compared import about_comparison, arms_of, name_of
from marketsim.report import assumptions, numbers, pictures
from marketsim.report.errors import ReportError
from marketsim.report.gathering import Gathered, Group, gather
from marketsim.report.interactive import moving
from marketsim.report.table import Table
from marketsim.scenario.faults import one_line, shorten
from marketsim.version import __version__

MOST_COMMANDS = 12


def report(folders: Iterable[Path | str]) -> str:
    """Return a report of results as a page of HTML that needs no network.

    Args:
        folders: Folders of runs, of one scenario or several, and of comparisons.

    Raises:
        ReportError: None of them can be read.
    """
    from jinja2 import Environment, StrictUndefined

    template, style = (
        (resources.files("marketsim.report") / file).read_text("utf-8") for file in ("report.html.j2", "report.css")
    )
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(_content(gather(folders)), style=style)


def _content(found: Gathered) -> dict[str, Any]:
    gathered, bodies, compared = _usable(found)
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
        "title": first.title if first is not None else compared[0]["title"],
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
        "provenance": _provenance(gathered),
        "commands": _commands(gathered),
    }


def _usable(found: Gathered) -> tuple[Gathered, list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what of the results can be shown, with the parts of each scenario and comparison.

    Raises:
        ReportError: None of them can be shown.
    """
    notices = list(found.notices)
    groups: list[Group] = []
    comparisons: list[tuple[str, SavedComparison]] = []
    bodies, compared = [], []
    for group in found.groups:
        names = pictures.names_of(not groups, bool(found.comparisons))
        if (body := _tried(partial(_of_group, group, names), ", ".join(group.folders), notices)) is not None:
            groups.append(group)
            bodies.append(body)
    for folder, made in found.comparisons:
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
        "pictures": pictures.of_runs(group, names),
    }


def _compared(folder: str, made: Any) -> dict[str, Any]:
    arms = ", ".join(one_line(name_of(arm)) for arm in arms_of(made))
    return {
        "title": f"{arms} against {one_line(name_of(made.base))}",
        "about": about_comparison(made),
        "effects": numbers.effects_table(made),
        "worth": numbers.worth_table(made),
        "pictures": pictures.of_comparison(made),
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


def _provenance(gathered: Gathered) -> Table:
    rows = []
    for group in gathered.groups:
        for folder, run in zip(group.folders, group.runs, strict=True):
            held = run.manifest
            tools = ", ".join(f"{name} {version}" for name, version in held["versions"].items())
            commit, digest = str(held.get("commit") or "none")[:16], str(held["scenario_digest"])[:16]
            made = str(held.get("times", {}).get("started", ""))[:10]
            cells = [folder, str(held["seed"]), held["model_version"], digest, str(held["source_digest"]), commit, made]
            rows.append([one_line(str(cell)) for cell in (*cells, tools)])
    for folder, facts in ((folder, made.described()) for folder, made in gathered.comparisons):
        model = one_line(str(facts["model_version"]))
        rows.append([folder, _seeds(facts["seeds"]), model, "", "", "", "", ""])
    titles = ["Folder", "Seed", "Model", "Scenario digest", "Source digest", "Commit", "Made on", "Made with"]
    return Table("Results that this report is made of", titles, rows)


def _commands(gathered: Gathered) -> list[str]:
    folders = [folder for group in gathered.groups for folder in group.folders]
    found = [f"marketsim run {shlex.quote(f'{folder}/manifest.json')}" for folder in folders]
    for _, made in gathered.comparisons:
        files = [shlex.quote(f"{one_line(name)}.yaml") for name in (made.base, *arms_of(made))]
        seeds = ",".join(str(seed) for seed in made.seeds)
        found.append(f"marketsim compare {' '.join(files)} --seeds {seeds} --scale {made.described()['scale']:.6g}")
    if len(found) > MOST_COMMANDS:
        found = [*found[:MOST_COMMANDS], f"# and {len(found) - MOST_COMMANDS} more, likewise"]
    names = [shlex.quote(name) for name in (*folders, *(folder for folder, _ in gathered.comparisons))]
    return [*found, f"marketsim report {' '.join(names)}"]
