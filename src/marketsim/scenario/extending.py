"""How a file changes the one that it extends, and `--set` and `with_` the scenario before them.

All of them are layers, put one upon the other:

* `extends: other.yaml` names the layer below, relative to the file that says so.
* Mappings merge key by key; any other value replaces the one below it. An empty section changes nothing.
* `interventions:` as a list adds to the list below. Every intervention has a name, its kind unless it says
  `name:`, followed by -2, -3 and so on where that is taken. An entry that states a name already there replaces
  that one, in its place.
* `remove: [names]` takes interventions of the layers below away before this layer adds its own: that is how a
  counterfactual strikes an event from history.
* `interventions:` as a mapping changes single fields of those below, by name or by position from 0:
  `interventions: {lockdown: {end: 2020-06-30}}`. A new name that gives its `kind` adds an intervention.
* `posterior:` sets keys of the lowest layer only, see `posterior.py`.
"""

import re
from dataclasses import replace

from marketsim.scenario.faults import Fault, guess, shorten
from marketsim.scenario.node import Node
from marketsim.scenario.posterior import said as said_in
from marketsim.scenario.translating import described, join

_NAME = re.compile(r"(?!\d+$)[\w-]{1,80}")


def lay(below: Node, layer: Node, faults: list[Fault], complete: bool = True) -> Node:
    """Return the scenario below, changed by a layer.

    Args:
        below: Scenario so far, its interventions all named.
        layer: What a file, `--set` or `with_` says.
        faults: Receives what is wrong.
        complete: Everything below could be read; else names that are not there are no fault.
    """
    merged = _merge(below.without("interventions"), layer.without("extends", "remove", "interventions"))
    listed = list(_listed(below))
    listed = _remove(listed, layer.children().get("remove"), faults, complete)
    said = layer.children().get("interventions")
    if said is not None and isinstance(said.value, list):
        listed = _add(listed, said.value, faults)
    elif said is not None and isinstance(said.value, dict):
        listed = _edit(listed, said.value, faults, complete)
    elif said is not None and said.value is not None:
        what = f"wants a list, not {described(said.value)}"
        faults.append(Fault(said.place, "interventions", what, "Write one entry a line: - kind: site_blocking."))
    place = said.place if said is not None else below.place
    key = said.key if said is not None else None
    names_posterior = isinstance(getattr(layer.at(["posterior"]), "value", None), str)
    above = below.said | said_in(layer) if below.children() or names_posterior else frozenset()
    return replace(merged, value=merged.children() | {"interventions": Node(listed, place, key)}, said=above)


def _merge(below: Node, above: Node) -> Node:
    if not isinstance(below.value, dict):
        return above
    if above.value is None:
        return below
    if not isinstance(above.value, dict):
        return above
    children = dict(below.value)
    for key, child in above.value.items():
        children[key] = _merge(children[key], child) if key in children else child
    return replace(above, value=children)


def _listed(node: Node) -> list[Node]:
    held = node.children().get("interventions")
    return held.value if held is not None and isinstance(held.value, list) else []


def _name(entry: Node) -> str:
    return str(entry.children()["name"].value)


def _remove(listed: list[Node], remove: Node | None, faults: list[Fault], complete: bool) -> list[Node]:
    if remove is None or remove.value is None:
        return listed
    if not isinstance(remove.value, list):
        what = f"wants a list of names of interventions, not {described(remove.value)}"
        faults.append(Fault(remove.place, "remove", what, "Write it as [first, second]."))
        return listed
    names = [_name(entry) for entry in listed]
    for index, wanted in enumerate(remove.value):
        if wanted.value not in names and complete:
            what = f"there is no intervention '{shorten(str(wanted.plain()))}' to remove"
            faults.append(Fault(wanted.place, join("remove", index), what, guess(str(wanted.value), names)))
    gone = [wanted.value for wanted in remove.value]
    return [entry for entry in listed if _name(entry) not in gone]


def _add(listed: list[Node], entries: list[Node], faults: list[Fault]) -> list[Node]:
    """Return the list with entries replaced by name or added; nameless entries get a name."""
    listed = list(listed)
    stated: set[str] = set()
    named: list[tuple[Node, str | None]] = []
    for index, entry in enumerate(entries):
        path = join("interventions", index)
        if not isinstance(entry.value, dict):
            what = f"wants a mapping, not {described(entry.plain())}"
            faults.append(Fault(entry.place, path, what, "Write kind, start and the settings of a policy."))
            continue
        name = _stated_name(entry, path, faults)
        if name in stated:
            place = entry.value["name"].place
            faults.append(Fault(place, join(path, "name"), f"'{name}' names two entries", "Give each its own name."))
            name = None
        stated |= {name} if name else set()
        named.append((entry, name))
    for entry, name in named:
        taken = {_name(other): position for position, other in enumerate(listed)}
        final = name or _free_name(entry, set(taken) | stated)
        whole = replace(entry, value=entry.children() | {"name": Node(final, entry.place)})
        if final in taken:
            listed[taken[final]] = whole
        else:
            listed.append(whole)
    return listed


def _stated_name(entry: Node, path: str, faults: list[Fault]) -> str | None:
    name = entry.children().get("name")
    if name is None or name.value is None:
        return None
    if isinstance(name.value, str) and _NAME.fullmatch(name.value):
        return name.value
    what = f"{described(name.plain())} is no name of an intervention"
    faults.append(Fault(name.place, join(path, "name"), what, "Use letters, digits, _ and -, with a letter in it."))
    return None


def _free_name(entry: Node, taken: set[str]) -> str:
    kind = entry.children().get("kind")
    base = kind.value if kind and isinstance(kind.value, str) and _NAME.fullmatch(kind.value) else "intervention"
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _edit(listed: list[Node], changes: dict[str, Node], faults: list[Fault], complete: bool) -> list[Node]:
    """Return the list with single fields changed, and with new entries that give a name and a kind."""
    listed = list(listed)
    names = [_name(entry) for entry in listed]
    for key, change in changes.items():
        place, path = change.key or change.place, join("interventions", key)
        position = int(key) if re.fullmatch("[0-9]{1,4}", key) else names.index(key) if key in names else len(names)
        if position >= len(names):
            if "kind" in change.children():
                listed += _new(key, change, path, faults)
            elif complete:
                what = f"there is no intervention '{shorten(key)}' to change"
                mend = guess(key, names) if names else "There are none to change."
                faults.append(Fault(place, path, what, f"{mend} To add a new one, give its kind."))
        elif not isinstance(change.value, dict):
            what = f"wants a mapping of fields to change, not {described(change.plain())}"
            faults.append(Fault(change.place, path, what, "To take it away, use remove."))
        elif "name" in change.value:
            what = "an intervention keeps its name"
            faults.append(Fault(change.value["name"].place, join(path, "name"), what, "Remove it and add another."))
        else:
            listed[position] = _merge(listed[position], change)
    return listed


def _new(name: str, entry: Node, path: str, faults: list[Fault]) -> list[Node]:
    """Return an entry under a name of its own, or nothing with a fault."""
    if not _NAME.fullmatch(name):
        what = f"'{shorten(name)}' is no name of an intervention"
        mend = "Use letters, digits, _ and -, with a letter in it."
        faults.append(Fault(entry.key or entry.place, path, what, mend))
        return []
    if "name" in entry.children():
        faults.append(Fault(entry.children()["name"].place, join(path, "name"), "the key is the name", "Take it out."))
        return []
    return [replace(entry, value=entry.children() | {"name": Node(name, entry.place)})]
