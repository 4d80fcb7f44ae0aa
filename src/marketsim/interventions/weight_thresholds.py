"""Weights from which the law grades an offence."""

from itertools import accumulate, pairwise

from pydantic import model_validator

from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_G
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World

GRADES = ("medium", "large", "especially_large")
"""Fields that hold the weights, in the order of `Levers.threshold_mg`."""


class WeightThresholds(Intervention, kind="weight_thresholds"):
    """The law moves the weights from which a find is medium, large or especially large.

    A threshold above the next higher one falls to it: no grade begins above a graver one. One weight grades sale and
    holding alike.

    Pulls   levers.threshold_mg
    Source  law-threshold-old, law-threshold-new: 50 g to 1 g for the sale of alpha-PVP and others, October 2021
    """

    products: tuple[str, ...] = ()
    """Names of the products meant; none for all."""
    medium: float | None = param(
        None,
        unit="g",
        low=0.001,
        high=100_000,
        grade=Grade.ASSUMED,
        source="law: schedule of weights; a reading per product is not published",
    )
    """Weight from which a find is medium."""
    large: float | None = param(
        None, unit="g", low=0.001, high=100_000, grade=Grade.MEASURED, source="law-threshold-old, law-threshold-new"
    )
    """Weight from which a find is large."""
    especially_large: float | None = param(
        None,
        unit="g",
        low=0.001,
        high=100_000,
        grade=Grade.ASSUMED,
        source="law: schedule of weights; a reading per product is not published",
    )
    """Weight from which a find is especially large."""

    @model_validator(mode="after")
    def _weights_in_order(self) -> "WeightThresholds":
        stated = [(name, grams) for name in GRADES if (grams := getattr(self, name)) is not None]
        for (lower, light), (higher, heavy) in pairwise(stated):
            if light > heavy:
                raise ValueError(f"{lower} is above {higher}: {light:g} g and {heavy:g} g; swap them or move one")
        return self

    def pull(self, world: World, strength: float) -> None:
        """Move the thresholds of the products meant."""
        thresholds = world.levers.threshold_mg
        for product, traits in enumerate(world.products):
            if self.products and traits.name not in self.products:
                continue
            moved = thresholds[product].tolist()
            for grade, name in enumerate(GRADES):
                if (grams := getattr(self, name)) is not None:
                    moved[grade] = round(towards(float(moved[grade]), grams * MG_PER_G, strength))
            thresholds[product] = list(accumulate(reversed(moved), min))[::-1]
