"""What is compared, in words: titles, questions, and what every policy does otherwise than the base."""

from typing import NamedTuple

from marketsim.experiments.compared_in_words import costs_in_words, idle_in_words, numbers_in_words, reading_in_words
from marketsim.experiments.saved_comparison import SavedComparison
from marketsim.figures.compared import arms_of, name_of, own_title
from marketsim.report.table import Table
from marketsim.scenario.faults import one_line, shorten

LONGEST_TITLE = 90
"""Letters of a title."""
MOST_NAMED = 3
"""Policies that a title names; more are counted."""
NOT_KEPT = (
    "What these policies do is not kept in this folder, which lacks made_with.json. Compare again, and it will be; "
    "the runs are not made again."
)


class Asked(NamedTuple):
    """An arm's title and the question that it answers."""

    title: str
    question: str


def titled(made: SavedComparison, arm: str) -> str:
    """Return the title of a scenario on a line, or its name where the title is not kept."""
    return shorten(one_line(own_title(made, arm, LONGEST_TITLE)), LONGEST_TITLE) or one_line(name_of(arm))


def _with_name(made: SavedComparison, arm: str) -> str:
    """Return the title of a scenario and its name, by which notes and tables of numbers call it."""
    own = titled(made, arm)
    alike = own.casefold() == one_line(name_of(arm)).casefold()
    return own if alike else f"{own} ({one_line(arm)})"


def title(made: SavedComparison) -> str:
    """Return what is compared, in a line."""
    arms = [titled(made, arm) for arm in arms_of(made)]
    words = ", ".join(arms) if len(arms) <= MOST_NAMED else f"{len(arms)} policies"
    return f"{words} against {titled(made, made.base)}"


def asked(made: SavedComparison) -> list[Asked]:
    """Return the arms whose question is kept, the base left out."""
    held = made.made_with.arms if made.made_with is not None else {}
    found = [
        Asked(titled(made, arm), shorten(one_line(held[arm].question), 600)) for arm in arms_of(made) if arm in held
    ]
    return [one for one in found if one.question]


def cautions(made: SavedComparison) -> list[str]:
    """Return what must be said beside the changes: numbers that are drawn, a disputed reading, costs and days."""
    facts, named = made.described(), arms_of(made)
    found = [numbers_in_words(facts), reading_in_words(facts, lambda arm: f"'{titled(made, arm)}'")]
    for arm in named:
        about = f"{titled(made, arm)}: " if len(named) > 1 else ""
        found += [about + said for said in (costs_in_words(facts, arm), idle_in_words(facts, arm)) if said]
    return [one_line(said) for said in found if said]


def changes_table(made: SavedComparison) -> Table | None:
    """Return what each arm does otherwise than the base, a row a setting; none where it is not kept."""
    if made.made_with is None:
        return None
    rows = []
    for arm in arms_of(made):
        held = made.made_with.arms.get(arm)
        changes = held.changes if held is not None else ()
        for change in changes:
            cells = (change.name.replace("_", " "), change.days, change.setting, change.meaning, change.known)
            rows.append([_with_name(made, arm), *(one_line(cell) for cell in cells)])
        if not changes:
            rows.append([_with_name(made, arm), "nothing", "", "", "", ""])
    titles = ["Policy", "What", "Days", "Setting", "What the setting is", "How well its number is known"]
    return Table(f"What each policy does otherwise than {titled(made, made.base)}", titles, rows)
