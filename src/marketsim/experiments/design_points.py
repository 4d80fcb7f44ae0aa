"""Points that are written one by one, in the design or in a CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from marketsim.experiments.design_dimensions import Varied
from marketsim.experiments.substituting import Value
from marketsim.scenario.faults import Fault, Place
from marketsim.scenario.files import read_text
from marketsim.scenario.node import Node
from marketsim.scenario.scalars import resolve

Points = tuple[tuple[str, ...], Sequence[tuple[Value, ...]]]
"""Dimensions, and one value of each a point."""


def listed_points(node: Node, varied: Varied) -> Points:
    """Return the points of a list, each of which gives the same keys."""
    before = len(varied.faults)
    rows = node.value if isinstance(node.value, list) else []
    keys = tuple(rows[0].children()) if rows else ()
    if not keys:
        what, mend = "the design has no points", "Write one a line: - {parameters.people.online: 0.9}."
        varied.faults.append(Fault(node.place, "points", what, mend))
    for place, row in enumerate(rows):
        if set(row.children()) != set(keys):
            what, mend = "it gives other keys than the first point", f"Give {', '.join(keys)}."
            varied.faults.append(Fault(row.place, f"points[{place}]", what, mend))
    if len(varied.faults) > before:
        return (), ()
    return keys, _checked(keys, [[row.children()[key] for key in keys] for row in rows], "points", varied)


def csv_points(path: Path, node: Node, varied: Varied) -> Points:
    """Return the points of a CSV: dotted keys in its first line, a point in each other one."""
    text = read_text(path, node.place, "file", varied.faults)
    rows = [(line, row) for line, row in enumerate(csv.reader((text or "").splitlines()), start=1) if row]
    if text is None:
        return (), ()
    if len(rows) < 2:
        what, mend = f"the design has no points: {path} has no line below its keys", "Write a point a line."
        varied.faults.append(Fault(node.place, "file", what, mend))
        return (), ()
    keys = tuple(key.strip() for key in rows[0][1])
    if len(set(keys)) != len(keys):
        varied.faults.append(Fault(Place(str(path), 1, 1), "", "a key is written twice", "Keep one column of it."))
    nodes = []
    for line, row in rows[1:]:
        if len(row) != len(keys):
            what, mend = f"it has {len(row)} values for {len(keys)} keys", "Give one value a key."
            varied.faults.append(Fault(Place(str(path), line, 1), "", what, mend))
            continue
        starts = [1 + sum(len(cell) + 1 for cell in row[:place]) for place in range(len(row))]
        cells = zip(row, starts, strict=True)
        nodes.append([Node(resolve(cell.strip()), Place(str(path), line, start)) for cell, start in cells])
    return keys, _checked(keys, nodes, "", varied)


def _checked(keys: tuple[str, ...], rows: list[list[Node]], path: str, varied: Varied) -> list[tuple[Value, ...]]:
    """Return the values of points, each different value of a key checked once, no point written twice."""
    known: dict[tuple[str, object], Value | None] = {}
    found: dict[tuple[Value, ...], Node] = {}
    for number, row in enumerate(rows):
        point: list[Value] = []
        for key, node in zip(keys, row, strict=True):
            at = (key, node.value if not isinstance(node.value, list | dict) else repr(node.plain()))
            if at not in known:
                known[at] = varied.value(key, node)
            if (value := known[at]) is not None:
                point.append(value)
        if len(point) < len(keys):
            continue
        if tuple(point) in found:
            first = found[tuple(point)].place
            where = f"{path}[{number}]" if path else ""
            what = f"this point is written twice (first on line {first.line})"
            varied.faults.append(Fault(row[0].place, where, what, "Keep one of them."))
        found.setdefault(tuple(point), row[0])
    return list(found)
