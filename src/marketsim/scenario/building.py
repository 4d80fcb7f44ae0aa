"""A tree of nodes becomes a scenario, or every fault in it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from marketsim.core.parameters import ParameterSet
from marketsim.interventions.intervention import Intervention
from marketsim.scenario.data import region_names
from marketsim.scenario.faults import Fault, Place, ScenarioError, guess, shorten
from marketsim.scenario.node import Node, from_plain
from marketsim.scenario.own_regions import MOST_REGIONS, OwnRegion, is_name, same_tile
from marketsim.scenario.posterior import Posterior, over, posterior_of
from marketsim.scenario.registry import intervention_kinds, parameter_sets
from marketsim.scenario.scenario import Outline, Scenario
from marketsim.scenario.together import contradictions, costs_without_currency, weights_for_good
from marketsim.scenario.translating import described, first_word, join, translate
from marketsim.world.products import DEFAULT_PRODUCTS, Product, nowhere_above_zero
from marketsim.world.states import Role

_Model = TypeVar("_Model", bound=BaseModel)

SECTIONS = ("products", "parameters", "interventions")
KEYS_OF_FILES = ("extends", "remove", "posterior")
NAMED_TARGETS = ("regions", "products", "roles")
"""Fields of interventions that hold names of things in the scenario."""


def build(tree: Node, faults: list[Fault], complete: bool = True) -> Scenario:
    """Return the scenario that a tree describes.

    Args:
        tree: All layers laid upon each other.
        faults: What is wrong already.
        complete: All layers could be read; else what is missing is no further fault.

    Raises:
        ScenarioError: With the given faults and all that are found here.
    """
    builder = _Builder(faults, complete)
    named = tree.children().get("posterior")
    posterior = posterior_of(named, faults) if named is not None and named.value is not None else None
    tree, above = tree.without("posterior"), tree.said
    tree = builder.checked_regions(tree)
    outline = builder.make(Outline, tree.without(*SECTIONS), "", {*SECTIONS, *KEYS_OF_FILES})
    products = builder.products(tree.children().get("products"))
    parameters = builder.parameters(tree.children().get("parameters"))
    regions: Iterable[str] = outline.space.regions if outline else region_names()
    targets = {"regions": regions, "products": products, "roles": [role.name.lower() for role in Role]}
    written = tree.children().get("interventions")
    interventions = builder.interventions(written, targets)
    faults += contradictions(written, interventions, tuple(products.values()), regions)
    if outline is not None:
        faults += costs_without_currency(tree, interventions, outline)
        faults += weights_for_good(tree, interventions, tuple(products.values()), outline)
    if faults or outline is None:
        raise ScenarioError(faults)
    made = Scenario(
        **{name: getattr(outline, name) for name in Outline.model_fields},
        products=tuple(products.values()),
        parameters=parameters,
        interventions=tuple(interventions.values()),
        intervention_names=tuple(interventions),
    )
    if posterior is None or named is None:
        return made
    return _with_posterior(made, over(posterior, above).among(tuple(interventions)), named)


def _with_posterior(scenario: Scenario, posterior: Posterior, named: Node) -> Scenario:
    """Return a scenario that carries a posterior, whose first draw it takes.

    Raises:
        ScenarioError: The posterior sets what the scenario has not, or a value that it refuses.
    """
    whole = scenario.model_copy(update={"posterior": posterior})
    try:
        whole.drawn(0)
    except ScenarioError as error:
        faults = [Fault(named.place, f"posterior: {fault.path}", fault.what, fault.mend) for fault in error.faults]
        raise ScenarioError(faults) from error
    return whole


class _Builder:
    """Makes the parts of one scenario and gathers their faults."""

    def __init__(self, faults: list[Fault], complete: bool) -> None:
        self.faults = faults
        self.complete = complete

    def fault(self, place: Place, path: str, what: str, mend: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, path, what, mend))

    def make(self, model: type[_Model], node: Node, path: str, known: Iterable[str] = ()) -> _Model | None:
        """Return a part, or none with its faults noted.

        The strict JSON mode of pydantic takes exactly what YAML means: a list for a tuple, a text for a date, but
        no text for a number and no number for a date.
        """
        if node.value is None:
            node = Node({}, node.place, node.key)
        try:
            return model.model_validate_json(json.dumps(node.plain()), strict=True)
        except ValidationError as error:
            found = translate(error, model, node, path, set(known))
            self.faults += [fault for fault in found if self.complete or fault.what != "it is missing"]
            faulty = {field for details in error.errors() if (field := _field_of(details, model))}
            self.faults += self._faults_of_the_rest(model, node, path, faulty) if faulty else []
            return None

    def _faults_of_the_rest(self, model: type[BaseModel], node: Node, path: str, faulty: set[str]) -> list[Fault]:
        """Return what is wrong between good keys, which pydantic checks only when no key is faulty."""
        rest = node.without(*faulty)
        try:
            model.model_validate_json(json.dumps(rest.plain()), strict=True)
        except ValidationError as error:
            said = [(fault, fault.what.split()) for fault in translate(error, model, rest, path, set())]
            return [fault for fault, words in said if words[0] in model.model_fields and not faulty & set(words)]
        return []

    def _entries(self, node: Node | None, path: str) -> dict[str, Node]:
        if node is None or node.value is None or isinstance(node.value, dict):
            return node.children() if node is not None else {}
        what = f"wants a mapping of names to settings, not {described(node.plain())}"
        self.fault(node.place, path, what, "Write 'name:' and the settings below it.")
        return {}

    def products(self, node: Node | None) -> dict[str, Product]:
        """Return the default products with changes, then new ones; those with faults as they are by default."""
        found = {product.name: product for product in DEFAULT_PRODUCTS}
        for name, written in self._entries(node, "products").items():
            path, place = join("products", name), written.key or written.place
            if not name.isidentifier() or name != name.lower():
                self.fault(place, path, f"'{name}' is no name of a product", "Use lower case, digits and underscores.")
                continue
            if "name" in written.children():
                inner = written.children()["name"]
                self.fault(inner.key or inner.place, join(path, "name"), "the key is the name", "Take it out.")
            default = found.get(name)
            fields = default.model_dump(mode="json") if default else {}
            whole = _filled(written, fields | {"name": name}) if _is_mapping(written) else written
            made = self.make(Product, whole, path)
            found[name] = made or default or DEFAULT_PRODUCTS[0]
        if node is not None:
            if len(found) > 12:
                self.fault(node.place, "products", f"there are {len(found)} products", "Keep 12 at most, in all.")
            for field in nowhere_above_zero(found.values()):
                self.fault(node.place, "products", f"{field} is 0 for every product", "Give one product more than 0.")
        return found

    def checked_regions(self, tree: Node) -> Node:
        """Return the tree, its space without regions of one's own that have faults, which are noted."""
        node = tree.at(["space", "regions"])
        if node is None or not isinstance(node.value, dict):
            return tree
        before, path = len(self.faults), "space.regions"
        made: dict[str, OwnRegion] = {}
        if not 0 < len(node.value) <= MOST_REGIONS:
            self.fault(node.place, path, f"there are {len(node.value)} regions", f"Define 1 to {MOST_REGIONS}.")
        for name, written in node.value.items():
            if not is_name(name):
                what = f"'{shorten(name)}' is no name of a region"
                mend = "Use lower case, digits and underscores."
                self.fault(written.key or written.place, join(path, name), what, mend)
            region = self.make(OwnRegion, written, join(path, name))
            made |= {name: region} if region else {}
        if pair := same_tile(made):
            what = f"it lies on the tile of '{pair[1]}'"
            self.fault(node.value[pair[0]].place, join(path, pair[0]), what, "Give it another x or y.")
        if len(self.faults) == before:
            return tree
        space = tree.children()["space"].without("regions")
        return replace(tree, value=tree.children() | {"space": space})

    def parameters(self, node: Node | None) -> dict[str, ParameterSet]:
        """Return every set of parameters, those that are not mentioned with their defaults."""
        kinds = parameter_sets()
        written = self._entries(node, "parameters")
        found: dict[str, ParameterSet] = {}
        for name, settings in written.items():
            if name not in kinds:
                what = f"there is no '{shorten(name)}' here"
                self.fault(settings.key or settings.place, join("parameters", name), what, guess(name, kinds))
        for name, kind in kinds.items():
            made = self.make(kind, written[name], join("parameters", name)) if name in written else kind()
            found |= {name: made} if made else {}
        return found

    def interventions(self, node: Node | None, targets: Mapping[str, Iterable[str]]) -> dict[str, Intervention]:
        """Return the interventions by name."""
        kinds = intervention_kinds()
        found: dict[str, Intervention] = {}
        entries = node.value if node is not None and isinstance(node.value, list) else []
        for entry in entries:
            name = str(entry.children()["name"].value)
            path = join("interventions", entry.position if entry.position >= 0 else name)
            kind = entry.children().get("kind")
            if kind is None:
                if self.complete:
                    self.fault(entry.place, join(path, "kind"), "it is missing", f"Add it. {guess('', kinds)}")
                continue
            known = kinds.get(kind.value) if isinstance(kind.value, str) else None
            if known is None:
                what = f"there is no '{shorten(str(kind.plain()))}'"
                self.fault(kind.place, join(path, "kind"), what, guess(str(kind.plain()), kinds))
                continue
            made = self.make(known, entry.without("kind", "name"), path, ("kind", "name"))
            for field in set(NAMED_TARGETS) & set(known.model_fields):
                self._check_names(entry.at([field]), join(path, field), field, targets[field])
            if made is not None:
                found[name] = made
        return found

    def _check_names(self, node: Node | None, path: str, what: str, known: Iterable[str]) -> None:
        """Check that a list, a text or the keys of a mapping name things of this scenario."""
        if node is None or not self.complete:
            return
        said: list[tuple[object, Place, str]] = [(node.value, node.place, path)]
        if isinstance(node.value, list):
            said = [(child.value, child.place, join(path, index)) for index, child in enumerate(node.value)]
        elif isinstance(node.value, dict):
            said = [(key, child.key or child.place, join(path, key)) for key, child in node.value.items()]
        for name, place, where in said:
            if isinstance(name, str) and name not in known:
                missing = f"there is no {what[:-1]} '{shorten(name)}' in this scenario"
                self.fault(place, where, missing, guess(name, known))


def _field_of(details: ErrorDetails, model: type[BaseModel]) -> str | None:
    """Return the key that an error is about; a check of the whole may begin with one."""
    if details["loc"]:
        return str(details["loc"][0])
    about = first_word(details["msg"])
    return about if about in model.model_fields else None


def _is_mapping(node: Node) -> bool:
    return node.value is None or isinstance(node.value, dict)


def _filled(node: Node, fields: dict[str, object]) -> Node:
    """Return a mapping with values from elsewhere where it says nothing, and the name where it says one."""
    own = {key: child for key, child in node.children().items() if key != "name"}
    return Node({key: from_plain(value, node.place) for key, value in fields.items()} | own, node.place, node.key)
