"""What must be said beside a ranking: days that count, how readings count, costs that lack, what is not ranked."""

from collections.abc import Mapping
from typing import Any

from marketsim.experiments.readings import DRAWN

Facts = Mapping[str, Any]
"""What a ranking says of itself, as in `rank.json`."""


def counted_days(facts: Facts) -> str:
    """Return over which days outcomes are summed."""
    since, until = facts["since"], facts["until"]
    return f"Outcomes are sums over all days from {since} to {until} (numbers of people and places: means over them)."


def readings_in_words(facts: Facts) -> str:
    """Return how both readings count beside what the calibration draws."""
    drawn = facts["drawn_share"]
    if drawn is None:
        return "Both readings count half each; the calibration does not draw the share of the threshold."
    return (
        f"Both readings count half each. These draws have the threshold's share at {drawn['mean']:.2f} on average "
        f"(least {drawn['low']:.2f}, most {drawn['high']:.2f}): '{DRAWN}' ranks by that, each draw between its two "
        "runs in a straight line."
    )


def costs_in_words(facts: Facts) -> str:
    """Return which policies state no cost; nothing where all do."""
    held = [f"{arm} ({', '.join(names)})" for arm, names in facts["cost_not_stated"].items()]
    if not held:
        return ""
    return f"Cost not stated, so that it counts as nothing: {'; '.join(held)}. They are not ranked by cost."


def not_ranked_in_words(facts: Facts) -> list[str]:
    """Return what is not ranked and why, a sentence an outcome."""
    return [f"Not ranked by {outcome}: {reason}." for outcome, reason in facts["not_ranked"].items()]
