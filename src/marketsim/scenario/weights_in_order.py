"""Weights that several policies set for one product: on each day a graver grade must not begin below a lighter one."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from marketsim.core.units import MG_PER_G, day_date, day_number
from marketsim.interventions.intervention import Intervention, towards
from marketsim.interventions.weight_thresholds import GRADES, WeightThresholds
from marketsim.world.levers import Levers
from marketsim.world.products import Product


class OutOfOrder(NamedTuple):
    """Two policies of which one sets a grade's weight above that of the next graver grade, which the other sets."""

    policies: tuple[str, str]
    """Names: the policy that sets the lighter grade, and the one that sets the graver."""
    grades: tuple[str, str]
    grams: tuple[float, float]
    product: str
    day: date
    """First day."""
    settled: tuple[bool, bool]
    """Each is at its full strength, and not in a ramp or fade."""

    @property
    def passing(self) -> bool:
        """It is so only while one of them gathers or loses strength."""
        return not all(self.settled)

    def told_at(self, place: int) -> str:
        """Return in words what is wrong, from where the policy at a place of the pair says it."""
        where = f"in '{self.policies[1 - place]}' on {self.day} for {self.product}"
        grams = [f"{grams:.4g} g" for grams in self.grams]
        grams[1 - place] += f" {where}"
        return f"{self.grades[0]} is above {self.grades[1]}: {grams[0]}, and {grams[1]}"


class _Weight(NamedTuple):
    grams: float
    policy: str
    settled: bool


def out_of_order(
    policies: Mapping[str, Intervention], products: tuple[Product, ...], first: date, last: date
) -> list[OutOfOrder]:
    """Return pairs of policies whose weights are out of order on a day of a run, each pair of grades once.

    A policy whose weight lies beyond one that no policy has set yet is no fault: that one moves along.
    """
    held = {name: policy for name, policy in policies.items() if isinstance(policy, WeightThresholds)}
    found: dict[tuple[tuple[str, str], tuple[str, str]], OutOfOrder] = {}
    before: dict[str, float] = {}
    for day in range(day_number(first), day_number(last) + 1) if len(held) > 1 else ():
        strengths = {name: policy.strength(day) for name, policy in held.items()}
        if strengths == before:
            continue
        before = strengths
        for product in products:
            for pair in _pairs(held, strengths, product.name, day_date(day)):
                key = (pair.policies, pair.grades)
                if key not in found or (found[key].passing and not pair.passing):
                    found[key] = pair
    return list(found.values())


def _pairs(
    policies: Mapping[str, WeightThresholds], strengths: Mapping[str, float], product: str, day: date
) -> Iterator[OutOfOrder]:
    """Yield neighbouring grades whose weights are out of order on a day."""
    weights = _weights(policies, strengths, product)
    for (grade, light), (graver, heavy) in pairwise(zip(GRADES, weights, strict=True)):
        if light is None or heavy is None or light.policy == heavy.policy or light.grams <= heavy.grams:
            continue
        names, grams = (light.policy, heavy.policy), (light.grams, heavy.grams)
        yield OutOfOrder(names, (grade, graver), grams, product, day, (light.settled, heavy.settled))


def _weights(
    policies: Mapping[str, WeightThresholds], strengths: Mapping[str, float], product: str
) -> list[_Weight | None]:
    """Return each grade's weight for a product as policies lead it, none where no policy does."""
    weights: list[_Weight | None] = [None] * len(GRADES)
    usual: Iterable[float] = Levers(1).threshold_mg[0] / MG_PER_G
    for name, policy in sorted(policies.items(), key=lambda item: item[1].start):
        strength = strengths[name]
        if not strength or (policy.products and product not in policy.products):
            continue
        for place, (grade, start) in enumerate(zip(GRADES, usual, strict=True)):
            grams = getattr(policy, grade)
            if grams is not None:
                led = weights[place]
                now = float(start) if led is None else led.grams
                weights[place] = _Weight(towards(now, grams, strength), name, strength == policy.intensity)
    return weights
