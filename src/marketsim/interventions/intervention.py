"""What a policy or shock is: dates, target, cost, and the levers that it pulls."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from pydantic import Field, model_validator

from marketsim.core.parameters import Grade, ParameterSet, param
from marketsim.core.units import DAYS_PER_YEAR, day_number
from marketsim.world.public_costs import LINES, BudgetLine
from marketsim.world.world import World


class Intervention(ParameterSet):
    """A dated policy or shock. A subclass states its `kind` and pulls levers; its fields are its settings.

    A setting that is left out leaves its lever as it is. Targets are fields called `products`, `regions` or
    `roles`, tuples of names that the scenario loader checks; an empty one means all. A kind that the police do not
    pay for says so: `class TreatmentPlaces(Intervention, kind="treatment_places", budget="health")`.
    """

    kind: ClassVar[str]
    usual_budget: ClassVar[BudgetLine] = BudgetLine.POLICE
    """Budget that pays for policies of this kind unless one says otherwise."""

    start: date = Field(description="First day in force.")
    end: date | None = Field(None, description="Last day in force; none for ever.")
    ramp: int = param(
        0, unit="days", low=0, high=3650, grade=Grade.ASSUMED, source="policies act at once unless stated"
    )
    """Days over which the strength grows from nothing to full."""
    fade: int = param(
        0, unit="days", low=0, high=3650, grade=Grade.ASSUMED, source="policies end at once unless stated"
    )
    """Days before the end over which the strength falls back to nothing."""
    intensity: float = param(
        1.0, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="policies are carried out in full unless stated"
    )
    """How much of the change is carried out; at 0 the policy changes nothing."""
    cost_per_year: float = param(0.0, unit="KZT / year", low=0, grade=Grade.ASSUMED, source="not costed unless stated")
    """What it costs the public purse, its officers and places included; they are then not counted at unit costs."""
    budget_line: BudgetLine | None = Field(None, description="Budget that pays; none for that usual for the kind.")

    def __init_subclass__(cls, kind: str = "", budget: str = "", **words: Any) -> None:
        super().__init_subclass__(**words)
        if kind:
            cls.kind = kind
        if budget:
            cls.usual_budget = BudgetLine(budget)

    @model_validator(mode="after")
    def _dates_agree(self) -> "Intervention":
        if self.end is not None and self.end < self.start:
            raise ValueError(f"end {self.end} is before start {self.start}; swap them or leave end out")
        if self.fade and self.end is None:
            raise ValueError("fade wants an end before which to fade; give one or leave fade out")
        return self

    @model_validator(mode="after")
    def _says_what_changes(self) -> "Intervention":
        settings = type(self).model_fields.keys() - Intervention.model_fields.keys() - {"products", "regions", "roles"}
        if settings and not settings & self.model_fields_set:
            raise ValueError(f"it changes nothing; set at least one of {', '.join(sorted(settings))}")
        return self

    @cached_property
    def _days(self) -> tuple[int, int | None]:
        """Day numbers of the first and the last day in force."""
        return day_number(self.start), None if self.end is None else day_number(self.end)

    @property
    def paid_from(self) -> BudgetLine:
        """The budget that pays for it."""
        return self.budget_line or self.usual_budget

    def strength(self, today: int) -> float:
        """Return the strength on a day number: 0 outside its dates, else up to `intensity`, less in ramp and fade."""
        start, end = self._days
        if today < start:
            return 0.0
        share = 1.0 if self.ramp == 0 else min(1.0, (today - start + 1) / self.ramp)
        if end is not None:
            left = end - today + 1
            if left <= 0:
                return 0.0
            share = share if self.fade == 0 else min(share, left / self.fade)
        return share * self.intensity

    def act(self, world: World, strength: float) -> None:
        """Pull levers for a day and book what the policy costs.

        The cost falls on the regions meant, by population. What a policy with a cost adds to officers, places and
        outreach is noted as paid for.
        """
        if not self.cost_per_year:
            self.pull(world, strength)
            return
        levers, tally = world.levers, world.tally
        capacity, places, outreach = levers.capacity.copy(), levers.places(), levers.outreach.copy()
        self.pull(world, strength)
        people = world.regions.population.astype(np.float64)
        if meant := getattr(self, "regions", ()):
            people *= np.isin(world.regions.names, meant)
        cost = strength * self.cost_per_year / DAYS_PER_YEAR
        tally.policy_cost[LINES.index(self.paid_from)] += cost * people / people.sum()
        tally.paid_capacity += levers.capacity - capacity
        tally.paid_places += levers.places() - places
        tally.paid_outreach += levers.outreach - outreach

    def pull(self, world: World, strength: float) -> None:
        """Pull `world.levers` with a strength above 0 and at most 1."""
        raise TypeError(f"The intervention {self.kind} does not say what it does.")


def towards(now: float, setting: float | None, strength: float) -> float:
    """Return a lever moved from `now` towards a setting: there at strength 1, unmoved at 0 or without a setting."""
    if setting is None:
        return now
    return setting if strength >= 1.0 else now + strength * (setting - now)
