"""What a scenario can name: sets of parameters and kinds of intervention, found by looking into the folders."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import TypeVar

from marketsim.core.parameters import ParameterSet
from marketsim.interventions.intervention import Intervention

Kind = TypeVar("Kind", bound=ParameterSet)


@cache
def parameter_sets() -> dict[str, type[ParameterSet]]:
    """Return every set of parameters by the key that scenarios use: the world's own, then the rules by name."""
    # Imported late: rules bring the compiler with them, which takes most of a second.
    from marketsim import rules
    from marketsim.rules.rule import Rule
    from marketsim.world.attribution import Attribution
    from marketsim.world.capacity_course import CapacityCourse
    from marketsim.world.first_day import FirstDay
    from marketsim.world.people import People
    from marketsim.world.public_costs import PublicCosts

    found: dict[str, type[ParameterSet]] = {"attribution": Attribution, "capacity_course": CapacityCourse}
    found |= {"first_day": FirstDay, "people": People, "public_costs": PublicCosts}
    for module in _modules(tuple(rules.__path__), rules.__name__):
        for rule in _defined_in(module, Rule):
            _register(found, rule.name, rule, module)
    return dict(sorted(found.items()))


def intervention_kinds() -> dict[str, type[Intervention]]:
    """Return every kind of intervention; a folder put on `marketsim.interventions.__path__` is looked into as well."""
    from marketsim import interventions

    return _kinds_in(tuple(interventions.__path__))


@cache
def _kinds_in(folders: tuple[str, ...]) -> dict[str, type[Intervention]]:
    found: dict[str, type[Intervention]] = {}
    for module in _modules(folders, "marketsim.interventions"):
        for kind in _defined_in(module, Intervention):
            _register(found, getattr(kind, "kind", kind.__name__), kind, module)
    return dict(sorted(found.items()))


def _modules(folders: tuple[str, ...], package: str) -> Iterator[ModuleType]:
    for entry in pkgutil.iter_modules(folders, package + "."):
        module = importlib.import_module(entry.name)
        if entry.ispkg:
            yield from _modules(tuple(module.__path__), entry.name)
        else:
            yield module


def _defined_in(module: ModuleType, base: type[Kind]) -> list[type[Kind]]:
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, base) and thing is not base
        if thing.__module__ == module.__name__
    ]


def _register(found: dict[str, type[Kind]], name: str, thing: type[Kind], module: ModuleType) -> None:
    file = module.__name__.rpartition(".")[2]
    if name != file:
        raise ImportError(f"{module.__name__} holds '{name}'; one name, one file: call the file {name}.py.")
    if name in found:
        raise ImportError(f"{found[name].__module__} and {module.__name__} share the name '{name}'; rename one.")
    found[name] = thing
