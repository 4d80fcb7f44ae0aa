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
    apart = _drawn_apart(scenario, other)
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name) or name in apart]
    days = [policies[name].start for name in names for policies in (ours, theirs) if name in policies]
    held = [
        name
        for name, kept in scenario.parameters.items()
        if kept != other.parameters.get(name) or f"parameters.{name}" in apart
    ]
    parts = [name for name in ("start", "space", "products") if getattr(scenario, name) != getattr(other, name)]
    if held or parts:
        days.append(scenario.start)
    found = (*parts, *(f"parameters.{name}" for name in held), *names)
    return Difference(found, max(scenario.start, min(days))) if found else None


def _drawn_apart(scenario: Scenario, other: Scenario) -> set[str]:
    """Return policies by name, and rules as `parameters.rule`, of which only one of two scenarios draws a field."""
    ours, theirs = (
        {(held.posterior.sha256, key) for key in held.posterior.keys} if held.posterior else set()
        for held in (scenario, other)
    )
    steps = [key.split(".") for _, key in ours ^ theirs]
    return {name if section == "interventions" else f"{section}.{name}" for section, name, _ in steps}
