"""Scenario files and texts become scenarios; the only error is `ScenarioError`."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from marketsim.scenario.building import build
from marketsim.scenario.cautions import cautions
from marketsim.scenario.changing import option_layers, set_layers
from marketsim.scenario.difference import Difference, difference
from marketsim.scenario.extending import lay
from marketsim.scenario.faults import Fault, Place, ScenarioError
from marketsim.scenario.files import LARGEST_FILE, read_text
from marketsim.scenario.node import Node, from_plain
from marketsim.scenario.reading import read
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.translating import described

_Changes = tuple[tuple[str, ...], Mapping[str, str]]
"""Texts after `--set`, and values of options of their own."""


OTHER_FILES = {"priors": ("a calibration", "calibrate"), "scenarios": ("a design of runs", "sweep")}
"""Other files that people write, and their commands, by a key that no scenario has."""


class Loaded(NamedTuple):
    """A scenario with what is worth telling about it."""

    scenario: Scenario
    cautions: tuple[Fault, ...] = ()
    """What is valid and yet odd, with its place."""
    difference: Difference | None = None
    """In what it differs from the lowest file that it extends, or from its own file without changes."""


def load(path: Path | str, changes: Iterable[str] = ()) -> Scenario:
    """Return the scenario of a file and those that it extends.

    Args:
        path: A YAML file.
        changes: Texts `key=value`, as after `--set`.

    Raises:
        ScenarioError: With every fault of the file, of the files below it and of the changes.
    """
    return load_closely(path, changes).scenario


def load_closely(path: Path | str, changes: Iterable[str] = (), options: Mapping[str, str] | None = None) -> Loaded:
    """Return the scenario of a file with its cautions and its difference from the file at the bottom.

    Args:
        path: A YAML file.
        changes: Texts `key=value`, as after `--set`.
        options: Values that have an option of their own, as `{"scale": "0.1"}` for `--scale 0.1`.

    Raises:
        ScenarioError: With every fault of the file, of the files below it, of the changes and of the options.
    """
    faults: list[Fault] = []
    text = read_text(Path(path), Place(str(path)), "", faults)
    if text is None:
        raise ScenarioError(faults)
    return _load(text, Path(path), str(path), (tuple(changes), options or {}), faults)


def load_resolved(
    plain: Mapping[str, Any], name: str, changes: Iterable[str] = (), options: Mapping[str, str] | None = None
) -> Loaded:
    """Return the scenario of resolved content, as a manifest holds it; `name` is what errors call it.

    Raises:
        ScenarioError: With every fault of the content, of the changes and of the options.
    """
    faults: list[Fault] = []
    bottom = lay(Node({}, Place(name)), from_plain(plain, Place(name)), faults)
    return _built(bottom, bottom, (tuple(changes), options or {}), faults, True)


def loads(text: str, name: str = "text", changes: Iterable[str] = (), folder: Path | str = ".") -> Scenario:
    """Return the scenario of a text.

    Args:
        text: YAML.
        name: What errors call it.
        changes: Texts `key=value`, as after `--set`.
        folder: Folder to which `extends` is relative.

    Raises:
        ScenarioError: With every fault.
    """
    faults: list[Fault] = []
    if len(text) > LARGEST_FILE:
        raise ScenarioError([Fault(Place(name), "", "the text is larger than 1 MB", "A scenario needs a few kB.")])
    return _load(text, Path(folder) / name, name, (tuple(changes), {}), faults).scenario


def tree_of_file(path: Path, mentioned: Place, key: str, faults: list[Fault]) -> Node | None:
    """Return what a file and those that it extends say, laid upon each other, or none with faults.

    Args:
        path: A YAML file.
        mentioned: Where somebody asked for it.
        key: Path of the key that asked for it.
        faults: Receives what is wrong.
    """
    before = len(faults)
    text = read_text(path, mentioned, key, faults)
    top = _tree(text, str(path), faults) if text is not None else None
    if top is None:
        return None
    tree, _, _, _ = _laid(top, path, str(path), faults)
    return tree if len(faults) == before else None


def mapping_of_file(path: Path, faults: list[Fault]) -> Node | None:
    """Return the mapping that a YAML file holds, whatever its keys mean, or none with faults."""
    text = read_text(path, Place(str(path)), "", faults)
    return _tree(text, str(path), faults, "Write keys and values.") if text is not None else None


def command_of(path: Path) -> str:
    """Return the command that a file is written for: that of another kind of file, or `run`."""
    top = mapping_of_file(path, [])
    other = _other(top) if top is not None else None
    return other[1] if other else "run"


def _other(top: Node) -> tuple[str, str] | None:
    """Return what kind of other file a mapping is and its command, or none."""
    return next((other for key, other in OTHER_FILES.items() if key in top.children()), None)


def _load(text: str, path: Path, name: str, changes: _Changes, faults: list[Fault]) -> Loaded:
    top = _tree(text, name, faults)
    if top is None:
        raise ScenarioError(faults)
    if other := _other(top):
        what, command = other
        mend = f"Give it to 'marketsim {command}', which with --dry-run checks it."
        raise ScenarioError([Fault(top.place, "", f"this file is {what} and no scenario", mend)])
    tree, bottom, complete, layers = _laid(top, path, name, faults)
    return _built(tree, bottom, changes, faults, complete, layers)


def _laid(top: Node, path: Path, name: str, faults: list[Fault]) -> tuple[Node, Node, bool, tuple[Node, ...]]:
    """Return a tree laid upon those that it extends, the bottom one, whether all could be read, and all of them."""
    below, complete = _layers_below(top, path, name, faults)
    first, *others = [*reversed(below), top]
    tree = bottom = lay(Node({}, top.place), first, faults, complete)
    for layer in others:
        tree = lay(tree, layer, faults, complete)
    return tree, bottom, complete, (first, *others)


def _built(
    tree: Node, bottom: Node, changes: _Changes, faults: list[Fault], complete: bool, layers: tuple[Node, ...] = ()
) -> Loaded:
    """Return the scenario of layers with changes and options laid upon them, told from that of the bottom."""
    texts, options = changes
    whole = tree
    above = [*set_layers(texts, faults), *option_layers(options, faults)]
    for layer in above:
        whole = lay(whole, layer, faults, complete)
    scenario = build(whole, faults, complete)
    own_first = sorted(
        cautions(whole, scenario, (*layers, *above)), key=lambda caution: caution.place.file != tree.place.file
    )
    return Loaded(scenario, tuple(own_first), None if whole is bottom else _told_from(bottom, scenario))


def _told_from(bottom: Node, scenario: Scenario) -> Difference | None:
    """Return the changes of a scenario; numbers drawn from a calibration are what is not known of the same history."""
    try:
        ours, theirs = (held.model_copy(update={"posterior": None}) for held in (scenario, build(bottom, [])))
    except ScenarioError:  # What the layers above mend.
        return None
    return difference(ours, theirs)


def _tree(
    text: str, name: str, faults: list[Fault], mend: str = "Write keys and values, such as 'extends: baseline.yaml'."
) -> Node | None:
    """Return the mapping that a text holds, or none with a fault."""
    before = len(faults)
    tree = read(text, name, faults)
    if tree is not None and isinstance(tree.value, dict):
        return tree
    if len(faults) == before:
        written = tree.plain() if tree is not None else None
        what = "the file is empty"
        if written is not None:
            what = f"the top of the file wants a mapping, not {described(written)}"
        place = Place(name, 1, 1) if tree is None else tree.place
        faults.append(Fault(place, "", what, mend))
    return None


def _layers_below(top: Node, path: Path, name: str, faults: list[Fault]) -> tuple[list[Node], bool]:
    """Return the trees that a tree extends, nearest first, and whether all of them could be read."""
    chain, seen, layer = [name], {os.path.realpath(path)}, top
    layers: list[Node] = []
    while (said := layer.children().get("extends")) is not None:
        if not isinstance(said.value, str) or not said.value.strip() or "\0" in said.value:
            what = f"wants the name of one file, not {described(said.plain())}"
            faults.append(Fault(said.place, "extends", what, "Write it as 'extends: baseline.yaml'."))
            return layers, False
        path = Path(os.path.normpath(path.parent / said.value))
        true_path = os.path.realpath(path)
        chain.append(str(path))
        if true_path in seen:
            what = f"the files extend each other in a circle: {' -> '.join(chain)}"
            faults.append(Fault(said.place, "extends", what, "Take out one extends."))
            return layers, False
        seen.add(true_path)
        text = read_text(path, said.place, "extends", faults)
        below = _tree(text, str(path), faults) if text is not None else None
        if below is None:
            return layers, False
        layers.append(below)
        layer = below
    return layers, True
