"""At which cost per place, or per officer, one policy averts as much per tenge as another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.comparing import Comparison
from marketsim.experiments.cost_effectiveness import OUTCOMES
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.intervals import Interval, mean_of_pairs, ratio_of_pairs
from marketsim.experiments.saved_break_even import CURVE, DESCRIPTION, said
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.experiments.stated_costs import cost_not_stated_between
from marketsim.scenario.scenario import Scenario
from marketsim.world.public_costs import Bound, PublicCosts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UNITS = ("place", "officer")
"""What the cost of the first policy is counted in: a place in treatment, or an officer, for a year."""
BILLION = 1e9
POINTS = 81
"""Unit costs of a curve."""
USUAL_COST = 5e6
"""Unit cost in the middle of a curve without a break-even, KZT a year: about that of `PublicCosts`."""

_Pairs = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BreakEven:
    """The cost of a unit at which two policies avert as much of an outcome per tenge, and the curve around it."""

    first: str
    second: str
    outcome: str
    unit: str
    curve: pd.DataFrame
    """One row a unit cost: averted per bn KZT of the first policy and of the second, each with an interval."""
    cost: float
    """Break-even cost, KZT a unit and year; NaN where `reason` says why there is none."""
    low: float
    high: float
    cheapest: float
    """The same if the second policy's officers cost their low end."""
    dearest: float
    reason: str
    comparison: Comparison

    def figure(self) -> Figure:
        """Return the curve as a figure of matplotlib."""
        from marketsim.figures.break_even import break_even as draw  # It brings matplotlib with it.

        return draw(self)

    @property
    def titles(self) -> dict[str, str]:
        """Titles of scenarios by arm."""
        return self.comparison.titles

    def words(self) -> dict[str, str]:
        """Return what the figure says in words."""
        return said(vars(self), len(self.comparison.seeds))

    def save(self, parent: Path | str = "results") -> Path:
        """Write curve, numbers and figure to a folder of their own under `parent` and return it."""
        from marketsim.figures.saving import figure_bytes

        names = ("first", "second", "outcome", "unit", "cost", "low", "high", "cheapest", "dearest", "reason")
        numbers: dict[str, Any] = self.comparison.described() | {"titles": self.titles}
        numbers |= {name: getattr(self, name) for name in names}
        content = {
            CURVE: csv_bytes(self.curve),
            DESCRIPTION: json_bytes(numbers),
            "break_even.png": figure_bytes(self.figure()),
        }
        asked = [self.outcome, self.unit, self.curve["unit_cost_kzt"].tolist()]
        digest = short_digest(self.comparison.described() | {"asked": asked})
        return save_files(Path(parent), f"break-even-{self.first}-{self.second}-{self.outcome}", digest, content)


def break_even(
    comparison: Comparison,
    first: str,
    second: str,
    outcome: str = "poisonings",
    unit: str = "place",
    costs: Sequence[float] | None = None,
) -> BreakEven:
    """Return at which cost a unit of the first policy averts as much per tenge as the second does.

    The first policy costs the units that it adds, at the assumed cost; the second what the scenario states, and its
    officers at unit costs. What either saves elsewhere is left out: `compare` counts it.

    Args:
        comparison: Runs of a base and both policies.
        first: Name of the arm whose unit cost is sought, as one with more places.
        second: Name of the arm that it is weighed against.
        outcome: What is to be averted.
        unit: `place` or `officer`.
        costs: Unit costs of the curve, KZT a year; chosen around the break-even without them.

    Raises:
        ExperimentError: There is no such arm, outcome or unit.
    """
    _check(comparison, first, second, outcome, unit)
    ours, theirs = comparison.changes(first), comparison.changes(second)
    averted, others = -ours[outcome], -theirs[outcome]
    units = _units(ours, unit)
    spent = {bound: _spent(comparison, theirs, bound) for bound in Bound}
    price = spent[Bound.VALUE]
    reason = _reason(comparison, averted, others, units, price, (first, second, unit))
    middle = _cost(averted, others, units, price)
    found = Interval(math.nan, math.nan, math.nan)
    ends = [math.nan, math.nan]
    if not reason:
        found = _break_even(averted, others, units, price)
        ends = sorted(_cost(averted, others, units, spent[bound]) for bound in (Bound.LOW, Bound.HIGH))
    middle = middle if math.isfinite(middle) and middle > 0.0 else USUAL_COST
    grid = np.asarray(costs, np.float64) if costs is not None else np.geomspace(middle / 10.0, middle * 10.0, POINTS)
    curve = _curve(grid, (averted, units), (others, price))
    return BreakEven(first, second, outcome, unit, curve, *found, ends[0], ends[1], reason, comparison)


def _check(comparison: Comparison, first: str, second: str, outcome: str, unit: str) -> None:
    arms = [name for name in comparison.scenarios if name != comparison.base]
    for name, word, known in ((first, "arm", arms), (second, "arm", arms), (outcome, "outcome", list(OUTCOMES))):
        if name not in known:
            raise ExperimentError(f"There is no {word} '{name}' to weigh. Known: {', '.join(known)}.")
    if unit not in UNITS:
        raise ExperimentError(f"There is no unit '{unit}'. Known: {', '.join(UNITS)}.")


def _units(changes: dict[str, _Pairs], unit: str) -> _Pairs:
    """Return the unit-years that a policy adds, discounted, one figure a pair."""
    return changes["officer_years"] if unit == "officer" else changes["treatment_places"]


def _spent(comparison: Comparison, changes: dict[str, _Pairs], bound: Bound) -> _Pairs:
    """Return what a policy costs alone, KZT: as it states, and its officers at one end of their unit cost."""
    costs = comparison.scenarios[comparison.base].settings(PublicCosts).officer_year
    relative = costs[bound] / costs[Bound.VALUE] if costs[Bound.VALUE] else 1.0
    return BILLION * (changes["policy_cost_bn_kzt"] + relative * changes["officers_bn_kzt"])


def reason_before(scenarios: Mapping[str, Scenario], second: str, pairs: int) -> str:
    """Return why there can be no break-even, as far as it is known before anything is run; nothing otherwise.

    Args:
        scenarios: Scenarios by name, the base first.
        second: Name of the arm against which is weighed.
        pairs: Pairs of runs.
    """
    base = next(iter(scenarios))
    if missing := scenarios[base].economics.missing:
        return f"{base} does not state {', '.join(f'economics.{field}' for field in missing)}"
    if not_stated := cost_not_stated_between(scenarios[second], scenarios[base]):
        return f"{second} does not state its whole cost: state that of {', '.join(not_stated)}"
    return "one pair has no interval; run more seeds" if pairs < 2 else ""


def _reason(
    comparison: Comparison, averted: _Pairs, others: _Pairs, units: _Pairs, price: _Pairs, words: tuple[str, str, str]
) -> str:
    """Return why there is no break-even; nothing if there is one."""
    first, second, unit = words
    if reason := reason_before(comparison.scenarios, second, len(averted)):
        return reason
    if units.mean() <= 0.0:
        return f"{first} adds no {unit}"
    if price.mean() <= 0.0:
        return f"{second} costs nothing: state its cost_per_year, or let it add officers"
    for name, effect in ((first, averted), (second, others)):
        interval = mean_of_pairs(effect)
        if interval.holds_zero:
            return f"the effect of {name} cannot be told from none"
        if interval.mean < 0.0:
            return f"{name} averts none"
    if mean_of_pairs(units).holds_zero:
        return f"the {unit}s that {first} adds cannot be told from none"
    if mean_of_pairs(_products(others, units)).holds_zero:
        return f"the effect of {second} cannot be told well enough from none to divide by: run more seeds"
    return ""


def _cost(averted: _Pairs, others: _Pairs, units: _Pairs, price: _Pairs) -> float:
    if not units.mean() or not others.mean():
        return math.nan
    return float(averted.mean() / units.mean() * price.mean() / others.mean())


def _products(one: _Pairs, other: _Pairs) -> _Pairs:
    """Return one figure a pair whose mean is the product of two means, and whose spread is that of the product.

    To the first order (the delta method): by how much the product moves as each pair moves the two means.
    """
    first, second = float(one.mean()), float(other.mean())
    return first * second + second * (one - first) + first * (other - second)


def _break_even(averted: _Pairs, others: _Pairs, units: _Pairs, price: _Pairs) -> Interval:
    """Return averted * price over others * units, of means, with Fieller's interval."""
    return ratio_of_pairs(_products(averted, price), _products(others, units))


def _curve(grid: _Pairs, first: tuple[_Pairs, _Pairs], second: tuple[_Pairs, _Pairs]) -> pd.DataFrame:
    """Return what each policy averts per bn KZT at every unit cost."""
    per_unit, per_tenge = _rate(*first), _rate(*second)
    return pd.DataFrame(
        {
            "unit_cost_kzt": grid,
            "first": BILLION * per_unit.mean / grid,
            "first_low": BILLION * per_unit.low / grid,
            "first_high": BILLION * per_unit.high / grid,
            "second": BILLION * per_tenge.mean,
            "second_low": BILLION * per_tenge.low,
            "second_high": BILLION * per_tenge.high,
        }
    )


def _rate(effect: _Pairs, by: _Pairs) -> Interval:
    """Return mean effect over mean expense with Fieller's interval; NaN where expense cannot be told from none."""
    if by.mean() <= 0.0:
        return Interval(math.nan, math.nan, math.nan)
    if mean_of_pairs(by).holds_zero:
        return Interval(float(effect.mean() / by.mean()), math.nan, math.nan)
    return ratio_of_pairs(effect, by)
