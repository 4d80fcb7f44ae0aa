"""A value together with the place where it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from marketsim.scenario.faults import Place

LARGEST_NUMBER = 10**40
Scalar = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, list or mapping as somebody wrote it. Nothing changes a node once it is read."""

    value: Scalar | list[Node] | dict[str, Node]
    place: Place
    key: Place | None = None
    """Where the key that leads here was written, if there is one."""
    position: int = -1
    """Position in the list in which it was written, from 0; -1 outside lists."""
    said: frozenset[str] = frozenset()
    """Of a whole scenario: the keys that layers above the lowest one say, which no posterior sets."""

    def plain(self) -> Any:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def children(self) -> dict[str, Node]:
        """Return the entries of a mapping, and none for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def without(self, *keys: str) -> Node:
        """Return a mapping that lacks some keys."""
        return replace(self, value={key: child for key, child in self.children().items() if key not in keys})

    def at(self, steps: Sequence[int | str]) -> Node | None:
        """Return the node that some keys and positions lead to, or none."""
        node: Node | None = self
        for step in steps:
            if node is None:
                return None
            if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                node = node.children().get(str(step))
        return node


def from_plain(value: Any, place: Place) -> Node:
    """Return a Python value as a node, all of it at one place.

    Raises:
        TypeError: The value is of a kind that no file could hold.
        ValueError: It is a whole number that no file could hold.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool | str) or value is None:
        return Node(value, place)
    if isinstance(value, date):
        return Node(value.isoformat(), place)
    if isinstance(value, Mapping):
        return Node({str(key): from_plain(child, place) for key, child in value.items()}, place, place)
    if isinstance(value, list | tuple | set | frozenset):
        return Node([replace(from_plain(child, place), position=i) for i, child in enumerate(value)], place)
    return Node(_number(value), place)


def _number(value: Any) -> int | float:
    """Return a number of Python or NumPy as one of Python."""
    if hasattr(value, "__index__"):
        if abs(int(value)) > LARGEST_NUMBER:
            raise ValueError("this number is too large")
        return int(value)
    if hasattr(value, "__float__"):
        return float(value)
    raise TypeError(f"a {type(value).__name__} is no value of a scenario")
