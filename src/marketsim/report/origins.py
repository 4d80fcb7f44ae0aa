"""Where results come from, and how to make them again: what the folders hold, and in words what they do not."""

import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from marketsim.experiments.saved_comparison import SavedComparison
from marketsim.figures.compared import arms_of
from marketsim.report.gathering import Gathered
from marketsim.report.table import Table
from marketsim.scenario.faults import one_line
from marketsim.scenario.whole_numbers import spans

MOST_COMMANDS = 12
DIGITS = 16
NOT_KEPT = "not kept"
"""Said where a folder does not hold a fact: an older version wrote it, or it is kept the same on every day."""


def provenance(gathered: Gathered) -> Table:
    """Return by what every result was made."""
    rows = []
    for group in gathered.groups:
        for folder, run in zip(group.folders, group.runs, strict=True):
            held = run.manifest
            day = str(held.get("times", {}).get("started", ""))[:10] or NOT_KEPT
            cells = (folder, str(held["seed"]), held["model_version"], str(held["scenario_digest"])[:DIGITS])
            tools = (str(held["source_digest"]), _commit(held.get("commit")), day, _versions(held["versions"]))
            rows.append([one_line(str(cell)) for cell in (*cells, *tools)])
    for folder, made in gathered.comparisons:
        rows += _of_comparison(folder, made)
    titles = ["Folder", "Seeds", "Model", "Scenario digest", "Source digest", "Commit", "Made on", "Made with"]
    return Table("Results that this report is made of", titles, rows)


def _of_comparison(folder: str, made: SavedComparison) -> Iterator[list[str]]:
    """Return a row a scenario of a comparison."""
    facts, held = made.described(), made.made_with
    tools = [NOT_KEPT] * 4
    if held is not None and held.source_digest is not None and held.made_on is not None:
        tools = [held.source_digest, _commit(held.commit), held.made_on.isoformat(), _versions(held.versions)]
    digests = facts.get("scenarios")
    for arm in (made.base, *arms_of(made)):
        digest = str(digests.get(arm, NOT_KEPT))[:DIGITS] if isinstance(digests, dict) else NOT_KEPT
        cells = (f"{folder}: {arm}", spans(made.seeds), facts["model_version"], digest, *tools)
        yield [one_line(str(cell)) for cell in cells]


def _commit(commit: object) -> str:
    words = str(commit or "outside Git")
    return words[:DIGITS] + ("-dirty" if words.endswith("-dirty") else "")


def _versions(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def commands(gathered: Gathered) -> list[str]:
    """Return what to call for the same results."""
    folders = [folder for group in gathered.groups for folder in group.folders]
    found = [f"marketsim run {shlex.quote(f'{folder}/manifest.json')}" for folder in folders]
    if len(found) > MOST_COMMANDS:
        found = [*found[:MOST_COMMANDS], f"# and {len(found) - MOST_COMMANDS} more, likewise"]
    for _, made in gathered.comparisons:
        if made.made_with is not None and made.made_with.call:
            found.append(shlex.join(_without_place(one_line(word)) for word in made.made_with.call))
    names = [shlex.quote(name) for name in (*folders, *(folder for folder, _ in gathered.comparisons))]
    return [*found, f"marketsim report {' '.join(names)}"]


def not_kept(gathered: Gathered) -> list[str]:
    """Return in sentences what is not known of how comparisons were made."""
    found = []
    for folder, made in gathered.comparisons:
        names = ", ".join(one_line(name) for name in (made.base, *arms_of(made)))
        what = f"scenarios {names}, seeds {spans(made.seeds)}, scale {made.described()['scale']:.6g}"
        if made.made_with is None:
            found.append(
                f"How {folder} was called is not kept: an older version wrote it. Known are {what}. Not known are "
                "where the scenario files lay and what --set changed in them; compare the digests above."
            )
        elif not made.made_with.call:
            found.append(f"{folder} was made from Python, so there is no command for it: {what}.")
        elif any(_without_place(word) != word for word in made.made_with.call):
            found.append(f"Of files of {folder} that lay elsewhere, only the name is told.")
    return found


def _without_place(word: str) -> str:
    """Return a word, of an absolute path only its name: where files lie is nobody's business who gets the report."""
    kind = PurePosixPath if PurePosixPath(word).is_absolute() else PureWindowsPath
    return kind(word).name if kind(word).is_absolute() else word
