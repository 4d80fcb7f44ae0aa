"""What a result was made with: scenario, seed, model, packages and machine, as names and plain values."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

Making = dict[tuple[str, str], Any]
"""Values by part (`scenario`, `run`, `source` or `machine`) and name."""

RUN = {"seed": "seed", "model_version": "model version", "with_events": "events kept"}
SOURCE = {"source_digest": "digest of the source", "commit": "commit"}


def making_of_run(manifest: Mapping[str, Any]) -> Making:
    """Return what a run was made with; when and how long it ran does not count."""
    found = {("run", words): manifest.get(name) for name, words in RUN.items()}
    found |= making_of_scenario(_mapping(manifest.get("scenario")))
    found |= {("source", words): manifest.get(name) for name, words in SOURCE.items()}
    found |= {("source", name): value for name, value in _mapping(manifest.get("versions")).items()}
    return found | {("machine", name): value for name, value in _mapping(manifest.get("machine")).items()}


def making_of_scenario(resolved: Mapping[str, Any]) -> Making:
    """Return every setting of a resolved scenario by its dotted name, policies by theirs."""
    plain = dict(resolved)
    policies = plain.pop("interventions", None)
    if isinstance(policies, list):
        named = [policy for policy in policies if isinstance(policy, Mapping)]
        plain["interventions"] = {str(policy.get("name")): _without_name(policy) for policy in named}
    found: Making = {}
    _flatten(plain, "", found)
    return found


def unlike(a: Making, b: Making) -> pd.DataFrame:
    """Return one row a value that differs, in the order of `a`, what only `b` has at the end of its part."""
    parts = list(dict.fromkeys(part for part, _ in (*a, *b)))
    rows = [
        {"part": part, "name": name, "a": a.get((part, name)), "b": b.get((part, name))}
        for part in parts
        if any(key[0] == part for key in a) and any(key[0] == part for key in b)
        for name in dict.fromkeys(name for held in (a, b) for key, name in held if key == part)
        if a.get((part, name)) != b.get((part, name))
    ]
    return pd.DataFrame(_whole_policies(rows, a, b), columns=["part", "name", "a", "b"], dtype=object)


def _whole_policies(rows: list[dict[str, Any]], a: Making, b: Making) -> list[dict[str, Any]]:
    """Tell a policy that only one of the two has in one row: its kind and its first day."""
    kept: list[dict[str, Any]] = []
    for row in rows:
        steps = row["name"].split(".")
        if row["part"] != "scenario" or len(steps) < 3 or steps[0] != "interventions":
            kept.append(row)
            continue
        policy = f"interventions.{steps[1]}"
        kind, start = ("scenario", f"{policy}.kind"), ("scenario", f"{policy}.start")
        if (kind in a) == (kind in b):
            kept.append(row)
        elif steps[2:] == ["kind"]:
            words = [f"{held[kind]} from {held.get(start)}" if kind in held else None for held in (a, b)]
            kept.append(row | {"name": policy, "a": words[0], "b": words[1]})
    return kept


def _flatten(value: Mapping[str, Any], path: str, found: Making) -> None:
    for name, inner in value.items():
        dotted = f"{path}.{name}" if path else str(name)
        if isinstance(inner, Mapping):
            _flatten(inner, dotted, found)
        else:
            found["scenario", dotted] = inner


def _without_name(policy: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in policy.items() if key != "name"}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
