"""In what a scenario differs from the one that it was made from."""

from datetime import date
from typing import NamedTuple

from marketsim.scenario.scenario import Scenario


class Difference(NamedTuple):
    """Names of what differs, and the day from which it can tell."""

    names: tuple[str, ...]
    since: date


def difference(scenario: Scenario, other: Scenario) -> Difference | None:
    """Return what differs in two markets; title, question, scale and the days that are measured do not count."""
    ours, theirs = scenario.policies, other.policies
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    days = [policies[name].start for name in names for policies in (ours, theirs) if name in policies]
    held = [name for name, kept in scenario.parameters.items() if kept != other.parameters.get(name)]
    parts = [name for name in ("start", "space", "products") if getattr(scenario, name) != getattr(other, name)]
    if held or parts:
        days.append(scenario.start)
    found = (*parts, *(f"parameters.{name}" for name in held), *names)
    return Difference(found, max(scenario.start, min(days))) if found else None
