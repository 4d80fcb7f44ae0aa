"""Policies that contradict each other: one lever, one first day, two settings.

A policy that starts later supersedes an earlier one on the same lever, as history goes on. Of two that start on the
same day neither is the later one: that is a contradiction, be it that they lead to two settings, or to one along two
courses, as with and without a ramp. Which levers a policy sets, and which it multiplies or adds
to, is seen by pulling it on levers that start from two states: what ends the same from both was set.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from math import isclose
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.core.units import day_number
from marketsim.interventions.intervention import Intervention
from marketsim.scenario.data import load_regions
from marketsim.world.levers import Levers
from marketsim.world.products import Product
from marketsim.world.tally import Tally
from marketsim.world.today import Today

Settings = dict[tuple[str, int], float]
"""Values of parts of levers, by the lever's name and place."""
COURSE = ("ramp", "intensity", "fade", "end")
"""Fields that decide how strong a policy is on which day after its start."""
MIDDLE = "sentence_years"
"""Middle of a range of sentences: what a mean sets, which leaves the ends where the shape of the range puts them."""
ENDS = ("sentence_low", "sentence_high")


def conflicts(
    policies: Mapping[str, Intervention], products: tuple[Product, ...], regions: Iterable[str]
) -> Iterator[tuple[str, str, str, float, float]]:
    """Yield pairs of policies that set one lever to two values from the same day: names, lever and values."""
    rivals = _rivals(policies)
    held = {name: set_by(policy, products, regions) for name, policy in rivals}
    for (one, first), (other, second) in combinations(rivals, 2):
        if first.start != second.start:
            continue
        shared = [part for part in held[one] if held[other].get(part, held[one][part]) != held[one][part]]
        levers = dict.fromkeys(lever for lever, _ in shared)
        for lever in levers:
            if lever in ENDS and MIDDLE in levers:
                continue
            part = next(part for part in shared if part[0] == lever)
            yield one, other, lever, held[one][part], held[other][part]


def two_courses(
    policies: Mapping[str, Intervention], products: tuple[Product, ...], regions: Iterable[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield pairs of policies that lead a lever from the same day to one value, but not alike: names, lever, field."""
    rivals = _rivals(policies)
    led = {name: _led_by(policy, products, regions) for name, policy in rivals}
    for (one, first), (other, second) in combinations(rivals, 2):
        if first.start != second.start or (field := _parting(first, second)) is None:
            continue
        shared = [part[0] for part, value in led[one].items() if led[other].get(part) == value]
        if shared:
            yield one, other, shared[0], field


def _rivals(policies: Mapping[str, Intervention]) -> list[tuple[str, Intervention]]:
    """Return policies that have some strength and do not start alone."""
    in_force = [(name, policy) for name, policy in policies.items() if policy.intensity > 0]
    starts = [policy.start for _, policy in in_force]
    return [(name, policy) for name, policy in in_force if starts.count(policy.start) > 1]


def _led_by(policy: Intervention, products: tuple[Product, ...], regions: Iterable[str]) -> Settings:
    """Return the parts of levers that a policy moves towards a setting, as far as it is strong; no switches."""
    switched = set_by(policy, products, regions, 0.5)
    return {part: value for part, value in set_by(policy, products, regions).items() if part not in switched}


def _parting(first: Intervention, second: Intervention) -> str | None:
    """Return the field by which two policies differ in strength on a day on which both are in force, or none."""
    differing = [field for field in COURSE if getattr(first, field) != getattr(second, field)]
    start = day_number(first.start)
    ends = [day_number(policy.end) for policy in (first, second) if policy.end is not None]
    last = min(ends, default=start + max(first.ramp, second.ramp))
    if differing and any(first.strength(day) != second.strength(day) for day in range(start, last + 1)):
        return differing[0]
    return None


def set_by(
    policy: Intervention, products: tuple[Product, ...], regions: Iterable[str], strength: float = 1.0
) -> Settings:
    """Return the parts of levers that a policy sets at a strength, whatever they were before."""
    usual, moved = (_pulled(policy, products, regions, strength, elsewhere) for elsewhere in (False, True))
    if usual is None or moved is None:
        return {}
    return {part: value for part, value in usual.items() if isclose(value, moved[part], rel_tol=1e-9)}


def _pulled(
    policy: Intervention, products: tuple[Product, ...], regions: Iterable[str], strength: float, elsewhere: bool
) -> Settings | None:
    """Return every part of the levers after a pull, or none for a policy that looks at more than levers."""
    places = load_regions(regions)
    levers = Levers(len(products), len(places))
    if elsewhere:
        _move(levers)
    world: Any = SimpleNamespace(
        levers=levers,
        products=products,
        regions=places,
        today=Today(day_number(policy.start)),
        tally=Tally(len(products), len(places)),
    )
    try:
        policy.pull(world, strength)
    except (AttributeError, IndexError, KeyError):
        return None
    return _parts(levers)


def _move(levers: Levers) -> None:
    """Start every lever from somewhere else, close by so that no bound is met."""
    for name, value in vars(levers).items():
        if isinstance(value, np.ndarray):
            value[...] = ~value if value.dtype == np.bool_ else value + _step(value)
        elif isinstance(value, bool):
            setattr(levers, name, not value)
        elif isinstance(value, int):
            setattr(levers, name, value + 1)
        elif isinstance(value, float):
            setattr(levers, name, value + 1e-4 * (1.0 + abs(value)))


def _step(value: NDArray[Any]) -> NDArray[Any]:
    return 1e-4 * (1.0 + np.abs(value)) if value.dtype.kind == "f" else 1 + value // 50


def _parts(levers: Levers) -> Settings:
    values = vars(levers) | {MIDDLE: np.round(0.5 * (levers.sentence_low + levers.sentence_high), 9)}
    return {
        (name, place): float(part)
        for name, value in values.items()
        if isinstance(value, np.ndarray | bool | int | float)
        for place, part in enumerate(np.ravel(value))
    }
