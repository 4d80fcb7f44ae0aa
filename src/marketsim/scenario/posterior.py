"""What a calibration learned, as a scenario carries it: draws of parameters, one of which a run takes by its seed.

A posterior lies directly upon the lowest file of a scenario: what files above that one, `--set` and `with_` say of one
of its keys wins, and so does a file that names a posterior and says one of its keys itself. Policies of the history
that a scenario has removed are drawn for nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from marketsim.scenario.faults import Fault, Place, guess, listed, shorten
from marketsim.scenario.node import Node
from marketsim.scenario.recorded import RECORDED, REPORTING, read_recorded
from marketsim.version import MODEL_VERSION

DRAWS, MADE_WITH = "posterior.csv", "calibration.json"
DIGEST = "posterior_sha256"
"""Key under which the manifest tells the draws' digest."""
LARGEST = 20_000_000
"""Bytes of draws that are read."""
DECISION = "posterior.draw"


@dataclass(frozen=True)
class Posterior:
    """Draws of equal weight."""

    name: str
    """Name of the calibration."""
    sha256: str
    """Of the draws."""
    finished: bool
    """Whether the calibration was brought to the end of its plan; else it is provisional."""
    values: Mapping[str, tuple[Any, ...]] = field(repr=False)
    """Values at dotted keys, one a draw."""
    recorded: Mapping[str, tuple[float, ...]] = field(default_factory=dict, repr=False)
    """Share of what happens that is recorded, by measure, one a draw; 1 of measures that are not here."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What it sets, by dotted key."""
        return tuple(self.values)

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(next(iter(self.values.values()), ()))

    def number(self, seed: int) -> int:
        """Return the number of the draw, from 0, that runs with a seed take, whatever else their scenarios say."""
        # Imported late: the draws bring the compiler with them, which reading a file does not want.
        import numpy as np

        from marketsim.core.decisions import decision
        from marketsim.core.draws import draw

        word = draw(np.uint64(seed), np.uint64(0), 0, decision(DECISION), np.uint64(0))[0]
        return int(word) * self.draws >> 32

    def at(self, number: int) -> dict[str, Any]:
        """Return a draw: values by dotted key."""
        return {key: values[number] for key, values in self.values.items()}

    def without(self, keys: Collection[str]) -> Posterior:
        """Return what it sets but for some keys."""
        if not set(keys) & set(self.values):
            return self
        return replace(self, values={key: held for key, held in self.values.items() if key not in keys})

    def among(self, policies: Collection[str]) -> Posterior:
        """Return what it sets of parameters and of these policies."""
        gone = [
            key
            for key in self.values
            if (steps := key.split("."))[0] == "interventions" and len(steps) > 1 and steps[1] not in policies
        ]
        return self.without(gone)

    def described(self) -> dict[str, Any]:
        """Return what it is as plain values; two that set the same are described alike."""
        return {"name": self.name, "sha256": self.sha256, "model_version": MODEL_VERSION, "keys": list(self.keys)}


def posterior_of(node: Node, faults: list[Fault]) -> Posterior | None:
    """Return the posterior that a scenario names, or none with a fault.

    Args:
        node: Name of a shipped calibration, path of a calibration or its draws, or what `described` says.
        faults: Receives what is wrong.
    """

    def fault(what: str, mend: str) -> None:
        faults.append(Fault(node.place, "posterior", what, mend))

    if isinstance(node.value, dict):
        return _described(node, faults)
    if not isinstance(node.value, str) or not node.value.strip() or "\0" in node.value:
        fault("wants a name or a path", "Name a calibration that is shipped, or a file posterior.csv.")
        return None
    folder = _folder(node.value, node.place)
    if folder is None and (lacking := _lacking_draws(node.value, node.place)):
        fault(f"{lacking} is not there", "Name a folder into which marketsim calibrate has written its results.")
        return None
    if folder is None:
        names = shipped()
        known = guess(node.value, names) if names else "None is shipped: name the folder of a calibration."
        fault(f"there is no calibration '{shorten(node.value)}'", known)
        return None
    try:
        made = _read(folder, *(_stamp(folder / name) for name in (DRAWS, MADE_WITH, RECORDED)))
    except (OSError, TypeError, ValueError, RecursionError, csv.Error) as error:
        file = getattr(error, "filename", None)
        reason = f"{file}: {error.strerror}" if isinstance(error, OSError) and file else str(error)
        fault(f"{folder} holds no posterior that can be read: {reason}", "Calibrate anew: marketsim calibrate.")
        return None
    if isinstance(made, str):
        what = f"{folder / DRAWS} is of version {shorten(made)} of the model, this is version {MODEL_VERSION}"
        fault(what, "Calibrate anew: marketsim calibrate.")
        return None
    return made


def shipped() -> tuple[str, ...]:
    """Return the names of calibrations inside the package."""
    home = _home()
    return tuple(sorted(path.name for path in home.iterdir() if (path / DRAWS).is_file())) if home.is_dir() else ()


def said(layer: Node) -> frozenset[str]:
    """Return the dotted keys of fields that a layer says; of a policy that it states whole, its kind among them."""
    nothing = Node({}, layer.place)
    sets = layer.children().get("parameters", nothing).children()
    found = [f"parameters.{name}.{key}" for name, settings in sets.items() for key in settings.children()]
    held = layer.children().get("interventions")
    if held is not None and isinstance(held.value, dict):
        for name, entry in held.value.items():
            found += [f"interventions.{name}.{key}" for key in entry.children()]
    elif held is not None and isinstance(held.value, list):
        names = [entry.children().get("name") for entry in held.value]
        found += [f"interventions.{name.value}.kind" for name in names if name is not None]
    return frozenset(found)


def _covers(said_keys: Collection[str], key: str) -> bool:
    steps = key.split(".")
    whole = steps[0] == "interventions" and f"interventions.{steps[1]}.kind" in said_keys
    return whole or key in said_keys


def over(posterior: Posterior, said_keys: Collection[str]) -> Posterior:
    """Return what a posterior sets where nothing above it says so."""
    return posterior.without([key for key in posterior.keys if _covers(said_keys, key)])


def _described(node: Node, faults: list[Fault]) -> Posterior | None:
    plain = node.plain()
    keys, found = plain.get("keys"), [posterior_of(Node(name, node.place), []) for name in shipped()]
    made = next((one for one in found if one is not None and one.sha256 == plain.get("sha256")), None)
    if made is None or not isinstance(keys, list):
        what = f"these draws of '{shorten(str(plain.get('name')))}' are not shipped with this version"
        faults.append(Fault(node.place, "posterior", what, "Name the file of the scenario instead, or --posterior."))
        return None
    return made.without(set(made.keys) - set(keys))


def _home() -> Path:
    return Path(str(resources.files("marketsim.data"))) / "calibrations"


def shipped_folder(name: str) -> Path | None:
    """Return the folder of a shipped calibration, which holds what scenarios draw from; none if none has the name."""
    return _home() / name if name in shipped() else None


def _folder(text: str, place: Place) -> Path | None:
    if folder := shipped_folder(text):
        return folder
    path = _path(text, place)
    if path.is_dir():
        return path if (path / DRAWS).is_file() else None
    return path.parent if path.is_file() and path.name == DRAWS else None


def _path(text: str, place: Place) -> Path:
    """Return what a text names as a path, from the file in which it stands."""
    path = Path(text).expanduser()
    if not path.is_absolute() and place.line and not place.file.startswith("--"):
        path = Path(place.file).parent / path
    return path


def _lacking_draws(text: str, place: Place) -> Path | None:
    """Return the file of draws that a folder lacks, where a text names a folder."""
    path = _path(text, place)
    return path / DRAWS if path.is_dir() else None


def _stamp(path: Path) -> tuple[int, int]:
    """Return when a file was last changed, and its bytes; zeros where there is none."""
    if not path.exists():
        return 0, 0
    held = path.stat()
    return held.st_mtime_ns, held.st_size


@lru_cache(maxsize=8)
def _read(folder: Path, *stamps: tuple[int, int]) -> Posterior | str:
    """Return the draws in a folder, or the other version of the model that they are of.

    Args:
        folder: The folder of a calibration.
        stamps: Of the files that are read, the draws first: what was changed is read anew.
    """
    if stamps[0][1] > LARGEST:
        raise ValueError(f"{DRAWS} is larger than {LARGEST // 1_000_000} MB")
    made_with = json.loads((folder / MADE_WITH).read_bytes())
    if not isinstance(made_with, dict):
        raise ValueError(f"{MADE_WITH} is none of a calibration")
    if (version := str(made_with.get("model_version"))) != MODEL_VERSION:
        return version
    content = (folder / DRAWS).read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"))))
    keys = rows[0][1:] if rows else []
    if not keys or rows[0][0] != "draw" or len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(f"{DRAWS} wants a column draw, a column a key, and a row a draw")
    if len(set(keys)) < len(keys):
        raise ValueError(f"{DRAWS} has two columns of one name")
    _check_whole(made_with, keys, len(rows) - 1)
    digest = hashlib.sha256(content).hexdigest()
    if digest != made_with.get(DIGEST, digest):
        raise ValueError(f"{DRAWS} is not as it was written together with {MADE_WITH}")
    wrong = [
        key for key in keys if len(steps := key.split(".")) != 3 or steps[0] not in ("parameters", "interventions")
    ]
    if wrong:
        raise ValueError(f"{DRAWS} has a column {shorten(wrong[0])}. {listed(['parameters.rule.field'])}")
    values = {key: tuple(_value(row[place]) for row in rows[1:]) for place, key in enumerate(keys, start=1)}
    name = str(made_with.get("name") or folder.name)
    recorded = read_recorded(folder, made_with, [row[0] for row in rows[1:]])
    return Posterior(name, digest, made_with.get("finished") is True, values, recorded)


def _check_whole(made_with: dict[str, Any], keys: list[str], draws: int) -> None:
    """See to it that the draws are all that was learned, as far as the manifest says what that was."""
    if draws != (wanted := made_with.get("draws", draws)):
        raise ValueError(f"{DRAWS} holds {draws} draws, and {MADE_WITH} says {wanted}: a part is lost")
    learned = made_with.get("sources")
    if lost := [
        key
        for key in (learned if isinstance(learned, dict) else ())
        if not key.startswith(REPORTING) and key not in keys
    ]:
        raise ValueError(f"{DRAWS} has no column {lost[0]}, which {MADE_WITH} names: a part is lost")


def _value(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell
