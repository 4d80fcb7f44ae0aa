"""Single changes by dotted key: `--set key=value` on the command line, `with_` in Python."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marketsim.scenario.building import build
from marketsim.scenario.extending import lay
from marketsim.scenario.faults import Fault, Place, shorten
from marketsim.scenario.node import Node, from_plain
from marketsim.scenario.posterior import over
from marketsim.scenario.reading import MOST_DEPTH, read
from marketsim.scenario.scenario import Scenario

LONGEST_CHANGE = 10_000


def changed(scenario: Scenario, changes: Mapping[Any, object]) -> Scenario:
    """Return a scenario with Python values put at dotted keys.

    Raises:
        ScenarioError: The changed scenario is not valid.
    """
    faults: list[Fault] = []
    place = Place("with_")
    tree = from_plain(scenario.resolved(), place).without("posterior")
    for path, value in changes.items():
        if not isinstance(path, str):
            what = f"the key {shorten(repr(path))} is no text"
            faults.append(Fault(place, "", what, "Write keys as 'scale' or 'parameters.people.online'."))
            continue
        try:
            node = from_plain(value, place)
        except (TypeError, ValueError, RecursionError) as error:
            faults.append(Fault(place, path, str(error) or "this cannot be used", "Give a number, text, date or list."))
            continue
        tree = lay(tree, layer_at(path, node, faults), faults)
    made = build(tree, faults)
    if scenario.posterior is None or "posterior" in tree.children():
        return made
    return made.model_copy(update={"posterior": over(scenario.posterior, tree.said).among(made.intervention_names)})


def set_layers(changes: tuple[str, ...], faults: list[Fault]) -> list[Node]:
    """Return `key=value` texts as layers; places count them as lines of a file called --set."""
    layers = []
    for line, text in enumerate(changes, start=1):
        path, equals, value = text.partition("=")
        place = Place("--set", line, 1)
        if not equals or not path.strip() or len(text) > LONGEST_CHANGE:
            what = f"'{shorten(text)}' is no key=value"
            faults.append(Fault(place, "", what, "Write it as scale=0.1 or parameters.people.online=0.9."))
            continue
        node = read(value, "--set", faults, line, len(path) + 2)
        if node is None and not any(fault.place.file == "--set" and fault.place.line == line for fault in faults):
            node = Node(None, Place("--set", line, len(path) + 2))
        if node is not None:
            layers.append(layer_at(path.strip(), replace(node, key=place), faults))
    return layers


def option_layers(options: Mapping[str, str], faults: list[Fault]) -> list[Node]:
    """Return values that options of their own give, as `--scale`, as layers; their place is the option."""
    layers = []
    for key, text in options.items():
        place = Place(f"--{key}")
        found: list[Fault] = []
        node = read(text, place.file, found) if len(text) <= LONGEST_CHANGE else None
        if found or node is None:
            faults.append(Fault(place, "", f"'{shorten(text)}' is no value", "Write it as --scale 0.1."))
        else:
            layers.append(layer_at(key, replace(from_plain(node.plain(), place), key=place), faults))
    return layers


def layer_at(path: str, value: Node, faults: list[Fault]) -> Node:
    """Return mappings within mappings that lead along a dotted key to a value."""
    place = value.key or value.place
    steps = [step for step in re.split(r"[.\[\]]+", path) if step] or [path]
    if steps[0] == "extends" or len(steps) > MOST_DEPTH:
        mend = "Name that file instead of this one." if steps[0] == "extends" else "Use fewer dots."
        faults.append(Fault(place, shorten(path), "this cannot be set from outside a file", mend))
    for step in reversed(steps[:MOST_DEPTH]):
        value = Node({step: replace(value, key=place)}, place, place)
    return value
