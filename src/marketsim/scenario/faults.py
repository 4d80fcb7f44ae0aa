"""What is wrong with a scenario, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

FEW = 25
"""Names that are listed one by one; further ones are counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a file (or `--set`, or `with_`), with line and column from 1; 0 when unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, printed as `file:line:column  path: what is wrong. How to mend it.`, on one line."""

    place: Place
    path: str
    what: str
    mend: str

    @property
    def file(self) -> str:
        """The file in which the fault was written."""
        return self.place.file

    @property
    def line(self) -> int:
        """Line from 1, or 0 when there is none."""
        return self.place.line

    @property
    def column(self) -> int:
        """Column from 1, or 0 when there is none."""
        return self.place.column

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        return one_line(f"{self.place}  {path}{self.what.rstrip('.')}. {self.mend}")


class ScenarioError(Exception):
    """A scenario that cannot be used, with all its faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep each fault once, in the order of files and lines, those of the command line last."""
        unique = list(dict.fromkeys(faults))
        files = list(dict.fromkeys(fault.file for fault in unique))
        files.sort(key=lambda file: file.startswith("--"))
        self.faults = tuple(sorted(unique, key=lambda f: (files.index(f.file), f.line, f.column)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def guess(word: str, known: Iterable[str]) -> str:
    """Return how to mend a wrong name: the nearest known one, or all of them when they are few."""
    names = list(known)
    if near := nearest(word, names):
        return f"Did you mean '{near}'?"
    return listed(names) if names else "Take it out: nothing can be named here."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like a word, or none."""
    near = get_close_matches(word.lower().replace("-", "_").replace(" ", "_")[:80], list(known), 1, 0.6)
    return near[0] if near else None


def listed(known: Iterable[str]) -> str:
    """Return known names in a sentence, the first of them where they are many."""
    names = sorted(known)
    few = ", ".join(names[:FEW])
    return f"Known: {few}." if len(names) <= FEW else f"Known: {few} and {len(names) - FEW} more."


def shorten(text: str, most: int = 60) -> str:
    """Return a text that fits in a line, cut where it is longer than `most`."""
    return text if len(text) <= most else text[: most - 3] + "..."


def one_line(text: str) -> str:
    """Return a text with line breaks and unprintable characters made visible, safe for any terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
