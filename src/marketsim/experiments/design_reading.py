"""YAML files become designs; what is wrong is told as for scenarios: all of it at once, with place and remedy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from marketsim.experiments.design_dimensions import Varied, known_ranges, listed_values, values_of_dimension
from marketsim.experiments.design_outline import ONLY, SAMPLED, WANTED, Kind, Outline
from marketsim.experiments.design_points import csv_points, listed_points
from marketsim.experiments.designs import Design, Range
from marketsim.experiments.points import Grid, latin_hypercube, sobol
from marketsim.experiments.substituting import Value
from marketsim.scenario.building import build
from marketsim.scenario.extending import lay
from marketsim.scenario.faults import Fault, ScenarioError
from marketsim.scenario.loading import mapping_of_file, tree_of_file
from marketsim.scenario.node import Node
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.translating import translate

MOST_RUNS = 1_000_000
"""Runs that a design may have unless somebody says that so many are meant."""
USUAL_REPLICATES = 10


def load_design(path: Path | str, yes: bool = False) -> Design:
    """Return the design of a file.

    Args:
        path: A YAML file.
        yes: More than a million runs are meant.

    Raises:
        ScenarioError: With every fault of the design and of its scenarios.
    """
    faults: list[Fault] = []
    design = _Reader(Path(path), faults).design(yes)
    if faults or design is None:
        raise ScenarioError(faults)
    return design


class _Reader:
    """Reads one design and gathers its faults."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path, self.faults = path, faults

    def fault(self, node: Node, path: str, what: str, mend: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(node.place, path, what, mend))

    def design(self, yes: bool) -> Design | None:
        """Return the design, or none with its faults noted."""
        tree = mapping_of_file(self.path, self.faults)
        outline = self._outline(tree) if tree is not None else None
        if tree is None or outline is None:
            return None
        self._check_kind(tree, outline)
        trees = self._trees(tree, outline)
        reference = self._reference(tree, outline)
        if not trees or WANTED[outline.kind] not in tree.children():
            return None
        dimensions = tree.children().get("dimensions", tree).children() if outline.dimensions else {}
        varied = Varied(trees, {key: values_of_dimension(node) for key, node in dimensions.items()}, self.faults)
        keys, points, ranges = self._points(tree, outline, varied, yes)
        if self.faults:
            return None
        scenarios = {name: scenario for name, (_, scenario) in trees.items()}
        found = Design(
            name=self.path.stem,
            scenarios=scenarios,
            dimensions=keys,
            points=points,
            seeds=tuple(sorted(outline.seeds or range(1, (outline.replicates or USUAL_REPLICATES) + 1))),
            title=outline.title,
            question=outline.question,
            kind=outline.kind.value,
            ranges=ranges,
            reference=reference,
            daily=outline.daily,
            file=str(self.path),
        )
        self._check_runs(tree, found, yes)
        return found

    def _outline(self, tree: Node) -> Outline | None:
        try:
            return Outline.model_validate_json(json.dumps(tree.plain()), strict=True)
        except ValidationError as error:
            self.faults += translate(error, Outline, tree, "", set())
            self._check_files(tree)
            return None

    def _check_files(self, tree: Node) -> None:
        """Note scenarios that cannot be used, where the design itself cannot be either."""
        held = tree.children().get("scenarios")
        for place, node in enumerate(held.value if held is not None and isinstance(held.value, list) else []):
            if isinstance(node.value, str):
                self._scenario(node.value, node, f"scenarios[{place}]", tree.without("changes"))

    def _check_kind(self, tree: Node, outline: Outline) -> None:
        """Check that a kind has the keys that it wants, and no others."""
        written, kind = tree.children(), outline.kind
        if WANTED[kind] not in written:
            self.fault(written["kind"], WANTED[kind], f"a {kind.value} wants it", f"Add {WANTED[kind]}.")
        if kind in ONLY["dimensions"] and not outline.dimensions and (kind in SAMPLED or "dimensions" in written):
            wants = "ranges" if kind in SAMPLED else "values"
            self.fault(written["kind"], "dimensions", f"a {kind.value} wants {wants}", "Add a dimension at least.")
        for key, kinds in ONLY.items():
            if key in written and kind not in kinds:
                place = replace(written[key], place=written[key].key or written[key].place)
                self.fault(place, key, f"a {kind.value} has none", f"Take it out, or say kind: {kinds[0].value}.")
        if kind is Kind.SOBOL and outline.count is not None and outline.count & (outline.count - 1):
            near = 1 << outline.count.bit_length()
            what = f"a Sobol sequence is even only at powers of 2, and {outline.count} is none"
            self.fault(written["count"], "count", what, f"Give {near // 2} or {near}.")

    def _trees(self, tree: Node, outline: Outline) -> dict[str, tuple[Node, Scenario]]:
        """Return the scenarios by the names of their files, with what they say."""
        found: dict[str, tuple[Node, Scenario]] = {}
        for place, file in enumerate(outline.scenarios):
            node = tree.at(["scenarios", place]) or tree
            name = Path(file).stem
            if name in found:
                self.fault(node, f"scenarios[{place}]", f"two scenarios are called '{name}'", "Rename one file.")
            elif (made := self._scenario(file, node, f"scenarios[{place}]", tree)) is not None:
                found[name] = made
        return found

    def _reference(self, tree: Node, outline: Outline) -> Mapping[str, Scenario]:
        if outline.reference is None:
            return {}
        made = self._scenario(outline.reference, tree.children()["reference"], "reference", tree)
        return {Path(outline.reference).stem: made[1]} if made is not None else {}

    def _scenario(self, file: str, node: Node, key: str, tree: Node) -> tuple[Node, Scenario] | None:
        found: list[Fault] = []
        below = tree_of_file(self.path.parent / file, node.place, key, found)
        made = None
        if below is not None:
            changes = tree.children().get("changes") or Node({}, node.place)
            whole = lay(below, changes, found)
            try:
                made = whole, build(whole, found)
            except ScenarioError:  # Its faults are in the list.
                made = None
        self.faults += found
        return made

    def _points(
        self, tree: Node, outline: Outline, varied: Varied, yes: bool
    ) -> tuple[tuple[str, ...], Sequence[tuple[Value, ...]], Mapping[str, Range]]:
        """Return dimensions, points and ranges."""
        if outline.kind is Kind.LIST:
            return (*listed_points(tree.children()["points"], varied), {})
        if outline.kind is Kind.CSV:
            node = tree.children()["file"]
            return (*csv_points(self.path.parent / str(outline.file), node, varied), {})
        written = tree.children().get("dimensions", Node({}, tree.place)).children()
        if outline.kind is Kind.GRID:
            values, ranges = listed_values(written, varied)
            return tuple(values), Grid(list(values.values())), ranges
        ranges = known_ranges(written, varied)
        if self.faults or outline.count is None:
            return (), (), {}
        chosen = latin_hypercube if outline.kind is Kind.LATIN_HYPERCUBE else sobol
        if outline.count > MOST_RUNS and not yes:  # They are only counted.
            return tuple(ranges), range(outline.count), ranges  # type: ignore[return-value]
        return tuple(ranges), chosen(ranges, outline.count, outline.sampling_seed), ranges

    def _check_runs(self, tree: Node, design: Design, yes: bool) -> None:
        kind = tree.children()["kind"]
        if not len(design.points):
            self.fault(kind, "", "the design has no points", "Give a value of each dimension at least.")
        elif design.runs > MOST_RUNS and not yes:
            what = f"the design has {design.runs:,} runs, more than {MOST_RUNS:,}"
            self.fault(kind, "", what, "Take fewer points or replicates, or say --yes.")
        elif len(design.points) <= MOST_RUNS and design.kind in (Kind.LATIN_HYPERCUBE, Kind.SOBOL):
            self._check_twice(kind, design)

    def _check_twice(self, kind: Node, design: Design) -> None:
        """Whole numbers and days can fall upon each other where a range is narrow."""
        twice = len(design.points) - len(set(design.points))
        if twice:
            what = f"{twice} of {len(design.points)} points are the same as others"
            self.fault(kind, "count", what, "Take fewer points, or wider ranges.")
