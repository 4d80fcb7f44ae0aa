"""What a design varies: values and ranges of dotted keys, each checked in every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from marketsim.experiments.designs import Range
from marketsim.experiments.points import steps
from marketsim.experiments.substituting import Value, substituted
from marketsim.scenario.building import build
from marketsim.scenario.changing import layer_at
from marketsim.scenario.extending import lay
from marketsim.scenario.faults import Fault, ScenarioError, guess
from marketsim.scenario.node import Node
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.translating import described, join

KEYS = ("low", "high", "steps", "logarithmic")
MOST_STEPS = 1_000_000
MOST_TRIED = 20


class Varied:
    """The scenarios that a design varies, which know whether a value can be used."""

    def __init__(
        self, trees: Mapping[str, tuple[Node, Scenario]], written: Mapping[str, list[Value]], faults: list[Fault]
    ) -> None:
        """Keep the scenarios with what they say, and all values that are written, by dimension."""
        self.trees, self.written, self.faults = trees, written, faults
        self._unknown: set[str] = set()

    def fault(self, node: Node, key: str, what: str, mend: str) -> None:
        """Note a fault of a dimension."""
        self.faults.append(Fault(node.place, join("dimensions", key), what, mend))

    def value(self, key: str, node: Node) -> Value | None:
        """Return a value that every scenario can have at a key, or none with faults noted."""
        if isinstance(node.value, dict | list) or node.value is None:
            what = f"wants a number, text, day or yes or no, not {described(node.plain())}"
            self.fault(node, key, what, "Write one value.")
            return None
        value = day_or(node.value)
        before = len(self.faults)
        for name, (tree, scenario) in self.trees.items():
            if key not in self._unknown and not self._fits(scenario, key, value):
                self._locate(name, tree, key, node)
        return value if len(self.faults) == before and key not in self._unknown else None

    def _fits(self, scenario: Scenario, key: str, value: Value) -> bool:
        """Tell whether a scenario can have a value, alone or with one of another dimension of the same part.

        An end that lies before the start of the file is no fault where the start is varied too; points are checked
        one by one later.
        """
        part = key.rpartition(".")[0]
        others = [other for other in self.written if other != key and other.rpartition(".")[0] == part]
        tried: list[dict[str, Value]] = [{key: value}]
        tried += [{key: value, other: its} for other in others for its in self.written[other][:MOST_TRIED]]
        for values in tried:
            try:
                substituted(scenario, values)
            except ScenarioError:
                continue
            return True
        return False

    def is_whole(self, key: str, value: Value) -> bool:
        """Tell whether a key holds whole numbers only."""
        scenario = substituted(next(iter(self.trees.values()))[1], {key: value})
        held: Any = scenario.resolved()
        for step in key.split("."):
            if isinstance(held, list):
                held = {entry["name"]: entry for entry in held}
            held = held.get(step) if isinstance(held, dict) else None
        return isinstance(held, int) and not isinstance(held, bool)

    def _locate(self, name: str, tree: Node, key: str, node: Node) -> None:
        """Note what is wrong with a value in a scenario, at the place where the value was written."""
        found: list[Fault] = []
        try:
            build(lay(tree, layer_at(key, node, found), found), found)
        except ScenarioError as error:
            found = list(error.faults)
        if any(fault.what.startswith("there is no") for fault in found):
            self._unknown.add(key)  # Told once, not for every value.
        where = f" (in {name})" if len(self.trees) > 1 else ""
        self.faults += [replace(fault, place=node.place, what=fault.what.rstrip(".") + where) for fault in found]


def values_of_dimension(node: Node) -> list[Value]:
    """Return the values that are written for a dimension, ends of a range among them, unchecked."""
    children = node.value if isinstance(node.value, list) else list(node.children().values())
    return [day_or(child.value) for child in children if isinstance(child.value, bool | int | float | str)]


def listed_values(written: Mapping[str, Node], varied: Varied) -> tuple[dict[str, list[Value]], dict[str, Range]]:
    """Return the values of each dimension of a grid, and the ranges of those that have one."""
    found: dict[str, list[Value]] = {}
    ranges: dict[str, Range] = {}
    for key, node in written.items():
        if isinstance(node.value, list):
            values = [value for child in node.value if (value := varied.value(key, child)) is not None]
            if not node.value:
                varied.fault(node, key, "there is no value in it", "Give one at least.")
            elif len(set(values)) != len(values):
                varied.fault(node, key, "a value is written twice", "Keep one of them.")
            found[key] = values
        elif (span := _range(key, node, varied, with_steps=True)) is not None:
            ranges[key] = span
            found[key] = _stepped(key, node, span, varied)
    return found, ranges


def known_ranges(written: Mapping[str, Node], varied: Varied) -> dict[str, Range]:
    """Return the range of each dimension of a sample."""
    found = {}
    for key, node in written.items():
        if (span := _range(key, node, varied, with_steps=False)) is not None:
            found[key] = span
    return found


def _stepped(key: str, node: Node, span: Range, varied: Varied) -> list[Value]:
    count = node.children()["steps"].value if "steps" in node.children() else None
    if isinstance(count, bool) or not isinstance(count, int) or not 2 <= count <= MOST_STEPS:
        place = node.children().get("steps", node)
        what = f"a range in a grid wants steps, from 2 to {MOST_STEPS:,}"
        varied.fault(place, key, what, "Write {low: 1, high: 9, steps: 5}.")
        return []
    values = steps(span, count)
    if len(set(values)) != len(values):
        varied.fault(node, key, f"there are not {count} different values between its ends", "Take fewer steps.")
    return values


def _range(key: str, node: Node, varied: Varied, with_steps: bool) -> Range | None:
    """Return the range that is written, or none with faults noted."""
    written = node.children()
    known = KEYS if with_steps else tuple(word for word in KEYS if word != "steps")
    mend = "Write {low: 1, high: 9" + (", steps: 5} or [1, 3, 9]." if with_steps else "}.")
    unknown = [word for word in written if word not in known]
    for word in unknown:
        varied.fault(written[word], f"{key}.{word}", "a range has no such key", guess(word, known))
    if not isinstance(node.value, dict) or not {"low", "high"} <= set(written):
        varied.fault(node, key, f"wants a range, not {described(node.plain())}", mend)
        return None
    low, high = (varied.value(key, written[end]) for end in ("low", "high"))
    if low is None or high is None or unknown:
        return None
    logarithmic = written["logarithmic"].value if "logarithmic" in written else False
    return _checked(key, node, varied, (low, high), logarithmic is True)


def _checked(key: str, node: Node, varied: Varied, ends: tuple[Value, Value], logarithmic: bool) -> Range | None:
    low, high = ends
    days = isinstance(low, date) and isinstance(high, date)
    if not days and not all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
        varied.fault(node, key, "a range goes between two numbers or two days", "For other values write a list.")
    elif not low < high:  # type: ignore[operator]
        varied.fault(node, key, f"the range from {low} to {high} is empty", "Give a high that is above low.")
    elif logarithmic and (days or not low > 0):  # type: ignore[operator]
        varied.fault(node, key, "a logarithmic range begins above 0", "Give another low, or leave logarithmic out.")
    else:
        whole = not days and varied.is_whole(key, low)
        return Range(low, high, whole, logarithmic)  # type: ignore[arg-type]
    return None


def day_or(value: bool | int | float | str) -> Value:
    """Return the day that a text means, or the value as it is."""
    if isinstance(value, str) and len(value) == len("2017-12-31"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
