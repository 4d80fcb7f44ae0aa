"""What a policy or shock is: dates, target, cost, and the levers that it pulls."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from pydantic import Field, model_validator

from marketsim.core.parameters import Grade, ParameterSet, param
from marketsim.core.units import DAYS_PER_YEAR, day_number
from marketsim.world.paying import book_cost, pull_and_pay
from marketsim.world.public_costs import BudgetLine
from marketsim.world.world import World

TARGETS = frozenset({"products", "regions", "roles"})
"""Settings that say whom a policy means, not what it changes."""


class Intervention(ParameterSet):
    """A dated policy or shock. A subclass states its `kind` and pulls levers; its fields are its settings.

    A setting that is left out leaves its lever as it is. Targets are fields called `products`, `regions` or
    `roles`, tuples of names that the scenario loader checks; an empty one means all. A kind that the police do not
    pay for says so, and which settings are `accounted` for:
    `class TreatmentPlaces(Intervention, kind="treatment_places", budget="health", accounted="places adolescents")`.
    """

    kind: ClassVar[str]
    usual_budget: ClassVar[BudgetLine] = BudgetLine.POLICE
    """Budget that pays for policies of this kind unless one says otherwise."""

    accounted: ClassVar[frozenset[str]] = frozenset()
    """Settings that want no stated cost: what they add is counted at unit costs, or no public money is behind them."""

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
    cost_per_year: float | None = param(
        None, unit="KZT / year", low=0, grade=Grade.ASSUMED, source="not costed unless stated"
    )
    """What it costs the public purse at full strength, its officers and places included; they are then not counted at
    unit costs. 0 says that it costs nothing, or that another policy pays."""
    cost_total: float | None = param(None, unit="KZT", low=0, grade=Grade.ASSUMED, source="not costed unless stated")
    """The same as a sum, spent evenly from the first day until `cost_until`, or the end, whatever ramp and fade."""
    cost_until: date | None = Field(None, description="Last day on which cost_total is spent; none for the end.")
    budget_line: BudgetLine | None = Field(None, description="Budget that pays; none for that usual for the kind.")

    def __init_subclass__(cls, kind: str = "", budget: str = "", accounted: str = "", **words: Any) -> None:
        super().__init_subclass__(**words)
        if kind:
            cls.kind = kind
        if budget:
            cls.usual_budget = BudgetLine(budget)
        if accounted:
            cls.accounted = frozenset(accounted.split())

    @model_validator(mode="after")
    def _dates_agree(self) -> "Intervention":
        if self.end is not None and self.end < self.start:
            raise ValueError(f"end {self.end} is before start {self.start}; swap them or leave end out")
        if self.fade and self.end is None:
            raise ValueError("fade wants an end before which to fade; give one or leave fade out")
        return self

    @model_validator(mode="after")
    def _costs_agree(self) -> "Intervention":
        if self.cost_total is not None and self.cost_per_year is not None:
            raise ValueError("cost_total and cost_per_year are two accounts of one policy; keep one of them")
        if self.cost_total is None:
            if self.cost_until is not None:
                raise ValueError("cost_until wants a cost_total; give one or leave cost_until out")
            return self
        last = self.cost_until or self.end
        if last is None:
            raise ValueError("cost_total wants a last day on which it is spent; give cost_until or an end")
        if last < self.start or (self.end is not None and last > self.end):
            raise ValueError(f"cost_until {last} is outside the days in force; move it between start and end")
        return self

    @model_validator(mode="after")
    def _says_what_changes(self) -> "Intervention":
        settings = type(self).model_fields.keys() - Intervention.model_fields.keys() - TARGETS
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

    @property
    def has_cost(self) -> bool:
        """Whether it states a cost above nothing."""
        return bool(self.cost_per_year or self.cost_total)

    @property
    def cost_is_unknown(self) -> bool:
        """Whether it does something of which no account is kept: no cost is stated, and none is counted."""
        if self.cost_per_year is not None or self.cost_total is not None or not self.intensity:
            return False
        fields = type(self).model_fields
        own = [name for name in fields if name not in Intervention.model_fields and name not in TARGETS]
        if not own:
            return True
        return any(getattr(self, name) != fields[name].default for name in own if name not in self.accounted)

    def cost_of_day(self, today: int, strength: float) -> float | None:
        """Return what it costs on a day in force by its own account, KZT; none where no account runs.

        Args:
            today: Day number.
            strength: Strength on that day; a cost a year goes by it, a total by `intensity` alone.
        """
        if self.cost_total is None:
            return None if self.cost_per_year is None else strength * self.cost_per_year / DAYS_PER_YEAR
        last = day_number(self.cost_until or self.end or self.start)
        if today > last:
            return None
        return self.intensity * self.cost_total / (last - self._days[0] + 1)

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

        What a policy with an account of its own adds to officers, places and outreach is noted as paid for.
        """
        cost = self.cost_of_day(world.today.day, strength)
        if cost is None:
            self.pull(world, strength)
            return
        book_cost(world, cost, self.paid_from, getattr(self, "regions", ()))
        pull_and_pay(world, lambda: self.pull(world, strength))

    def pull(self, world: World, strength: float) -> None:
        """Pull `world.levers` with a strength above 0 and at most 1."""
        raise TypeError(f"The intervention {self.kind} does not say what it does.")


def towards(now: float, setting: float | None, strength: float) -> float:
    """Return a lever moved from `now` towards a setting: there at strength 1, unmoved at 0 or without a setting."""
    if setting is None:
        return now
    return setting if strength >= 1.0 else now + strength * (setting - now)
