"""What figures of cost and effect share: paired differences of arms that a ratio may be said of, and reasons else."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marketsim.experiments.cost_effectiveness import MONEY, OUTCOMES
from marketsim.figures.compared import Compared, arms_of, title_of_arm
from marketsim.figures.errors import FigureError, UnknownChoiceError
from marketsim.results.readable import MILLION

REFUSED = ("not said", "too few are counted")
"""Beginnings of the notes of arms of which nothing about money may be said; other notes are findings."""


class Worth(NamedTuple):
    """An arm's discounted differences from the base, one a seed."""

    averted: NDArray[np.float64]
    cost: NDArray[np.float64]
    """Public money, mn KZT."""


def worth_of(made: Compared, outcome: str) -> tuple[dict[str, Worth], dict[str, str]]:
    """Return the differences of every arm that may be drawn, and why others may not.

    Raises:
        FigureError: There is no such outcome, or no arm may be drawn.
    """
    if outcome not in OUTCOMES:
        raise UnknownChoiceError(f"There is no outcome {outcome!r}. Known: {', '.join(OUTCOMES)}.")
    if made.discounted.empty:
        raise FigureError(
            "This comparison does not hold discounted differences: it is of an older version. Compare again."
        )
    notes = made.ratios[made.ratios["outcome"] == outcome].set_index("arm")["note"]
    reasons = {arm: str(notes[arm]) for arm in arms_of(made) if str(notes[arm]).startswith(REFUSED)}
    for arm, names in made.described().get("cost_not_stated", {}).items():
        if names and arm in arms_of(made):
            reasons.setdefault(arm, f"cost not stated of {', '.join(names)}: it would count as free")
    base = made.discounted.xs(made.base, level="arm")
    found = {}
    for arm in arms_of(made):
        if arm not in reasons:
            change = made.discounted.xs(arm, level="arm") - base
            found[arm] = Worth(
                -np.asarray(change[outcome], np.float64), np.asarray(change[MONEY], np.float64) / MILLION
            )
    if not found:
        said = "; ".join(f"{title_of_arm(made, arm)}: {reason}" for arm, reason in reasons.items())
        raise FigureError(f"Cost and effect cannot be drawn. {said}.")
    return found, reasons


def left_out(made: Compared, reasons: dict[str, str]) -> str:
    """Return which arms are not drawn, in a sentence."""
    return "".join(f" Not drawn: {title_of_arm(made, arm)} ({reason})." for arm, reason in reasons.items())
