"""What a calibration says twice or to no effect: whoever wrote it meant something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from marketsim.experiments.calibration.outline import Budget, Outline
from marketsim.results.evidence import figures
from marketsim.scenario.faults import Fault, Place, shorten
from marketsim.scenario.node import Node
from marketsim.scenario.translating import join

LEARNED_FROM = "fit"
"""Use of the figures that a calibration may learn from; it is held against the others."""
REMOVE = "Take it out."


def usual_targets() -> set[str]:
    """Return the ids of the figures that are fitted where none are named."""
    return {figure.id for figure in figures() if figure.use == LEARNED_FROM and figure.scope == "KZ"}


def said_twice(tree: Node, outline: Outline, name: str, budget: Budget) -> Iterator[Fault]:
    """Yield ids and keys that stand in one list twice.

    Args:
        tree: What is written.
        outline: The same, as it was understood.
        name: Name of the budget that is taken.
        budget: The budget.
    """
    lists: Sequence[tuple[tuple[str, ...], Sequence[str] | None]] = (
        (("targets", "only"), outline.targets.only),
        (("budgets", name, "targets"), budget.targets),
        (("budgets", name, "priors"), budget.priors),
    )
    for path, held in lists:
        for place, key in enumerate(held or ()):
            if held is not None and key in held[:place]:
                node = tree.at([*path, place]) or tree
                yield Fault(node.place, join(*path, place), f"'{shorten(key)}' is there already", REMOVE)


def readings_of_no_target(tree: Node, outline: Outline) -> Iterator[Fault]:
    """Yield readings of figures that neither the whole calibration nor any of its budgets learns from."""
    only = outline.targets.only
    learned = usual_targets() if only is None else set(only)
    learned |= {key for budget in outline.budgets.values() for key in budget.targets or ()}
    known = {figure.id for figure in figures() if figure.use == LEARNED_FROM}
    if not learned <= known:  # A target that is misspelt may be the one that is meant.
        return
    for key in outline.targets.readings:
        if key in known and key not in learned:
            node = tree.at(["targets", "readings", key]) or tree
            what = f"{key} is no target of this calibration, so that its reading changes nothing"
            mend = "Add it to the targets, or take its reading out."
            yield Fault((node.key or node.place), join("targets", "readings", key), what, mend)


def decided_by_priors(changes: Sequence[str], learned: Collection[str], outline: Outline) -> Iterator[Fault]:
    """Yield changes of the scenario at keys of which every run says what its prior gives.

    Args:
        changes: Texts `key=value`, as after `--set`.
        learned: Keys that are calibrated.
        outline: Their priors; one of a factor goes by what the scenario says.
    """
    for line, text in enumerate(changes, start=1):
        key = ".".join(step for step in re.split(r"[.\[\]]+", text.partition("=")[0].strip()) if step)
        if key in learned and not outline.priors[key].factor:
            what = "it has a prior, which decides it in every run"
            yield Fault(Place("--set", line, 1), key, what, "Leave the change out, or change the prior in the file.")
