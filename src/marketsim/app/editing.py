"""A scenario with policies switched, moved and added, as a person does it on the screen."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from marketsim.interventions.intervention import Intervention
from marketsim.scenario.scenario import Scenario


class Offer(NamedTuple):
    """A policy of another scenario that can be added."""

    name: str
    policy: Intervention
    title: str
    """Title of the scenario that it comes from."""


class Edit(NamedTuple):
    """What was done to one policy."""

    on: bool
    changes: Mapping[str, Any]
    """Values of fields that were moved."""


def offers(base: Scenario, others: Iterable[Scenario]) -> dict[str, Offer]:
    """Return the policies of other scenarios that a base does not have, by name; of one name the first."""
    found: dict[str, Offer] = {}
    for other in others:
        for name, policy in other.policies.items():
            if name not in base.policies:
                found.setdefault(name, Offer(name, policy, other.title))
    return found


def edited(base: Scenario, added: Mapping[str, Intervention], edits: Mapping[str, Edit]) -> Scenario:
    """Return a scenario with what was done to its policies and to those that were added.

    Raises:
        ScenarioError: The settings do not go together.
    """
    written: dict[str, dict[str, Any]] = {}
    for name, policy in added.items():
        if edits.get(name, _LEFT).on:
            said = policy.model_dump(mode="json", exclude_unset=True)
            written[name] = {"kind": policy.kind} | said | dict(edits.get(name, _LEFT).changes)
    for name in base.policies:
        edit = edits.get(name, _LEFT)
        if edit.on and edit.changes:
            written[name] = dict(edit.changes)
    removed = [name for name in base.policies if not edits.get(name, _LEFT).on]
    changes: dict[str, Any] = {"interventions": written} if written else {}
    return base.with_(changes | ({"remove": removed} if removed else {})) if changes or removed else base


_LEFT = Edit(True, {})
