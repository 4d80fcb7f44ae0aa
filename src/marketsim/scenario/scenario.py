"""What a scenario is: everything that decides a run, but for the seed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializeAsAny,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from marketsim.core.parameters import ParameterSet
from marketsim.core.units import day_number
from marketsim.interventions.intervention import Intervention
from marketsim.scenario.data import region_names
from marketsim.scenario.economics import Economics
from marketsim.scenario.faults import guess, shorten
from marketsim.scenario.own_regions import OwnRegion, own_regions
from marketsim.scenario.posterior import Posterior
from marketsim.scenario.registry import parameter_sets
from marketsim.scenario.scalars import resolve
from marketsim.scenario.whole_numbers import whole_seed
from marketsim.world.products import DEFAULT_PRODUCTS, Product, nowhere_above_zero

if TYPE_CHECKING:
    from marketsim.model import Simulation

UNTITLED, LONGEST_TITLE = "Untitled", 200
"""The title of a scenario that says none, and the letters of the longest one."""
LARGEST_WEIGHT = 50
FIRST_DATE = date(2000, 1, 1)
LAST_DATE = date(2099, 12, 31)

_Settings = TypeVar("_Settings", bound=ParameterSet)
_Date = Annotated[date, Field(ge=FIRST_DATE, le=LAST_DATE)]


def _whole_fraction(scale: object) -> object:
    """Return 1/k for a number or a text as `1/3` that means it."""
    if isinstance(scale, bool) or not isinstance(scale, int | float | str):
        return scale
    try:
        value = float(Fraction(scale)) if isinstance(scale, str) and "/" in scale else scale
    except (ValueError, ZeroDivisionError, OverflowError):
        return scale
    if isinstance(value, str):
        if isinstance(resolve(value), str):
            raise ValueError(f"'{shorten(value)}' is no number; write a tenth as 0.1 or 1/10")
        return value
    weight = min(range(1, LARGEST_WEIGHT + 1), key=lambda k: abs(1 / k - value))
    if abs(value * weight - 1) < 0.002:
        return 1 / weight
    if not math.isfinite(value):
        return value
    nearest = "1" if weight == 1 else f"{1 / weight:.6g} (1/{weight})"
    raise ValueError(f"{scale} is not 1/k with k a whole number from 1 to {LARGEST_WEIGHT}; the nearest is {nearest}")


def _known_region(name: str) -> str:
    if name not in region_names():
        raise ValueError(f"there is no region '{shorten(name)}'; {guess(name, region_names())}")
    return name


def _all_for_nothing(names: object) -> object:
    if names is None:
        return region_names()
    return tuple(names) if isinstance(names, list) else names


def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return regions in the order of the table, so that scenarios that mean the same are the same."""
    if not names:
        raise ValueError("there is no region in it; name one at least")
    if twice := [name for name in region_names() if names.count(name) > 1]:
        raise ValueError(f"'{twice[0]}' is written twice; keep one of them")
    return tuple(name for name in region_names() if name in names)


def _known_or_own(value: object, known: ValidatorFunctionWrapHandler) -> object:
    return own_regions(value) if isinstance(value, Mapping) else known(value)


def _plain_regions(regions: Mapping[str, OwnRegion] | tuple[str, ...]) -> object:
    if isinstance(regions, Mapping):
        return {name: region.model_dump(mode="json") for name, region in regions.items()}
    return list(regions)


_Regions = Annotated[
    tuple[Annotated[str, AfterValidator(_known_region)], ...],
    AfterValidator(_in_order),
    BeforeValidator(_all_for_nothing),
    WrapValidator(_known_or_own),
    PlainSerializer(_plain_regions),
]
"""Keys of known regions in the order of the table, or a mapping of keys to `OwnRegion`: names either way."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


class Space(_Part):
    """The ground on which the market lives."""

    city_side: int = Field(default=16, ge=4, le=64, json_schema_extra={"unit": "cells"})
    """Cells along the side of a region's tile; one cell is about a kilometre."""
    country: str = Field(default="Kazakhstan", max_length=80)
    """Name of the country, for people."""
    regions: _Regions = Field(default_factory=region_names)
    """Keys of regions of Kazakhstan, as `almaty_city`, null for all; or regions of one's own by key."""


class Outline(_Part):
    """What a scenario says about itself, its time and its space."""

    title: str = Field(UNTITLED, max_length=LONGEST_TITLE)
    """Name for people."""
    question: str = Field("", max_length=2000)
    """The question that the scenario answers."""
    start: _Date = date(2017, 1, 1)
    """First day."""
    end: _Date = date(2024, 4, 30)
    """Last day."""
    measures_from: _Date = date(2017, 7, 1)
    """First day that counts in measures; days before it are burn-in."""
    scale: Annotated[float, BeforeValidator(_whole_fraction)] = 1.0
    """Share of the people that is simulated, 1/k with k a whole number from 1 to 50; of shops up to five times that."""
    space: Space = Space()
    """The ground."""
    economics: Economics = Economics()
    """How money is counted."""

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end {self.end} is before start {self.start}; swap them or move one")
        if self.measures_from < self.start:
            raise ValueError(f"measures_from {self.measures_from} is before start {self.start}; move it into the run")
        if self.measures_from > self.end:
            raise ValueError(f"measures_from {self.measures_from} is after end {self.end}; move it into the run")
        return self


def _default_parameters() -> dict[str, ParameterSet]:
    return {name: kind() for name, kind in parameter_sets().items()}


class Scenario(Outline):
    """A scenario with every value filled in. Make one with `load`, change a copy with `with_`."""

    products: tuple[Product, ...] = Field(DEFAULT_PRODUCTS, min_length=3, max_length=12)
    """The substances of the market."""
    parameters: dict[str, SerializeAsAny[ParameterSet]] = Field(default_factory=_default_parameters)
    """Every rule and set of parameters of the world by name."""
    interventions: tuple[SerializeAsAny[Intervention], ...] = ()
    """Policies and shocks as they stand; those that start earlier pull levers first."""
    intervention_names: tuple[str, ...] = ()
    """Names of the interventions, in the same order."""
    posterior: Posterior | None = None
    """What a calibration learned, from which every run draws by its seed; none runs with the parameters as they are."""

    @model_validator(mode="after")
    def _each_intervention_has_a_name(self) -> Self:
        if len(set(self.intervention_names)) != len(self.interventions):
            raise ValueError("interventions want one name each; make scenarios with load or with_")
        return self

    @model_validator(mode="after")
    def _products_divide_something(self) -> Self:
        if fields := nowhere_above_zero(self.products):
            raise ValueError(f"{fields[0]} is 0 for every product; give one product more than 0")
        return self

    @property
    def weight(self) -> int:
        """How many persons and parcels one agent stands for: k of scale 1/k; of shops and their staff for fewer."""
        return round(1 / self.scale)

    @property
    def days(self) -> int:
        """How many days the run has."""
        return (self.end - self.start).days + 1

    @property
    def policies(self) -> dict[str, Intervention]:
        """The interventions by name."""
        return dict(zip(self.intervention_names, self.interventions, strict=True))

    def settings(self, kind: type[_Settings]) -> _Settings:
        """Return the parameters of one kind, as `scenario.settings(FirstDay)`."""
        for held in self.parameters.values():
            if type(held) is kind:
                return held
        raise KeyError(f"{kind.__name__} is no set of parameters of scenarios.")

    def simulation(self, seed: int = 1, audit: bool = False, without: Collection[str] = ()) -> Simulation:
        """Return a new run of the scenario, settled on its first day: every run starts here.

        Args:
            seed: Seed of all chance, 0 to 2**64 - 1.
            audit: Check the books every evening.
            without: Names of stages of the day to leave out.

        Raises:
            TypeError: The seed is no whole number.
            ValueError: The seed is not from 0 to 2**64 - 1, or there is no such stage.
        """
        seed = whole_seed(seed)
        drawn = self.drawn(seed)
        # Imported late: the rules bring the compiler with them, which reading and checking a file does not want.
        from marketsim.model import Simulation
        from marketsim.scenario.data import load_regions
        from marketsim.world.people import People
        from marketsim.world.world import World

        first, people = day_number(self.start), drawn.settings(People)
        world = World(
            seed, self.weight, first, self.space.city_side, load_regions(self.space.regions), self.products, people
        )
        return Simulation(world, drawn.parameters, drawn.interventions, self.days, without=without, audit=audit)

    def drawn(self, seed: int) -> Scenario:
        """Return the scenario with the parameters that its runs with a seed have; itself without a posterior.

        Raises:
            ScenarioError: The draw sets what the scenario has not, or a value that it refuses.
        """
        if self.posterior is None:
            return self
        values = self.posterior.at(self.posterior.number(whole_seed(seed)))
        return self.model_copy(update={"posterior": None}).with_(values)

    def with_(self, changes: Mapping[str, object] | None = None, /, **more: object) -> Scenario:
        """Return a changed copy.

        A change is whatever a file that extends this scenario could say: interventions are added, or replaced by
        name, and `remove` takes them away.

        Args:
            changes: Values by dotted key, as `{"parameters.courier_arrest.detection": 2e-5}`; an intervention is
                reached by name or place, as `interventions.site_blocking.end`.
            more: Values by plain key, as `scale=0.1`.

        Raises:
            ScenarioError: The changed scenario is not valid.
        """
        from marketsim.scenario.changing import changed  # It builds scenarios, so it cannot be imported above.

        return changed(self, dict(changes or {}) | more)

    def shortened(self, days: int) -> Scenario:
        """Return a copy that ends after at most `days` days; without a day after burn-in, all days count."""
        end = min(self.end, self.start + timedelta(days=max(1, days) - 1))
        return self.with_(end=end, measures_from=self.measures_from if self.measures_from <= end else self.start)

    def resolved(self) -> dict[str, Any]:
        """Return every value as plain text, numbers, lists and dictionaries, in the form that files have."""
        plain = self.model_dump(mode="json", exclude={"intervention_names", "posterior"})
        if self.posterior is not None:
            plain["posterior"] = self.posterior.described()
        plain["products"] = {product.pop("name"): product for product in plain["products"]}
        plain["interventions"] = [
            {"name": name, "kind": policy.kind} | fields
            for (name, policy), fields in zip(self.policies.items(), plain["interventions"], strict=True)
        ]
        return plain

    def digest(self) -> str:
        """Return the SHA-256 of the resolved content, in hexadecimal; equal for equal scenarios on any machine."""
        canonical = json.dumps(self.resolved(), sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
