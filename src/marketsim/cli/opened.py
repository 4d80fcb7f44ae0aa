"""What the command line is asked to run: a scenario file, or the manifest of an earlier run."""

import json
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import typer

from marketsim.scenario.changing import set_layers
from marketsim.scenario.faults import Fault, Place, ScenarioError, shorten
from marketsim.scenario.files import read_text
from marketsim.scenario.loading import Loaded, load_closely, load_resolved
from marketsim.version import MODEL_VERSION

MOST_CAUTIONS = 3
"""Cautions that are told one by one; further ones are counted."""


class Opened(NamedTuple):
    """A loaded scenario, the name for its folder, and its seed if it has one."""

    loaded: Loaded
    name: str
    seed: int | None = None


def opened(path: Path, changes: Collection[str], options: Mapping[str, str]) -> Opened:
    """Return what a path holds.

    Raises:
        ScenarioError: It holds no valid scenario.
        BadParameter: An option and a change say the same thing.
    """
    for key in options:
        said_twice(changes, key, f"--{key} says it")
    if path.name != "manifest.json":
        return Opened(load_closely(path, changes, options), path.stem)
    manifest = _manifest(path)
    loaded = load_resolved(manifest["scenario"], str(path), changes, options)
    if (version := str(manifest.get("model_version"))) != MODEL_VERSION:
        what = f"this run was made by version {shorten(version)} of the model, and this is version {MODEL_VERSION}"
        other = Fault(Place(str(path)), "model_version", what, "Its scenario is run, and gives other figures.")
        loaded = loaded._replace(cautions=(other, *loaded.cautions))
    name = re.sub(r"-\d+-[0-9a-f]{10}(-\d+)?$", "", path.absolute().parent.name)
    return Opened(loaded, name, manifest["seed"])


def said_twice(changes: Collection[str], key: str, why: str) -> None:
    """Refuse a change of a key that the command itself sets, however it is written.

    Raises:
        BadParameter: It is among them.
    """
    if any(layer.at(key.split(".")) is not None for layer in set_layers(tuple(changes), [])):
        raise typer.BadParameter(f"{key}: {why}", param_hint="--set")


def told_as(faults: Iterable[Fault], named: str) -> list[Fault]:
    """Return faults, those of a calibration told as the user named it, if not by `--posterior`."""
    return [replace(fault, place=Place(named)) if named and fault.file == "--posterior" else fault for fault in faults]


def _manifest(path: Path) -> dict[str, Any]:
    faults: list[Fault] = []
    text = read_text(path, Place(str(path)), "", faults)
    if text is None:
        raise ScenarioError(faults)
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError):
        manifest = None
    held = manifest if isinstance(manifest, dict) else {}
    if not isinstance(held.get("scenario"), dict) or type(held.get("seed")) is not int:
        what = "this is no manifest of a run"
        raise ScenarioError([Fault(Place(str(path)), "", what, "Name manifest.json of a result folder.")])
    return held


def say_cautions(cautions: tuple[Fault, ...]) -> None:
    """Tell what is valid and yet odd; it stops nothing."""
    for caution in cautions[:MOST_CAUTIONS]:
        say_caution(caution)
    if (more := len(cautions) - MOST_CAUTIONS) > 0:
        print(f"Warning: {more} further warnings are left out; marketsim validate gives all.", file=sys.stderr)


def say_caution(caution: Fault) -> None:
    """Tell one thing that is odd."""
    print(f"Warning: {caution}", file=sys.stderr)
