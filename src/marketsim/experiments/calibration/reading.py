"""YAML files become calibrations; what is wrong is told as for scenarios: all of it at once, with place and remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from marketsim.experiments.calibration.generations import Plan
from marketsim.experiments.calibration.observation import Target, target_of
from marketsim.experiments.calibration.outline import NAME, Budget, Outline, Reading
from marketsim.experiments.calibration.prior_reading import Keys
from marketsim.experiments.calibration.to_no_effect import (
    LEARNED_FROM,
    REMOVE,
    decided_by_priors,
    readings_of_no_target,
    said_twice,
    usual_targets,
)
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.experiments.errors import ExperimentError
from marketsim.results.evidence import Figure, figures
from marketsim.scenario.building import build
from marketsim.scenario.changing import option_layers, set_layers
from marketsim.scenario.extending import lay
from marketsim.scenario.faults import Fault, Place, ScenarioError, guess, shorten
from marketsim.scenario.loading import mapping_of_file, tree_of_file
from marketsim.scenario.node import Node
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.translating import join, translate


def load_calibration(
    path: Path | str,
    budget: str | None = None,
    changes: Iterable[str] = (),
    options: Mapping[str, str] | None = None,
) -> Wanted:
    """Return the calibration of a file.

    Args:
        path: A YAML file.
        budget: One of its budgets; the first one if none is named.
        changes: Texts `key=value` that change its scenario, as after `--set`.
        options: Values that have an option of their own, as `{"scale": "0.1"}` for `--scale 0.1`.

    Raises:
        ScenarioError: With every fault of the calibration and of its scenario.
    """
    reader = _Reader(Path(path))
    wanted = reader.wanted(budget, tuple(changes), options or {})
    if reader.faults or wanted is None:
        raise ScenarioError(reader.faults)
    return wanted


def load_budgets(path: Path | str) -> dict[str, Wanted]:
    """Return the calibration of a file with each of its budgets, by their names.

    Raises:
        ScenarioError: With every fault of the calibration, of its budgets and of its scenario.
    """
    reader = _Reader(Path(path))
    made, faults = [reader.wanted(None, (), {})], dict.fromkeys(reader.faults)
    for name in reader.budgets[1:]:  # The first was read where none is named.
        reader = _Reader(Path(path))
        made.append(reader.wanted(name, (), {}))
        faults |= dict.fromkeys(reader.faults)
    if faults:
        raise ScenarioError(faults)
    return {wanted.budget: wanted for wanted in made if wanted is not None}


LONGEST = 60
"""Letters of a budget's name."""


class _Reader:
    """Reads one calibration and gathers its faults."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.budgets: tuple[str, ...] = ()
        """Names of the budgets, once they are read."""

    def fault(self, node: Node, path: str, what: str, mend: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(node.place, path, what, mend))

    def wanted(self, name: str | None, changes: tuple[str, ...], options: Mapping[str, str]) -> Wanted | None:
        """Return the calibration, or none with its faults noted."""
        tree = mapping_of_file(self.path, self.faults)
        outline = self._outline(tree) if tree is not None else None
        if tree is None or outline is None:
            return None
        self.budgets = tuple(outline.budgets)
        chosen = self._budget(tree, outline, name)
        if chosen is None:
            return None
        budget, spent = chosen
        made = self._scenario(tree, outline, budget, spent, changes, options)
        if made is None:
            return None
        keys = Keys(*made, self.faults)
        held = tree.children()["priors"].children()
        learned = self._learned(tree, outline, budget, spent)
        self.faults += said_twice(tree, outline, budget, spent)
        self.faults += readings_of_no_target(tree, outline)
        self.faults += decided_by_priors(changes, learned, outline)
        found = [keys.calibrated(key, held[key], outline.priors[key]) for key in learned]
        targets = self._targets(tree, outline, budget, spent, made[1])
        if self.faults:
            return None
        return Wanted(
            name=self.path.stem,
            title=outline.title,
            question=outline.question,
            scenario=made[1],
            calibrated=tuple(one for one in found if one is not None),
            targets=targets,
            plan=Plan(
                design=spent.design,
                keep=spent.keep,
                new=spent.new,
                most=spent.most,
                least=spent.least,
                least_acceptance=spent.least_acceptance,
                seed=outline.seed,
            ),
            draws=spent.draws,
            budget=budget,
            readings={key: reading.model_dump() for key, reading in outline.targets.readings.items()},
        )

    def _outline(self, tree: Node) -> Outline | None:
        try:
            return Outline.model_validate_json(json.dumps(tree.plain()), strict=True)
        except ValidationError as error:
            self.faults += translate(error, Outline, tree, "", set())
            return None

    def _budget(self, tree: Node, outline: Outline, name: str | None) -> tuple[str, Budget] | None:
        chosen = name or next(iter(outline.budgets))
        if chosen not in outline.budgets:
            what = f"there is no budget '{shorten(chosen)}' in {self.path}"
            self.faults.append(Fault(Place("--budget"), "", what, guess(chosen, outline.budgets)))
            return None
        budget = outline.budgets[chosen]
        node = tree.at(["budgets", chosen]) or tree
        path = f"budgets.{chosen}"
        if not re.fullmatch(NAME, chosen) or len(chosen) > LONGEST:
            what = f"'{shorten(chosen)}' cannot be the end of a folder's name"
            mend = f"Take small letters, digits and underscores, {LONGEST} at most."
            self.fault(replace(node, place=node.key or node.place), path, what, mend)
        if budget.design & (budget.design - 1):
            near = 1 << budget.design.bit_length()
            what = f"a Sobol sequence is even only at powers of 2, and {budget.design} is none"
            self.fault(node.children()["design"], f"{path}.design", what, f"Give {near // 2} or {near}.")
        if budget.least > budget.most:
            what = f"{budget.least} generations at least are more than {budget.most} at most"
            self.fault(node.children()["least"], f"{path}.least", what, "Give a smaller least, or a larger most.")
        if budget.keep > budget.design:
            what = f"{budget.keep} particles cannot be kept of a design of {budget.design} runs"
            self.fault(node.children()["keep"], f"{path}.keep", what, "Keep fewer, or take a larger design.")
        return chosen, budget

    def _scenario(
        self,
        tree: Node,
        outline: Outline,
        name: str,
        budget: Budget,
        changes: tuple[str, ...],
        options: Mapping[str, str],
    ) -> tuple[Node, Scenario] | None:
        """Return what the scenario says, and itself."""
        found: list[Fault] = []
        node = tree.children()["scenario"]
        below = tree_of_file(self.path.parent / outline.scenario, node.place, "scenario", found)
        made = None
        if below is not None:
            layers = [tree.children().get("changes"), tree.at(["budgets", name, "changes"])]
            layers += [*set_layers(changes, found), *option_layers(options, found)]
            for layer in layers:
                if layer is not None:
                    below = lay(below, layer, found)
            try:
                made = below, build(below, found)
            except ScenarioError:  # Its faults are in the list.
                made = None
        if made is not None and made[1].posterior is not None:
            what = (
                f"it draws from the calibration '{made[1].posterior.name}', so that figures would be learned from twice"
            )
            found.append(Fault(node.place, "scenario", what, "Name a scenario without a posterior."))
        self.faults += found
        return made

    def _learned(self, tree: Node, outline: Outline, name: str, budget: Budget) -> list[str]:
        """Return the keys that a budget calibrates."""
        if budget.priors is None:
            return list(outline.priors)
        for place, key in enumerate(budget.priors):
            if key not in outline.priors:
                node = tree.at(["budgets", name, "priors", place]) or tree
                path = join("budgets", name, "priors", place)
                self.fault(node, path, f"there is no prior of '{shorten(key)}'", guess(key, outline.priors))
        return [key for key in outline.priors if key in budget.priors]

    def _targets(
        self, tree: Node, outline: Outline, name: str, budget: Budget, scenario: Scenario
    ) -> tuple[Target, ...]:
        """Return the targets in the order of the evidence, with the readings that are taken."""
        known = {figure.id: figure for figure in figures()}
        at: list[int | str] = ["budgets", name, "targets"] if budget.targets is not None else ["targets", "only"]
        said = budget.targets if budget.targets is not None else outline.targets.only
        nodes = {key: tree.at([*at, place]) or tree for place, key in enumerate(said or ())}
        for key, node in nodes.items():
            if key not in known:
                self.fault(node, join("", *at), f"there is no evidence '{shorten(key)}'", guess(key, known))
            elif known[key].use != LEARNED_FROM:
                what = f"{key} is a figure of use '{known[key].use}', which is never learned from"
                self.fault(node, join("", *at), what, f"Name figures whose use is {LEARNED_FROM}, or leave it out.")
        wanted = set(said) if said is not None else usual_targets()
        readings = outline.targets.readings
        for key in readings:
            node = tree.at(["targets", "readings", key]) or tree
            if key not in known:
                path = join("targets", "readings", key)
                self.fault(
                    replace(node, place=node.key or node.place), path, "there is no such evidence", guess(key, known)
                )
            elif known[key].use != LEARNED_FROM:
                what = f"{key} is a figure of use '{known[key].use}', which is never learned from"
                self.fault(replace(node, place=node.key or node.place), join("targets", "readings", key), what, REMOVE)
        found = []
        for key, figure in known.items():
            if key in wanted:
                node = nodes.get(key) or tree.children().get("targets") or tree
                found.append(self._target(figure, readings.get(key), node, join("", *at), scenario))
        return tuple(target for target in found if target is not None)

    def _target(
        self, figure: Figure, reading: Reading | None, node: Node, path: str, scenario: Scenario
    ) -> Target | None:
        if figure.start < scenario.start or figure.end > scenario.end:
            covered = f"the scenario runs from {scenario.start} to {scenario.end}"
            what = f"{figure.id} is of {figure.start} to {figure.end}, {covered}"
            self.fault(node, path, what, "Let the scenario run longer, or name targets that it covers.")
            return None
        try:
            return target_of(_as_read(figure, reading), reading is not None and reading.conflict != "")
        except ExperimentError as error:
            mend = "Leave it out of the targets, or mend its row of evidence.csv or the measure."
            self.fault(node, path, str(error), mend)
            return None


def _as_read(figure: Figure, reading: Reading | None) -> Figure:
    if reading is None:
        return figure
    nan = float("nan")
    low, high = (nan if end is None else end for end in (reading.low, reading.high))
    return replace(figure, value=str(reading.value), low=low, high=high)
